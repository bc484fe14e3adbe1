"""Checklists of an account of Pangan, their steps and what shows them. REG-4 REG-7"""

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import actions
from accounts.forms.template import initial_of
from accounts.models import ChecklistTemplate
from tests.matrix import row
from tests.matrix_rows.accounts import PAGE, POST, WHY, register

SEEN = "302 404 404 200 200 200 302"


def checklist(cast):
    return actions.open_checklist(register(cast, "nusantarapangandaftar"), "setup", by=cast.sari)


def step(cast):
    """A step that asks for a note, a link or a file."""
    return actions.open_checklist(register(cast, "nusantarapanganlangkah"), "setup", by=cast.sari).steps.first()


def done(cast, handle="nusantarapanganselesai"):
    made = actions.open_checklist(register(cast, handle), "setup", by=cast.sari)
    return actions.attest_step(made.steps.first(), by=cast.sari, note="social@nusantara.example")


def evidence(cast, handle="nusantarapanganbukti"):
    made = actions.open_checklist(register(cast, handle), "setup", by=cast.sari)
    file = SimpleUploadedFile("proof.txt", b"Seen by two people")
    return actions.attest_step(made.steps.first(), by=cast.sari, file=file).evidence.get()


def compromised(cast):
    return actions.report_compromised(register(cast, "nusantarapanganbobol"), by=cast.sari, why="Strange posts")


def template(cast):
    return ChecklistTemplate.objects.newest().get(kind="setup", platform_key="mastodon")


def new_version(cast):
    """The steps of the version in use, one of them with another title."""
    written = template(cast)
    initial = initial_of(written)
    form = {"seen": written.number, "last_checked_on": "2026-01-01", "why": "Read anew"}
    form |= {"steps-TOTAL_FORMS": len(initial), "steps-INITIAL_FORMS": len(initial)}
    for number, step in enumerate(initial):
        form |= {f"steps-{number}-{name}": value for name, value in step.items() if value is not False}
    return form


STEP = {"key": "look", "title": {"en": "Look"}}


def of_checklist(verb, make, **fields):
    def body(cast):
        return {name: value(cast.things[make]) if callable(value) else value for name, value in fields.items()}

    return row(f"api:checklist-{verb}", of=make, post="401 404 404 403 403 200 401 403", body=body)


def checklist_of_done(cast):
    return done(cast, "nusantarapanganselesaijuga").checklist


def with_evidence(cast):
    return evidence(cast, "nusantarapanganbuktijuga").step.checklist


def first(checklist):
    return checklist.steps.first().pk


MAKERS = {
    "template": template,
    "of_done": checklist_of_done,
    "with_evidence": with_evidence,
    "checklist": checklist,
    "step": step,
    "done": done,
    "evidence": evidence,
    "compromised": compromised,
}
ROWS = [
    row("accounts:checklist_detail", of="checklist", get=SEEN),
    row("accounts:open_checklist", of="compromised", post=POST),
    row("accounts:attest_step", of="step", get=PAGE, post=POST, body={"note": "social@nusantara.example"}),
    row("accounts:skip_step", of="step", get=PAGE, post=POST, body=WHY),
    row("accounts:reopen_step", of="done", get=PAGE, post=POST, body=WHY),
    row("accounts:evidence_file", of="evidence", get=SEEN),
    row("accounts:remove_evidence", of="evidence", get=PAGE, post=POST, body=WHY),
    # Templates stand in no unit: who manages, decides or audits sees them.
    row("accounts:template_list", get="302 403 403 200 200 200 302"),
    row("accounts:template_detail", of="template", get=SEEN),
    row("accounts:write_template", of="template", get=PAGE, post=POST, body=new_version),
    row(
        "accounts:write_first_template",
        get="302 403 403 403 403 200 302",
        post="302 403 403 403 403 302 302",
        body=lambda cast: {
            "seen": 0,
            "kind": "setup",
            "platform": "other",
            "last_checked_on": "2026-01-01",
            "steps-TOTAL_FORMS": 1,
            "steps-INITIAL_FORMS": 0,
            "steps-0-title_en": "Look at it",
        },
    ),
    # API
    row(
        "api:checklist-list",
        get="401 200 200 200 200 200 401 403",
        post="401 400 400 403 403 201 401 403",
        body=lambda cast: {"account": cast.things["checklist"].account_id, "kind": "retirement"},
    ),
    row("api:checklist-detail", of="checklist", get="401 404 404 200 200 200 401 403"),
    of_checklist("attest_step", "checklist", step=first, note="social@nusantara.example"),
    of_checklist("skip_step", "checklist", step=first, why="Not here"),
    of_checklist("reopen_step", "of_done", step=first, why="Wrong mailbox"),
    of_checklist(
        "remove_evidence", "with_evidence", evidence=lambda made: made.steps.first().evidence.get().pk, why="A name"
    ),
    of_checklist("close_checklist", "checklist", why="Opened by mistake"),
    row("api:evidence", of="evidence", get="401 404 404 200 200 200 401 403"),
    row(
        "api:checklisttemplate-list",
        get="401 200 200 200 200 200 401 403",
        post="401 403 403 403 403 201 401 403",
        body={"kind": "setup", "platform": "other", "steps": [STEP]},
    ),
    row("api:checklisttemplate-detail", of="template", get="401 404 404 200 200 200 401 403"),
]
