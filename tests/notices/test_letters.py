"""The words of every kind, in both languages, as text and as HTML. PLT-1 PLT-5"""

import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.utils import translation

from notices import actions, letters
from notices.kinds import kinds
from notices.models import Letter
from people.models import Person
from trail.actions import SYSTEM

NASTY = '<script>alert("1")</script> & Söns'
PARAMS = {
    "account_role_given": [{"role": role} for role in ("owner", "backup", "custodian")],
    "account_state_changed": [
        {"state": state, "why": NASTY}
        for state in ("suspended", "compromised", "lost_access", "retiring", "retired", "restored", "opened")
    ],
    "request_submitted": [{"requester": NASTY, "unit": NASTY}],
    "request_decided": [
        {"outcome": outcome, "why": NASTY, "unit": NASTY, "by": "Dewi", "is_yours": is_yours}
        for outcome in ("approved", "rejected", "changes_requested")
        for is_yours in (True, False)
    ],
    "rotation_due": [{"on": "2026-12-01"}],
    "review_asked": [
        {"person": NASTY, "role": NASTY, "due": "2026-12-01", "review": NASTY},
        {"more": 3, "due": "2026-12-01", "review": NASTY},
    ],
    "review_due": [{"person": NASTY, "role": NASTY, "due": "2026-12-01", "review": NASTY}],
    "access_removal": [{"person": NASTY, "role": NASTY}, {"more": 3}],
    "access_expiring": [{"person": NASTY, "role": NASTY, "on": "2026-12-01"}],
    "access_expired": [{"person": NASTY, "role": NASTY, "on": "2026-12-01"}],
    "role_granted": [{"role": "administrator", "unit": NASTY, "until": "2026-12-01"}, {"role": "manager", "unit": "X"}],
    "role_ended": [{"role": "community_manager", "unit": NASTY, "why": NASTY}],
    "import_finished": [{"created": 1, "updated": 2, "unchanged": 3, "retired": 4}],
    "import_stopped": [
        {"reason": "guard", "dropped": 694, "covered": 1388},
        {"reason": "errors", "errors": 9},
        {"reason": "failed", "message": NASTY},
    ],
    "responsibility_given": [
        {"letter": letter, "activity": "respond", "unit": NASTY, "why": NASTY} for letter in ("A", "R", "C", "I")
    ],
    "report_received": [{"platform": "X", "concern": "money"}],
    "takedown_due": [{"platform": "X"}],
    "tool_expiring": [{"tool": NASTY, "on": "2026-12-01"}],
    "export_ready": [{"rows": 12345, "until": "2026-12-01T08:00:00+00:00"}],
    "export_failed": [{"message": NASTY}],
    "person_leaving": [{"on": "2026-12-01"}],
    "sign_in_changed": [
        *({"what": what, "name": NASTY} for what in ("add_app", "replace_app", "add_passkey", "remove_factor")),
        {"what": "make_recovery_codes"},
        {"what": "use_recovery_code", "left": 2},
        {"what": "reset_factors", "why": NASTY},
        {"what": "end_sessions", "why": NASTY},
        {"what": "guess_factor"},
    ],
    "new_device": [{"device": "Chrome · Windows", "place": "203.0.113.*"}, {"device": "", "place": ""}],
    "invitation": [{"url": "http://testserver/password/set/x/y/"}],
    "password_reset": [{"url": "http://testserver/password/set/x/y/"}],
}
CASES = [(kind, params) for kind, several in PARAMS.items() for params in several]


def test_every_kind_is_tried_here():
    """A kind without words, or without a test, fails. PLT-5"""
    assert letters.kinds_in_use() == sorted([*PARAMS, "digest"])


def test_every_kind_with_words_is_declared_and_the_other_way_round():
    """A folder templates/notices/<kind>/ and a line in a room's notice_kinds.py: both or neither. PLT-5"""
    assert sorted(kinds()) == letters.kinds_in_use()


def test_every_kind_that_code_names_has_words():
    """PLT-5"""
    calls = re.compile(r"""(?:notify|mail|carry)\(\s*[^"()]*?"([a-z_]+)",""", re.S)
    many = re.compile(r"""notify_many\([^"]*?"([a-z_]+)", by=""", re.S)
    named = set()
    for room in ("people", "clients", "accounts", "imports", "audits"):
        for path in (settings.BASE_DIR / room).rglob("*.py"):
            code = path.read_text()
            named |= set(calls.findall(code)) | set(many.findall(code))
    assert named - set(letters.kinds_in_use()) == set()
    assert {"account_role_given", "invitation"} <= named


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize(("kind", "params"), CASES)
def test_letters_are_whole_and_escaped(kind, params, language, nia):
    """PLT-1: text carries what was typed, HTML carries it escaped, nothing is left empty."""
    Person.objects.filter(pk=nia.pk).update(language=language)
    nia.refresh_from_db()
    if kinds()[kind].is_direct:
        letter = actions.mail(nia, kind, params, by=SYSTEM)
    else:
        notice = actions.notify(nia, kind, NASTY, params=params, url="/accounts/7/?a=1&b=2", by=SYSTEM)
        letter = Letter(notice=notice, person=nia, kind=kind)
    message = letters.compose(letter)
    html, _kind = message.alternatives[0]
    assert message.subject.strip()
    assert "\n" not in message.subject
    assert "<script>" not in html
    assert f'<html lang="{language}">' in html
    assert "http://testserver/" in message.body
    assert "%(" not in message.body + message.subject
    if "Söns" in message.body:
        assert NASTY in message.body
        assert "&lt;script&gt;" in html
    assert 'style="' not in html
    assert re.findall(r'href="(?!http://testserver)', html) == []


@pytest.mark.django_db
def test_lists_name_every_item(nia):
    """One message that lists its items. PLT-5"""
    entries = [(nia, f"@a{number}", {"on": "2026-12-01"}, f"/accounts/{number}/") for number in range(12)]
    (notice,) = actions.notify_many(entries, "rotation_due", by=SYSTEM)
    message = letters.compose(Letter(notice=notice, person=nia, kind="rotation_due"))
    assert message.subject == "12 logins are due to be changed"
    assert [f"http://testserver/accounts/{number}/" in message.body for number in range(12)] == [True] * 12


@pytest.mark.parametrize(("zone", "day"), [("Asia/Jakarta", "2 des"), ("UTC", "1 des")])
def test_days_are_the_readers(zone, day):
    """PLT-1"""
    from django.utils import timezone

    from notices.templatetags.letters import day as shown

    with timezone.override(zone), translation.override("id"):
        assert shown(datetime(2026, 12, 1, 20, tzinfo=UTC)).lower().startswith(day)


def test_text_parts_are_not_escaped():
    """PLT-5"""
    told = SimpleNamespace(kind="import_stopped", items=[{"subject": "a & b", "url": "", "reason": "failed"}])
    assert letters.title(told) == "The import of a & b has stopped"
    assert get_template("notices/import_stopped/body.html")
