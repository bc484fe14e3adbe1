"""Checklist templates: versioned, rewritten by an administrator, never changed under a checklist. REG-4"""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import actions
from accounts.models import ChecklistTemplate
from tests.api import api_client
from trail.errors import Stale
from trail.models import Entry

STEPS = [
    {"key": "official_email", "title": {"en": "Use the group's mailbox", "id": "Pakai kotak surat grup"}},
    {"key": "photo", "title": {"en": "Hang up the photo"}, "evidence": "file"},
]


def newest(**more):
    wanted = {"kind": "setup", "platform_key": "", "purpose": "", **more}
    return ChecklistTemplate.objects.newest().get(**wanted)


def test_write_template_by_the_wrong_person(organisation):
    """PLT-4"""
    for who in ("oki", "rudi", "andi", "nia"):
        with pytest.raises(PermissionDenied):
            actions.write_template("setup", STEPS, by=getattr(organisation, who))


def test_write_template_leaves_open_checklists_as_they_are(account, organisation):
    """REG-4: a checklist keeps its words and remembers the numbers it was made from."""
    sari = organisation.sari
    before = actions.open_checklist(account, "setup", by=sari)
    titles = list(before.steps.values_list("titles", flat=True))
    written = actions.write_template("setup", STEPS, seen=1, by=sari, why="Shorter")
    assert (written.number, written.is_delivered, written.written_by, newest()) == (2, False, sari, written)
    assert list(before.steps.values_list("titles", flat=True)) == titles
    with pytest.raises(Stale):
        actions.write_template("setup", STEPS, seen=1, by=sari)
    assert Entry.objects.filter(verb="write_template").count() == 1
    actions.close_checklist(before, by=sari, why="Anew")
    after = actions.open_checklist(account, "setup", by=sari)
    keys = list(after.steps.values_list("key", flat=True))
    assert keys[:2] == ["official_email", "photo"]
    assert after.steps.get(key="photo").evidence_needed == "file"
    assert sorted(after.templates.values_list("platform_key", "purpose", "number")) == [
        ("", "", 2), ("", "promotion", 1), ("", "service_after", 1), ("instagram", "", 1),
    ]  # fmt: skip


def test_install_keeps_what_was_rewritten_and_renews_what_was_not(organisation, monkeypatch):
    """A release brings new words only where nobody has written their own. REG-4"""
    from accounts.models import checklist

    actions.write_template("setup", STEPS, by=organisation.sari)
    count = ChecklistTemplate.objects.count()
    ChecklistTemplate.objects.install()
    assert ChecklistTemplate.objects.count() == count
    fresh = [{**row, "steps": STEPS} for row in checklist.delivered() if row["kind"] == "setup"]
    fresh = [row for row in fresh if row["platform_key"] in ("", "mastodon") and not row["purpose"]]
    monkeypatch.setattr(checklist, "delivered", lambda: fresh)
    ChecklistTemplate.objects.install()
    assert (newest().number, newest().is_delivered) == (2, False)
    assert (newest(platform_key="mastodon").number, newest(platform_key="mastodon").is_delivered) == (2, True)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "party"}, "kind"),
        ({"platform_key": "myspace"}, "platform"),
        ({"purpose": "fun"}, "purpose"),
        ({"platform_key": "x", "purpose": "sales"}, "purpose"),
        ({"steps": []}, "steps"),
        ({"steps": [*STEPS, STEPS[0]]}, "steps"),
        ({"steps": [{"key": "A b", "title": {"en": "x"}}]}, "steps"),
        ({"steps": [{"key": "a", "title": {"id": "x"}}]}, "steps"),
        ({"steps": [{"key": "a", "title": {"en": "password: hunter2"}}]}, "steps"),
        ({"steps": [{"key": "a", "title": {"en": "x"}, "evidence": "blood"}]}, "steps"),
        ({"last_checked_on": "2999-01-01"}, "last_checked_on"),
    ],
)
def test_write_template_refuses(organisation, given, field):
    """REG-4 REG-6"""
    from datetime import date

    wanted = {"kind": "setup", "steps": STEPS, **given}
    if "last_checked_on" in wanted:
        wanted["last_checked_on"] = date.fromisoformat(wanted["last_checked_on"])
    with pytest.raises(ValidationError) as refusal:
        actions.write_template(wanted.pop("kind"), wanted.pop("steps"), by=organisation.sari, **wanted)
    assert list(refusal.value.message_dict) == [field]


def test_write_template_on_the_page(organisation, client):
    """A step moved, one left out, one new; the key of the new one comes from its title. REG-4"""
    from accounts.forms.template import initial_of

    client.force_login(organisation.sari)
    template = newest(platform_key="x")
    assert [step["key"] for step in template.steps] == ["delegates", "reset_protection"]
    where = f"/accounts/checklist-templates/{template.pk}/write/"
    assert client.get(where).status_code == 200
    form = {"seen": 1, "last_checked_on": "2026-02-01", "steps-TOTAL_FORMS": 3, "steps-INITIAL_FORMS": 2}
    for number, step in enumerate(initial_of(template)):
        form |= {f"steps-{number}-{name}": value for name, value in step.items() if value is not False}
    form |= {
        "steps-0-DELETE": "on",
        "steps-1-position": 2,
        "steps-2-position": 1,
        "steps-2-title_en": "Ask for a badge",
    }
    assert client.post(where, form | {"steps-2-help_en": "x" * 1001}).status_code == 400
    assert client.post(where, form).status_code == 302
    written = newest(platform_key="x")
    assert [step["key"] for step in written.steps] == ["ask_for_a_badge", "reset_protection"]
    assert client.post(where, form).status_code == 412


def test_templates_through_the_api(organisation):
    """PLT-2"""
    program = api_client(organisation.sari)
    body = {"kind": "setup", "platform": "other", "steps": STEPS, "seen": 0, "why": "Our own"}
    answer = program.send("/api/v1/checklist-templates/", body)
    assert (answer.status_code, answer.json()["number"], len(answer.json()["steps"])) == (201, 1, 2)
    assert program.send("/api/v1/checklist-templates/", body).status_code == 412
    body["steps"] = [{"key": "a", "title": {"en": "x", "fr": "y"}}]
    assert program.send("/api/v1/checklist-templates/", body).status_code == 400
    listed = program.get("/api/v1/checklist-templates/?kind=setup&platform_key=other").json()
    assert [each["number"] for each in listed["results"]] == [1]
