"""Checklists: made from the templates that fit, settled step by step, kept with what shows it. REG-4 REG-7"""

import os
import time

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from accounts import actions, evidence
from accounts.checklists import delivered
from accounts.models import Checklist, ChecklistTemplate, Evidence, Step
from accounts.rules.checklist import check_steps, compose, unfinished
from accounts.tasks import SWEEPS
from trail.errors import IllegalMove
from trail.models import Entry

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
PDF = b"%PDF-1.7\n" + b"\0" * 40
_every, sweep = SWEEPS["delete_forgotten_evidence"]


def file_of(data=PNG, name="proof.png"):
    return SimpleUploadedFile(name, data)


def files():
    return {path.name for path in evidence.folder().glob("??/*")}


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    """Nobody else writes where files are counted."""
    settings.DATA_DIR = tmp_path


@pytest.fixture
def setup(account, sari):
    return actions.open_checklist(account, "setup", by=sari)


@pytest.fixture
def step(setup):
    """The first step, which asks for a note, a link or a file."""
    return setup.steps.get(key="official_email")


def test_delivered_templates_are_whole():
    """Every step has its words in both languages, a key of its own and, where it stands behind one, that one. REG-4"""
    general = {row["kind"]: row for row in delivered() if not row["platform_key"] and not row["purpose"]}
    assert sorted(general) == ["compromised", "lost_access", "retirement", "setup"]
    for row in delivered():
        assert check_steps(row["steps"]) == row["steps"]
        keys = {step["key"] for step in (*general[row["kind"]]["steps"], *row["steps"])}
        for step in row["steps"]:
            assert sorted(step["title"]) == ["en", "id"]
            assert sorted(step["help"]) in ([], ["en", "id"]), step["key"]
            assert not step["after"] or step["after"] in keys, step["key"]


def test_compose_puts_the_special_in_the_place_of_the_general():
    """REG-4"""

    def template(*steps):
        return ChecklistTemplate(steps=[{"key": key, "after": after, "of": of} for key, after, of in steps])

    found = compose(
        [
            template(("a", "", 1), ("b", "", 1), ("c", "", 1)),
            template(("b", "", 2), ("x", "a", 2), ("y", "a", 2), ("z", "nowhere", 2)),
            template(("z", "", 3)),
        ]
    )
    assert [(step["key"], step["of"]) for step in found] == [
        ("a", 1), ("x", 2), ("y", 2), ("b", 2), ("c", 1), ("z", 3),
    ]  # fmt: skip


def test_open_checklist_for_platform_and_purposes(account, setup, sari):
    """Instagram, promotion and service after sale: their steps too, once; opened twice is one. REG-4"""
    keys = list(setup.steps.values_list("key", flat=True))
    assert {"official_email", "professional_account", "opening_hours", "advertising_rules"} <= set(keys)
    assert "terms_of_sale" not in keys
    assert keys.index("professional_account") == keys.index("two_factor") + 1
    made_from = setup.templates.values_list("platform_key", "purpose", "number").order_by("purpose", "platform_key")
    assert list(made_from) == [("", "", 1), ("instagram", "", 1), ("", "promotion", 1), ("", "service_after", 1)]
    assert actions.open_checklist(account, "setup", by=sari) == setup
    assert Entry.objects.filter(verb="open_checklist").count() == 1


def test_attest_step_by_the_wrong_person(organisation, step):
    """PLT-4"""
    for who in ("oki", "rudi", "andi"):
        with pytest.raises(PermissionDenied):
            actions.attest_step(step, by=getattr(organisation, who), note="Done")
        with pytest.raises(PermissionDenied):
            actions.skip_step(step, by=getattr(organisation, who), why="No")
    with pytest.raises(PermissionDenied):
        actions.skip_step(step, by=organisation.nia, why="She stands in, and does not set aside")


def test_attest_step_asks_for_what_shows_it(step, budi):
    """REG-4"""
    with pytest.raises(ValidationError) as refusal:
        actions.attest_step(step, by=budi)
    assert list(refusal.value.message_dict) == ["note"]
    step.evidence_needed = "file"
    step.save()
    with pytest.raises(ValidationError) as refusal:
        actions.attest_step(step, by=budi, note="Seen")
    assert list(refusal.value.message_dict) == ["file"]
    actions.attest_step(step, by=budi, file=file_of())
    kept = step.evidence.get()
    assert (step.status, step.done_by, kept.content_type, kept.name) == ("done", budi, "image/png", "proof.png")
    assert evidence.path_of(kept.stored_as).read_bytes() == PNG
    assert evidence.path_of(kept.stored_as).stat().st_mode & 0o777 == 0o600


def test_settled_steps_and_back(setup, step, budi, sari):
    """Every turn has its reason on the trail; evidence stays through a reopening. REG-4"""
    actions.attest_step(step, by=budi, note="social@nusantara.example", file=file_of())
    for settle in (actions.attest_step, actions.skip_step):
        with pytest.raises(IllegalMove):
            settle(step, by=sari, **({"note": "x"} if settle is actions.attest_step else {"why": "x"}))
    with pytest.raises(ValidationError):
        actions.reopen_step(step, by=sari, why=" ")
    actions.reopen_step(step, by=sari, why="Wrong mailbox")
    step.refresh_from_db()
    assert (step.status, step.done_by, step.done_at, step.note) == ("open", None, None, "")
    actions.skip_step(step, by=sari, why="Not for this one")
    assert (step.status, step.note, step.evidence.count()) == ("not_needed", "Not for this one", 1)
    told = Entry.objects.filter(object_type="accounts.step").order_by("seq").values_list("verb", flat=True)
    assert list(told) == ["attest_step", "add_evidence", "reopen_step", "skip_step"]


def test_two_attest_the_same_step_and_one_wins(step, budi, sari):
    """REG-4"""
    mine, theirs = Step.objects.get(pk=step.pk), Step.objects.get(pk=step.pk)
    actions.attest_step(mine, by=budi, note="Done by me")
    with pytest.raises(IllegalMove):
        actions.attest_step(theirs, by=sari, note="Done by me", file=file_of())
    assert Evidence.objects.count() == 0
    assert Entry.objects.filter(verb="attest_step").count() == 1


def test_close_checklist_names_what_is_missing(setup, sari):
    """REG-4"""
    for step in setup.steps.all():
        if step.key != "two_factor":
            actions.skip_step(step, by=sari, why="Tried elsewhere")
    assert [step.key for step in unfinished(setup)] == ["two_factor"]
    with pytest.raises(ValidationError, match="Turn on two-factor sign-in"):
        actions.close_checklist(setup, by=sari)
    actions.attest_step(setup.steps.get(key="two_factor"), by=sari, note="Authenticator app")
    actions.close_checklist(setup, by=sari)
    with pytest.raises(IllegalMove):
        actions.reopen_step(setup.steps.first(), by=sari, why="Too late")
    with pytest.raises(IllegalMove):
        actions.close_checklist(setup, by=sari)


@pytest.mark.parametrize("field", ["note", "link"])
def test_secrets_are_refused_at_a_step(step, budi, field):
    """REG-6"""
    with pytest.raises(ValidationError) as refusal:
        actions.attest_step(step, by=budi, **{field: "https://graph.example/me?access_token=abc123def456"})
    assert list(refusal.value.message_dict) == [field]
    with pytest.raises(ValidationError) as refusal:
        actions.skip_step(step, by=budi, why="password: kopi-tubruk1")
    assert list(refusal.value.message_dict) == ["why"]


@pytest.mark.parametrize(
    ("data", "name", "taken"),
    [
        (PNG, "a.png", "image/png"),
        (PDF, "a.exe", "application/pdf"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 20, "a", "image/jpeg"),
        (b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 20, "a.webp", "image/webp"),
        (b"Kasus nomor 12, dijawab", "a.txt", "text/plain"),
        (b"day;case\n1;12\n", "a.CSV", "text/csv"),
        (b"<html><script>alert(1)</script>", "a.txt", None),
        (b"\xef\xbb\xbf <svg xmlns='x'>", "a.png", None),
        (b"MZ\x90\0\x03", "a.pdf", None),
        (b"PK\x03\x04\0\0", "a.csv", None),
        (b"", "a.png", None),
        (b"\xff\xfe\x00", "a.txt", None),
        (b"recovery codes: 1234-5678", "codes.txt", None),
    ],
)
def test_evidence_is_judged_by_its_content(step, budi, data, name, taken):
    """REG-4"""
    before = files()
    if taken is None:
        with pytest.raises(ValidationError) as refusal:
            actions.attest_step(step, by=budi, file=file_of(data, name))
        assert (list(refusal.value.message_dict), files()) == (["file"], before)
    else:
        actions.attest_step(step, by=budi, file=file_of(data, name))
        assert step.evidence.get().content_type == taken


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.png", "passwd.png"),
        ("C:\\Users\\x\\bukti layar.jpeg", "bukti layar.png"),
        ("a\u202egnp.exe", "agnp.png"),
        (".png", "png.png"),
        ("x" * 300 + ".png", "x" * 100 + ".png"),
        ('"; filename=x.html', "; filename=x.png"),
    ],
)
def test_evidence_gets_a_safe_name(name, kept):
    """REG-4"""
    from accounts.rules.evidence import safe_name

    assert safe_name(name, "image/png") == kept


def test_evidence_too_large(step, budi, monkeypatch):
    monkeypatch.setattr("accounts.rules.evidence.LARGEST", 30)
    with pytest.raises(ValidationError):
        actions.attest_step(step, by=budi, file=file_of())


def test_evidence_of_a_rolled_back_transaction_is_swept(step, budi):
    """A file without a row goes after an hour; one with a row never. REG-4"""
    actions.attest_step(step, by=budi, file=file_of())
    kept = step.evidence.get().stored_as
    orphan = evidence.store(file_of(PDF, "a.pdf")).stored_as
    assert sweep() == 0
    for name in (kept, orphan):
        os.utime(evidence.path_of(name), (time.time() - 4000,) * 2)
    assert (sweep(), sweep()) == (1, 0)
    assert (evidence.path_of(kept).exists(), evidence.path_of(orphan).exists()) == (True, False)


def test_remove_evidence(step, budi, sari, django_capture_on_commit_callbacks):
    """REG-4"""
    actions.attest_step(step, by=budi, file=file_of())
    kept = step.evidence.get()
    with pytest.raises(PermissionDenied):
        actions.remove_evidence(kept, by=budi, why="Shows a name")
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_evidence(kept, by=sari, why="Shows a customer's name")
    assert not evidence.path_of(kept.stored_as).exists()
    assert (kept.removed_by, kept.sha256 != "") == (sari, True)
    with pytest.raises(IllegalMove):
        actions.remove_evidence(kept, by=sari, why="Again")


@pytest.mark.parametrize(
    "write",
    [
        lambda setup: ChecklistTemplate.objects.filter(number=1).update(steps=[]),
        lambda setup: ChecklistTemplate.objects.first().delete(),
        lambda setup: Evidence.objects.update(sha256="0" * 64),
        lambda setup: Evidence.objects.all().delete(),
        lambda setup: Checklist.objects.create(account=setup.account, kind="setup", opened_at=setup.opened_at),
        lambda setup: setup.steps.filter(position=1).update(status="done"),
        lambda setup: setup.steps.filter(position=1).update(done_at=setup.opened_at),
        lambda setup: setup.steps.filter(position=1).update(position=2),
        lambda setup: ChecklistTemplate.objects.create(
            kind="setup", number=1, steps=[], last_checked_on=setup.opened_at.date()
        ),
        lambda setup: ChecklistTemplate.objects.create(
            kind="setup", platform_key="x", purpose="sales", number=1, steps=[], last_checked_on="2026-01-01"
        ),
    ],
)
def test_database_holds_checklists(setup, step, budi, write):
    """Writes that go around the models. REG-4"""
    actions.attest_step(step, by=budi, file=file_of())
    actions.reopen_step(step, by=budi, why="Once more")
    with pytest.raises(IntegrityError), transaction.atomic():
        write(setup)
