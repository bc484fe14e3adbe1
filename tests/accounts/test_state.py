"""The states of an account. REG-7"""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import actions
from accounts.models import Account
from accounts.official import look_up
from tests.accounts.steps import work_off
from trail.errors import IllegalMove

ADDRESS = "https://www.instagram.com/nusantarapangan/"


@pytest.mark.parametrize(
    ("verb", "status", "asker"),
    [
        ("suspend_account", "suspended", "budi"),
        ("report_compromised", "compromised", "nia"),
        ("report_lost_access", "lost_access", "nia"),
    ],
)
def test_report_moves_and_restore_brings_back(account, organisation, verb, status, asker):
    """REG-7: who answers for it may report; only a keeper restores; it stays on the public list throughout."""
    move = getattr(actions, verb)
    with pytest.raises(PermissionDenied):
        move(account, by=organisation.oki, why="Mischief")
    move(account, by=getattr(organisation, asker), why="Something is wrong")
    account.refresh_from_db()
    assert (account.status, look_up(ADDRESS).answer) == (status, "official")
    assert look_up(ADDRESS).account.is_in_doubt is (status != "suspended")
    with pytest.raises(PermissionDenied):
        actions.restore_account(account, by=organisation.nia, why="Fine again")
    account = work_off(account, by=organisation.sari)
    actions.restore_account(account, by=organisation.sari, why="Fine again")
    account.refresh_from_db()
    assert account.status == "active"


def test_moves_need_a_reason(account, organisation):
    """AUD-1: why it happened stays on record."""
    with pytest.raises(ValidationError) as refusal:
        actions.suspend_account(account, by=organisation.sari, why="")
    assert list(refusal.value.message_dict) == ["why"]


def test_illegal_move_is_refused_and_changes_nothing(account, organisation):
    """REG-7: an active account has nothing to restore and is not retired without notice."""
    with pytest.raises(IllegalMove):
        actions.restore_account(account, by=organisation.sari, why="x")
    with pytest.raises(IllegalMove):
        actions.retire_account(
            account, by=organisation.sari, archive_place="Archive", exported_on=account.official_since
        )
    account.refresh_from_db()
    assert account.status == "active"


def test_retire_account_needs_notice_export_and_archive(account, organisation, clock):
    """REG-7 REG-12: notice first, then export and archive place; the handle stays on record as retired."""
    sari = organisation.sari
    now, day = clock.now(), account.official_since
    with pytest.raises(ValidationError):
        actions.start_retiring(account, by=sari, why="No longer needed", retire_on=day + timedelta(days=27))
    actions.start_retiring(account, by=sari, why="No longer needed")
    assert account.retire_on == day + timedelta(days=28)
    with pytest.raises(ValidationError):
        actions.retire_account(account, by=sari, archive_place="Archive server", exported_on=day)
    with clock.at(now + timedelta(days=28)):
        with pytest.raises(ValidationError):
            actions.retire_account(account, by=sari, archive_place="", exported_on=day)
        with pytest.raises(ValidationError, match="Park the handle"):
            actions.retire_account(account, by=sari, archive_place="Archive server", exported_on=day)
        account = work_off(account, by=sari)
        actions.retire_account(account, by=sari, archive_place="Archive server", exported_on=day)
    assert look_up(ADDRESS).answer == "retired"


def test_reinstate_account_refuses_an_owner_who_left(account, organisation):
    """REG-2: a live account has an owner who is an active employee, also when it comes back."""
    from people import actions as people

    actions.drop_account(account, by=organisation.sari, why="Left out by the source")
    people.mark_left(organisation.budi, by=organisation.sari, why="Left")
    account.refresh_from_db()
    with pytest.raises(ValidationError):
        actions.reinstate_account(account, by=organisation.sari, why="It lives")
    actions.set_owner(account, organisation.rudi, by=organisation.sari)
    actions.reinstate_account(account, by=organisation.sari, why="It lives")
    assert account.status == "active"


@pytest.mark.parametrize(
    ("verb", "kind"),
    [("report_compromised", "compromised"), ("report_lost_access", "lost_access"), ("start_retiring", "retirement")],
)
def test_state_opens_its_playbook_in_the_same_transaction(account, organisation, verb, kind, monkeypatch):
    """REG-7: the playbook comes with the state or the state does not come; it is opened once."""
    move = getattr(actions, verb)
    with monkeypatch.context() as broken:
        broken.setattr("accounts.actions.state.begin", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            move(Account.objects.get(pk=account.pk), by=organisation.sari, why="Something is wrong")
    account.refresh_from_db()
    assert (account.status, account.checklists.count()) == ("active", 0)
    move(account, by=organisation.sari, why="Something is wrong")
    checklist = account.checklists.get()
    assert (checklist.kind, checklist.is_open, checklist.opened_by) == (kind, True, organisation.sari)


def test_restore_account_names_the_missing_steps_and_asks_for_proof(account, organisation, clock):
    """REG-7: steps done or set aside with a reason, and control proven since; a proof of before does not count."""
    sari, now = organisation.sari, clock.now()
    actions.verify_account(account, by=sari, how="Code in the bio")
    actions.report_compromised(account, by=organisation.nia, why="Strange posts")
    assert (account.verified_on, account.verified_how) == (None, "")
    with clock.at(now + timedelta(days=2)):
        with pytest.raises(ValidationError, match="Change the password"):
            actions.restore_account(account, by=sari, why="Ours again")
        for step in account.checklists.get().steps.exclude(key="password"):
            actions.skip_step(step, by=sari, why="The platform has done it")
        with pytest.raises(ValidationError) as refusal:
            actions.restore_account(account, by=sari, why="Ours again")
        assert refusal.value.messages == ["Still to be done, or to be set aside with a reason: Change the password."]
        account = work_off(account, by=organisation.budi, verify=False)
        with pytest.raises(ValidationError, match="Prove first"):
            actions.restore_account(account, by=sari, why="Ours again")
        account.refresh_from_db()
        actions.verify_account(account, by=sari, how="Code in the bio", on=account.official_since - timedelta(days=1))
        with pytest.raises(ValidationError, match="Prove first"):
            actions.restore_account(account, by=sari, why="Ours again")
        actions.verify_account(account, by=sari, how="Code in the bio")
        actions.restore_account(account, by=sari, why="Ours again")
    checklist = account.checklists.get()
    assert (account.status, checklist.closed_by, checklist.closed_why) == ("active", sari, "")


def test_restore_account_asks_for_both_playbooks(account, organisation):
    """REG-7: what was compromised and then lost has been through both."""
    sari = organisation.sari
    actions.report_compromised(account, by=sari, why="Strange posts")
    actions.report_lost_access(account, by=sari, why="And now the password is another")
    assert sorted(account.checklists.values_list("kind", flat=True)) == ["compromised", "lost_access"]
    for step in account.checklists.get(kind="lost_access").steps.all():
        actions.attest_step(step, by=sari, note="Done")
    actions.verify_account(account, by=sari, how="Signed in, seen by two people")
    with pytest.raises(ValidationError, match="Revoke the tokens"):
        actions.restore_account(account, by=sari, why="Ours again")
    actions.restore_account(work_off(account, by=sari), by=sari, why="Ours again")
    assert not account.checklists.filter(closed_at=None).exists()


def test_restore_account_does_not_believe_an_old_sight(account, organisation):
    """REG-7: seen as suspended, reported as compromised since: the playbook counts."""
    sari = organisation.sari
    actions.suspend_account(account, by=sari, why="Quiet month")
    seen = Account.objects.get(pk=account.pk)
    actions.report_compromised(account, by=sari, why="Strange posts")
    with pytest.raises(ValidationError):
        actions.restore_account(seen, by=sari, why="Quiet month is over")


def test_restore_account_without_a_playbook_says_where_to_open_it(account, organisation):
    """An account that was in trouble before there were playbooks. REG-7"""
    Account.objects.filter(pk=account.pk).update(status="lost_access")
    account.refresh_from_db()
    with pytest.raises(ValidationError, match="Getting back in"):
        actions.restore_account(account, by=organisation.sari, why="Ours again")
    actions.open_checklist(account, "lost_access", by=organisation.budi)
    actions.restore_account(work_off(account, by=organisation.sari), by=organisation.sari, why="Ours again")


def test_retire_account_names_every_fault_at_once_and_closes_what_is_open(account, organisation, clock):
    """REG-7 REG-12"""
    sari, now = organisation.sari, clock.now()
    actions.report_compromised(account, by=sari, why="Strange posts")
    actions.start_retiring(account, by=sari, why="Not worth saving")
    with pytest.raises(ValidationError) as refusal:
        actions.retire_account(account, by=sari, archive_place="", exported_on=None)
    assert sorted(refusal.value.message_dict) == ["__all__", "archive_place", "exported_on"]
    assert len(refusal.value.message_dict["__all__"]) == 1 + 11
    for step in account.checklists.get(kind="retirement").steps.all():
        actions.attest_step(step, by=sari, note="Done")
    with clock.at(now + timedelta(days=28)):
        actions.retire_account(account, by=sari, archive_place="Archive server", exported_on=account.official_since)
    closed = dict(account.checklists.values_list("kind", "closed_why"))
    assert closed == {"compromised": "The account is retired.", "retirement": ""}


def test_start_retiring_says_the_day_as_the_reader_writes_it(account, organisation):
    """PLT-1"""
    with pytest.raises(ValidationError) as refusal:
        actions.start_retiring(account, by=organisation.sari, why="Merged", retire_on=account.official_since)
    day = account.official_since + timedelta(days=28)
    assert refusal.value.messages == [f"Notice is 28 days; choose {day.day} {day:%B %Y} or later."]


@pytest.mark.parametrize(
    ("verb", "given", "fields"),
    [
        ("verify_account", {"how": "", "on": date(2999, 1, 1)}, ["how", "on"]),
        ("verify_account", {"how": "password: hunter2", "on": date(2999, 1, 1)}, ["how", "on"]),
        ("record_rotation", {"on": date(2999, 1, 1), "next_on": date(2020, 1, 1)}, ["next_on", "on"]),
    ],
)
def test_every_wrong_field_is_named_at_once(account, organisation, verb, given, fields):
    """REG-6"""
    with pytest.raises(ValidationError) as refusal:
        getattr(actions, verb)(account, by=organisation.sari, **given)
    assert sorted(refusal.value.message_dict) == fields


def test_secret_in_a_reason_is_refused_for_every_verb(account, organisation):
    """REG-6: reasons are kept for ever."""
    with pytest.raises(ValidationError) as refusal:
        actions.suspend_account(account, by=organisation.sari, why="password: kopi-tubruk1")
    assert list(refusal.value.message_dict) == ["why"]
    account.refresh_from_db()
    assert account.status == "active"
