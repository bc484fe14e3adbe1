"""Checklists of an account of Pangan, their steps and what shows them. REG-4 REG-7"""

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import actions
from tests.matrix import row
from tests.matrix_rows.accounts import PAGE, POST, WHY, register

SEEN = "302 404 404 200 200 200 302"


def checklist(cast):
    return actions.open_checklist(register(cast, "nusantarapangandaftar"), "setup", by=cast.sari)


def step(cast):
    """A step that asks for a note, a link or a file."""
    return actions.open_checklist(register(cast, "nusantarapanganlangkah"), "setup", by=cast.sari).steps.first()


def done(cast):
    made = actions.open_checklist(register(cast, "nusantarapanganselesai"), "setup", by=cast.sari)
    return actions.attest_step(made.steps.first(), by=cast.sari, note="social@nusantara.example")


def evidence(cast):
    made = actions.open_checklist(register(cast, "nusantarapanganbukti"), "setup", by=cast.sari)
    file = SimpleUploadedFile("proof.txt", b"Seen by two people")
    return actions.attest_step(made.steps.first(), by=cast.sari, file=file).evidence.get()


def compromised(cast):
    return actions.report_compromised(register(cast, "nusantarapanganbobol"), by=cast.sari, why="Strange posts")


MAKERS = {"checklist": checklist, "step": step, "done": done, "evidence": evidence, "compromised": compromised}
ROWS = [
    row("accounts:checklist_detail", of="checklist", get=SEEN),
    row("accounts:open_checklist", of="compromised", post=POST),
    row("accounts:attest_step", of="step", get=PAGE, post=POST, body={"note": "social@nusantara.example"}),
    row("accounts:skip_step", of="step", get=PAGE, post=POST, body=WHY),
    row("accounts:reopen_step", of="done", get=PAGE, post=POST, body=WHY),
    row("accounts:evidence_file", of="evidence", get=SEEN),
    row("accounts:remove_evidence", of="evidence", get=PAGE, post=POST, body=WHY),
]
