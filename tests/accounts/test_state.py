"""The states of an account. REG-7"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import actions
from accounts.official import look_up
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
