"""Roles are given and ended by another administrator, and one always stays. ORG-7"""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from people import actions
from people.models import Role, RoleGrant, UnitRole
from people.permissions import holds
from people.tasks import sweep_roles
from tests.cast import found_nusantara
from trail import timeline
from trail.actions import SYSTEM
from trail.errors import IllegalMove, Refused


@pytest.mark.parametrize("who", ["dewi", "rudi", "andi", "nia", "oki"])
def test_grant_role_by_the_wrong_person(organisation, who, made):
    """ORG-7"""
    with pytest.raises(PermissionDenied):
        actions.grant_role(made, organisation.pangan, Role.RESPONDER, by=getattr(organisation, who), reason="Please")


def test_grant_role_to_oneself(organisation, sari):
    """ORG-7"""
    with pytest.raises(PermissionDenied):
        actions.grant_role(sari, organisation.root, Role.AUDITOR, by=sari, reason="Why not")


def test_grant_role_of_a_unit_above_ones_own(organisation, sari, made, nia):
    """PLT-4"""
    actions.grant_role(made, organisation.pangan, Role.ADMINISTRATOR, by=sari, reason="Local")
    actions.grant_role(nia, organisation.pangan, Role.AUDITOR, by=made, reason="Local")
    with pytest.raises(PermissionDenied):
        actions.grant_role(nia, organisation.root, Role.AUDITOR, by=made, reason="Higher")


def test_grant_role_is_effective_recorded_and_once(organisation, sari, oki):
    """ORG-7"""
    grant = actions.grant_role(oki, organisation.energi, Role.RESPONDER, by=sari, reason="Joins the desk")
    assert holds(oki, [Role.RESPONDER], organisation.energi)
    assert (grant.granted_by, grant.reason) == (sari, "Joins the desk")
    assert timeline.of(oki)[0].sentence == (
        "<b>Sari Wulandari</b> made <b>Oki Pratama</b> <b>Responder</b> for <b>Nusantara Energi</b>"
    )
    with pytest.raises(IllegalMove, match="already"):
        actions.grant_role(oki, organisation.energi, Role.RESPONDER, by=sari, reason="Again")


WRONG = [
    ({"reason": "  "}, ValidationError),
    ({"ends_on": -1}, ValidationError),
    ({"role": "emperor"}, ValueError),
]


@pytest.mark.parametrize(("wrong", "refusal"), WRONG)
def test_grant_role_with_something_missing(organisation, sari, oki, today, wrong, refusal):
    """ORG-7"""
    fields = {"role": Role.MANAGER, "reason": "Good"} | wrong
    if "ends_on" in fields:
        fields["ends_on"] = today + timedelta(days=fields["ends_on"])
    with pytest.raises(refusal):
        actions.grant_role(oki, organisation.energi, fields.pop("role"), by=sari, **fields)


def test_grant_role_to_someone_who_has_left(organisation, sari, gone):
    with pytest.raises(Refused):
        actions.grant_role(gone, organisation.energi, Role.MANAGER, by=sari, reason="Too late")


def test_end_role_takes_it_away_at_once(organisation, sari, nia):
    """ORG-7"""
    grant = RoleGrant.objects.get(person=nia)
    actions.end_role(grant, by=sari, reason="Moves on")
    assert (grant.ended_by, grant.end_reason) == (sari, "Moves on")
    assert not holds(nia, [Role.RESPONDER])
    with pytest.raises(IllegalMove):
        actions.end_role(grant, by=sari, reason="Again")


def test_end_role_of_oneself(organisation, sari, second):
    """ORG-7"""
    with pytest.raises(PermissionDenied):
        actions.end_role(RoleGrant.objects.get(person=sari, role=Role.ADMINISTRATOR), by=sari, reason="Tired")


def test_end_role_of_the_last_administrator(organisation, sari, dewi, oki, today):
    """Neither by hand, nor when the others have an end, are leaving, or are from outside. ORG-7"""
    last = RoleGrant.objects.get(person=sari)
    temporary = actions.grant_role(oki, organisation.root, Role.ADMINISTRATOR, by=sari, reason="Holiday", ends_on=today)
    with pytest.raises(Refused, match="last administrator"):
        actions.end_role(last, by=oki, reason="Coup")
    actions.end_role(temporary, by=sari, reason="Back again")
    standing = actions.grant_role(dewi, organisation.root, Role.ADMINISTRATOR, by=sari, reason="Second")
    actions.announce_leaving(dewi, today + timedelta(days=3), by=sari)
    with pytest.raises(Refused, match="last administrator"):
        actions.end_role(last, by=dewi, reason="Coup")
    actions.withdraw_leaving(dewi, by=sari)
    actions.end_role(last, by=dewi, reason="Agreed")
    with pytest.raises(Refused, match="last administrator"):
        actions.end_role(standing, by=SYSTEM, reason="Then nobody")


def test_sweep_roles_closes_what_has_run_out(organisation, sari, oki, today, clock):
    """ORG-7"""
    grant = actions.grant_role(oki, organisation.energi, Role.MANAGER, by=sari, reason="A week", ends_on=today)
    assert sweep_roles() == 0
    with clock.at(clock.now() + timedelta(days=2)):
        assert sweep_roles() == 1
        assert sweep_roles() == 0
    grant.refresh_from_db()
    assert grant.ended_at is not None
    assert not UnitRole.objects.filter(user=oki).exists()


def test_grant_role_again_after_it_ran_out_unswept(organisation, sari, oki, today, clock):
    """ORG-7"""
    actions.grant_role(oki, organisation.energi, Role.MANAGER, by=sari, reason="A day", ends_on=today)
    with clock.at(clock.now() + timedelta(days=2)):
        actions.grant_role(oki, organisation.energi, Role.MANAGER, by=sari, reason="For good")
        assert holds(oki, [Role.MANAGER], organisation.energi)
    assert RoleGrant.objects.filter(person=oki, ended_at=None).count() == 1


def test_role_end_follows_the_time_zone_of_the_organisation(organisation, sari, oki, today):
    """ORG-7"""
    actions.grant_role(oki, organisation.energi, Role.MANAGER, by=sari, reason="A day", ends_on=today)
    before = UnitRole.objects.get(user=oki).ends_at
    actions.edit_organisation(time_zone="Asia/Jayapura", by=sari)
    assert UnitRole.objects.get(user=oki).ends_at == before - timedelta(hours=2)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_end_each_other_at_once_and_one_stays():
    """ORG-7"""
    cast = found_nusantara(by=SYSTEM)
    actions.grant_role(cast.dewi, cast.root, Role.ADMINISTRATOR, by=cast.sari, reason="Second")
    grants = RoleGrant.objects.filter(role=Role.ADMINISTRATOR, unit=cast.root)
    gate, heard = threading.Barrier(2), []

    def end(by, of):
        grant = grants.get(person=of)
        gate.wait()
        try:
            actions.end_role(grant, by=by, reason="Coup")
            heard.append("ended")
        except (Refused, PermissionDenied):
            heard.append("refused")
        finally:
            connection.close()

    pairs = ((cast.sari, cast.dewi), (cast.dewi, cast.sari))
    threads = [threading.Thread(target=end, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(heard) == ["ended", "refused"]
    assert grants.filter(ended_at=None).count() == 1
