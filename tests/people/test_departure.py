"""Leaving: announced, withdrawn, done, undone; by hand, by signal, by the calendar. ORG-2 ORG-3"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from people import actions, registry
from people.models import Membership, Person, Role, RoleGrant, Status, Unit, UnitRole
from people.tasks import sweep_departures
from trail.actions import SYSTEM
from trail.errors import IllegalMove, Refused
from trail.models import Entry

VERBS = [
    ("announce_leaving", lambda person, by: actions.announce_leaving(person, person.leaving_on, by=by)),
    ("withdraw_leaving", lambda person, by: actions.withdraw_leaving(person, by=by)),
    ("mark_left", lambda person, by: actions.mark_left(person, by=by)),
    ("bring_back", lambda person, by: actions.bring_back(person, by=by)),
]


@pytest.mark.parametrize("who", ["budi", "rudi", "andi", "oki"])
@pytest.mark.parametrize(("verb", "act"), VERBS)
def test_departures_by_the_wrong_person(organisation, budi, who, verb, act):
    """ORG-2"""
    with pytest.raises(PermissionDenied):
        act(budi, getattr(organisation, who))


def test_announce_leaving_again_and_withdraw(organisation, sari, budi, nia, today):
    """ORG-2"""
    before = Entry.objects.count()
    actions.announce_leaving(budi, budi.leaving_on, by=sari)
    assert Entry.objects.count() == before
    actions.announce_leaving(budi, today, by=sari)
    assert (budi.status, budi.leaving_on, budi.is_active) == (Status.LEAVING, today, True)
    actions.withdraw_leaving(budi, by=sari)
    assert (budi.status, budi.leaving_on) == (Status.ACTIVE, None)
    with pytest.raises(IllegalMove):
        actions.withdraw_leaving(nia, by=sari)


def test_announce_leaving_for_a_day_that_has_passed(organisation, sari, nia, today):
    """A person is asked again, a signal means: gone. ORG-3"""
    yesterday = today - timedelta(days=1)
    with pytest.raises(ValidationError):
        actions.announce_leaving(nia, yesterday, by=sari)
    actions.announce_leaving(nia, yesterday, by=sari, signal=True)
    nia.refresh_from_db()
    assert nia.status == Status.LEFT


def test_mark_left_ends_everything_in_one_transaction(organisation, sari, rudi, agency, dewi, monkeypatch):
    """ORG-3 REG-8"""
    told = []
    monkeypatch.setattr(registry, "_holdings", dict(registry._holdings))
    registry.holding("pens", "Pens", lambda person: Person.objects.none(), lambda person, *, by: told.append(person))
    actions.grant_role(rudi, organisation.energi, Role.APPROVER, by=sari, reason="Helps out")
    epoch = rudi.session_epoch
    actions.mark_left(rudi, by=sari, why="Resigned")
    rudi.refresh_from_db()
    assert (rudi.status, rudi.is_active, rudi.session_epoch) == (Status.LEFT, False, epoch + 1)
    assert not Unit.objects.filter(head=rudi).exists()
    assert not RoleGrant.objects.filter(person=rudi, ended_at=None).exists()
    assert not UnitRole.objects.filter(user=rudi).exists()
    assert not Membership.objects.filter(person=rudi, until_on=None).exists()
    agency.refresh_from_db()
    assert agency.sponsor == dewi
    assert told == [rudi]


def test_mark_left_is_undone_when_a_holding_fails(organisation, sari, budi, monkeypatch):
    """ORG-3"""

    def fail(person, *, by):
        raise ValidationError("nobody is left")

    monkeypatch.setattr(registry, "_holdings", dict(registry._holdings))
    registry.holding("pens", "Pens", lambda person: Person.objects.none(), fail)
    before = Entry.objects.count()
    with pytest.raises(ValidationError):
        actions.mark_left(budi, by=sari)
    budi.refresh_from_db()
    assert (budi.status, Entry.objects.count()) == (Status.LEAVING, before)


def test_mark_left_twice_is_once(organisation, sari, budi):
    """The same signal twice is nothing. ORG-3"""
    actions.mark_left(budi, by=sari)
    before = Entry.objects.count()
    actions.mark_left(budi, by=SYSTEM, signal=True)
    actions.announce_leaving(budi, budi.leaving_on, by=SYSTEM, signal=True)
    assert Entry.objects.count() == before


def test_mark_left_who_heads_the_organisation(organisation, sari, dewi, andi):
    """By hand a successor comes first; a signal is not refused, and an administrator stands in. ORG-1"""
    with pytest.raises(Refused, match="head the organisation"):
        actions.mark_left(dewi, by=sari)
    actions.mark_left(dewi, by=SYSTEM, signal=True)
    organisation.root.refresh_from_db()
    assert organisation.root.head == sari


def test_mark_left_who_is_the_last_administrator(organisation, sari, dewi, second):
    """ORG-7"""
    actions.mark_left(sari, by=dewi)
    with pytest.raises(Refused, match="head the organisation"):
        actions.mark_left(dewi, by=SYSTEM)


def test_last_administrator_leaves_by_signal_and_the_head_stands_in(organisation, sari, dewi):
    """ORG-7"""
    with pytest.raises(Refused, match="last administrator"):
        actions.mark_left(sari, by=SYSTEM)
    actions.mark_left(sari, by=SYSTEM, signal=True)
    grant = RoleGrant.objects.get(role=Role.ADMINISTRATOR, unit=organisation.root, ended_at=None)
    assert (grant.person, grant.granted_by, grant.ends_on) == (dewi, None, None)


def test_last_administrator_with_only_temporary_others(organisation, sari, dewi, oki, today):
    """An administrator with an end date does not keep the organisation governed. ORG-7"""
    actions.grant_role(oki, organisation.root, Role.ADMINISTRATOR, by=sari, reason="Holiday", ends_on=today)
    with pytest.raises(Refused, match="last administrator"):
        actions.mark_left(sari, by=oki)
    actions.mark_left(sari, by=SYSTEM, signal=True)
    standing = RoleGrant.objects.filter(role=Role.ADMINISTRATOR, ended_at=None, ends_on=None)
    assert [grant.person for grant in standing] == [dewi]


def test_nobody_at_all_is_left_to_stand_in(db, caplog, clock, today):
    """Head and last administrator in one, alone: the departure waits, and says so. ORG-7"""
    only = actions.found_organisation(email="one@one.example", name="One", password=None, by=SYSTEM)
    actions.announce_leaving(only, today, by=SYSTEM)
    with clock.at(clock.now() + timedelta(days=3)):
        assert sweep_departures() == 0
    only.refresh_from_db()
    assert only.status == Status.LEAVING
    assert "stays although" in caplog.text


def test_bring_back_reopens_the_same_day(organisation, sari, budi, today):
    """ORG-2"""
    actions.mark_left(budi, by=sari)
    actions.bring_back(budi, by=sari)
    budi.refresh_from_db()
    assert (budi.status, budi.is_active, budi.leaving_on, budi.left_at) == (Status.ACTIVE, True, None, None)
    assert list(budi.memberships.values_list("from_on", "until_on")) == [(today, None)]
    assert not RoleGrant.objects.filter(person=budi, ended_at=None).exists()


def test_bring_back_later_into_another_unit(organisation, sari, budi, today, clock):
    """A person may leave more than once. ORG-2"""
    actions.mark_left(budi, by=sari)
    with clock.at(clock.now() + timedelta(days=20)):
        actions.bring_back(budi, unit=organisation.energi, by=sari)
        actions.mark_left(budi, by=sari)
    assert budi.memberships.count() == 2
    assert budi.unit == organisation.energi


def test_bring_back_from_outside_needs_a_new_contract(organisation, sari, agency, today, clock):
    """ORG-2"""
    with clock.at(clock.now() + timedelta(days=40)):
        assert sweep_departures() == 2
        agency.refresh_from_db()
        with pytest.raises(ValidationError):
            actions.bring_back(agency, by=sari)
        actions.bring_back(agency, contract_ends_on=today + timedelta(days=90), by=sari)
        assert sweep_departures() == 0
    assert agency.status == Status.ACTIVE


ENDS = [
    # zone of the organisation, the clock there on the day after the last day → gone?
    ("Asia/Jakarta", (0, 0), True),
    ("Asia/Jayapura", (0, 0), True),
    ("Asia/Jakarta", (-1, 59), False),
]


@pytest.mark.parametrize(("zone", "at", "gone"), ENDS)
def test_sweep_departures_when_the_day_has_ended_here(organisation, sari, budi, clock, zone, at, gone):
    """ORG-2"""
    actions.edit_organisation(time_zone=zone, by=sari)
    midnight = datetime.combine(budi.leaving_on + timedelta(days=1), datetime.min.time(), tzinfo=ZoneInfo(zone))
    with clock.at(midnight + timedelta(hours=at[0], minutes=at[1])):
        assert sweep_departures() == (1 if gone else 0)
        assert sweep_departures() == 0
    budi.refresh_from_db()
    assert (budi.status == Status.LEFT) is gone


def test_sweep_departures_writes_nothing_when_nothing_is_due(organisation, django_assert_num_queries):
    with django_assert_num_queries(3):
        sweep_departures()
