"""Who decides what a unit asks for: modes, named approvers, offices, never nobody. ORG-4 ORG-5"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from people import actions, governance
from people.governance import Level, Office, seat_of
from people.models import GovernanceMode, Person, Role, RoleGrant, Unit
from tests.api import api_client
from trail.actions import SYSTEM
from trail.models import Entry

CENTRALISED, FEDERATED, LOCAL = GovernanceMode

# Surabaya (1) in Pangan (2) in the group (3); people are 11, 12 …
TABLE = [
    # modes of the three, approvers, heads, who asks → mode, office, where, who
    ("", "", "", {3: {31}}, {3: 30}, 11, (CENTRALISED, Office.APPROVER, 3, {31})),
    ("", "", "", {2: {21}, 3: {31}}, {3: 30}, 11, (CENTRALISED, Office.APPROVER, 3, {31})),
    ("", "", "", {3: {31, 32, 33}}, {3: 30}, 32, (CENTRALISED, Office.APPROVER, 3, {31, 33})),
    ("", "", "", {3: {31}}, {3: 30}, 31, (CENTRALISED, Office.HEAD, 3, {30})),
    ("", "", "", {}, {1: 10, 3: 30}, 11, (CENTRALISED, Office.HEAD, 3, {30})),
    ("", "", "", {}, {3: 30}, 30, (CENTRALISED, Office.ADMINISTRATOR, 3, {90})),
    ("", "", "", {}, {}, 90, (CENTRALISED, Office.NOBODY, None, set())),
    ("", "centralised", "", {2: {21}, 3: {31}}, {}, 11, (CENTRALISED, Office.APPROVER, 2, {21})),
    ("", "centralised", "", {1: {11}, 3: {31}}, {}, 12, (CENTRALISED, Office.APPROVER, 3, {31})),
    ("", "centralised", "", {}, {1: 10, 2: 20, 3: 30}, 12, (CENTRALISED, Office.HEAD, 2, {20})),
    ("centralised", "local", "", {1: {11}, 2: {21}}, {}, 12, (CENTRALISED, Office.APPROVER, 1, {11})),
    ("", "", "federated", {2: {21}, 3: {31}}, {1: 10}, 11, (FEDERATED, Office.APPROVER, 2, {21})),
    ("", "federated", "", {1: {11}, 2: {21}}, {}, 12, (FEDERATED, Office.APPROVER, 1, {11})),
    ("", "federated", "", {1: {11}, 2: {21}}, {}, 11, (FEDERATED, Office.APPROVER, 2, {21})),
    ("", "federated", "", {}, {1: 10, 3: 30}, 12, (FEDERATED, Office.HEAD, 1, {10})),
    ("", "federated", "", {}, {1: 10, 3: 30}, 10, (FEDERATED, Office.HEAD, 3, {30})),
    ("local", "", "", {1: {11}, 3: {31}}, {1: 10}, 12, (LOCAL, Office.APPROVER, 1, {11})),
    ("local", "", "", {1: {11}, 3: {31}}, {1: 10}, 11, (LOCAL, Office.HEAD, 1, {10})),
    ("", "local", "", {2: {21}, 3: {31}}, {1: 10}, 12, (LOCAL, Office.HEAD, 1, {10})),
    ("", "local", "", {2: {21}}, {1: 10}, 10, (LOCAL, Office.APPROVER, 2, {21})),
    ("", "", "local", {}, {3: 30}, 12, (LOCAL, Office.HEAD, 3, {30})),
]


@pytest.mark.parametrize("row", TABLE)
def test_seat_of(row):
    """ORG-4 ORG-5"""
    *modes, approvers, heads, asker, expected = row
    chain = [
        Level(unit, mode, heads.get(unit), frozenset(approvers.get(unit, ())), frozenset({90} if unit == 3 else ()))
        for unit, mode in enumerate(modes, start=1)
    ]
    found = seat_of(chain, asker)
    assert (found.mode, found.office, found.at, set(found.people)) == expected
    assert asker not in found.people


def test_seat_of_tells_the_organisation_of_a_federated_decision():
    """ORG-4"""
    chain = [Level(2, "federated", 20, frozenset({21})), Level(3, "", 30, frozenset({21, 31, 32}))]
    assert seat_of(chain, 32).told == {31}
    assert seat_of([Level(2, "local", 20, frozenset({21})), chain[1]]).told == frozenset()


@pytest.fixture
def branch(organisation, sari):
    return actions.create_unit(parent=organisation.pangan, name="Surabaya", by=sari)


def name_approver(person, unit):
    return actions.grant_role(person, unit, Role.APPROVER, by=SYSTEM, reason="Decides requests")


def names(people):
    return {person.name.split()[0].lower() for person in people}


def test_approvers_without_any_ceremony(branch, dewi):
    """A small organisation names nobody: the head decides, and for the head an administrator. ORG-5"""
    assert governance.mode_of(branch) == CENTRALISED
    assert names(governance.approvers(branch)) == {"dewi"}
    assert names(governance.approvers(branch, asked_by=dewi)) == {"sari"}


def test_approvers_named(branch, root, pangan, nia, made, andi, dewi):
    """ORG-5"""
    name_approver(andi, root)
    name_approver(nia, pangan)
    name_approver(made, pangan)
    assert names(governance.approvers(branch)) == {"andi"}
    actions.set_governance_mode(pangan, FEDERATED, by=SYSTEM)
    assert names(governance.approvers(branch)) == {"nia", "made"}
    assert names(governance.approvers(branch, asked_by=nia)) == {"made"}
    assert names(governance.told(branch)) == {"andi"}
    assert governance.decides(made, branch, asked_by=nia)
    assert not governance.decides(nia, branch, asked_by=nia)


def test_approvers_leave_out_who_left_or_whose_role_ran_out(branch, root, nia, made, today, clock):
    """ORG-5"""
    actions.mark_left(actions.grant_role(made, root, Role.APPROVER, by=SYSTEM, reason="x").person, by=SYSTEM)
    actions.grant_role(nia, root, Role.APPROVER, by=SYSTEM, reason="Until then", ends_on=today)
    assert names(governance.approvers(branch)) == {"nia"}
    clock.set(clock.now() + timedelta(days=2))
    assert names(governance.approvers(branch)) == {"dewi"}


def test_approvers_skip_a_head_who_is_gone(branch, pangan, rudi):
    """An inactive head of a local unit does not keep a request waiting. ORG-5"""
    actions.set_governance_mode(pangan, LOCAL, by=SYSTEM)
    assert names(governance.approvers(branch)) == {"rudi"}
    Person.objects.filter(pk=rudi.pk).update(is_active=False)
    assert names(governance.approvers(branch)) == {"dewi"}


@pytest.mark.parametrize("mode", ["", *GovernanceMode])
def test_units_decided_by_is_decides_of_every_unit(organisation, branch, mode):
    """ORG-4"""
    name_approver(organisation.nia, organisation.pangan)
    name_approver(organisation.andi, organisation.root)
    actions.set_governance_mode(organisation.pangan, mode, by=SYSTEM)
    units = list(Unit.objects.all())
    for person in Person.objects.all():
        one_by_one = {unit.pk for unit in units if governance.decides(person, unit)}
        assert governance.units_decided_by(person) == one_by_one


def test_waiting_for_is_exact_for_every_asker(organisation, branch):
    """What waits for a person, whoever asked, is what `decides` says of each row. ORG-5

    Grants of roles stand in for requests: things of a unit that somebody made.
    """
    name_approver(organisation.nia, organisation.pangan)
    name_approver(organisation.made, branch)
    actions.set_governance_mode(organisation.pangan, FEDERATED, by=SYSTEM)
    people, units = list(Person.objects.all()), list(Unit.objects.all())
    rows = [
        RoleGrant.objects.create(
            person=asker, unit=unit, role="responder", reason="x", granted_at="2026-01-01T00:00:00Z"
        )
        for unit in units
        for asker in people
        if (asker.name, unit.name) != ("Nia Kurniasih", "Nusantara Pangan")
    ]
    asked = RoleGrant.objects.filter(pk__in=[row.pk for row in rows])
    for person in people:
        one_by_one = {row.pk for row in rows if governance.decides(person, row.unit, asked_by=row.person)}
        found = governance.waiting_for(person, asked, asked_by="person")
        assert set(found.values_list("pk", flat=True)) == one_by_one


def test_seat_takes_two_queries_at_any_depth(organisation, django_assert_num_queries):
    """ORG-4"""
    unit = organisation.pangan
    for n in range(12):
        unit = actions.create_unit(parent=unit, name=f"Level {n}", by=SYSTEM)
    with django_assert_num_queries(2):
        governance.seat(unit)
    with django_assert_num_queries(3):
        governance.units_decided_by(organisation.dewi)


@pytest.mark.parametrize("who", ["rudi", "nia", "andi", "oki"])
def test_set_governance_mode_by_the_wrong_person(organisation, who):
    """ORG-4"""
    with pytest.raises(PermissionDenied):
        actions.set_governance_mode(organisation.pangan, LOCAL, by=getattr(organisation, who))


def test_set_governance_mode_is_for_those_above(organisation, branch, made):
    """Who administers only Pangan frees its branches, not Pangan itself. ORG-4"""
    actions.grant_role(made, organisation.pangan, Role.ADMINISTRATOR, by=SYSTEM, reason="Administers Pangan")
    with pytest.raises(PermissionDenied):
        actions.set_governance_mode(organisation.pangan, LOCAL, by=made)
    actions.set_governance_mode(branch, LOCAL, by=made)
    assert governance.mode_of(branch) == LOCAL


def test_set_governance_mode_is_told_on_the_trail(organisation, sari):
    """ORG-4 AUD-1"""
    pangan = organisation.pangan
    actions.set_governance_mode(pangan, FEDERATED, by=sari, why="The subsidiary knows its market")
    actions.set_governance_mode(pangan, FEDERATED, by=sari)
    assert Entry.objects.filter(verb="set_governance_mode", object_id=str(pangan.pk)).count() == 1


def test_governance_mode_unknown_is_refused_by_the_database(pangan):
    """ORG-4"""
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=pangan.pk).update(governance_mode="council")


def test_unit_page_says_who_decides(client, organisation, branch, sari):
    """ORG-4 ORG-5"""
    client.force_login(sari)
    page = client.get(branch.get_absolute_url()).content.decode()
    assert "Requests of this unit are decided by Dewi Anggraini" in page
    name_approver(organisation.nia, organisation.pangan)
    actions.set_governance_mode(organisation.pangan, FEDERATED, by=sari)
    page = client.get(branch.get_absolute_url()).content.decode()
    assert "Requests of this unit are decided by Nia Kurniasih" in page
    assert "Named as approvers at Nusantara Pangan" in page


def test_set_governance_mode_page_shows_who_would_decide(client, organisation, branch, sari):
    """ORG-4"""
    client.force_login(sari)
    name_approver(organisation.nia, branch)
    url = f"/units/{branch.pk}/set-governance-mode/"
    labels = [str(label) for _mode, label in client.get(url).context["form"].fields["mode"].choices]
    assert ["Nia Kurniasih" in label for label in labels] == [False, True, True, True]
    assert client.get(url).context["form"].initial["mode"] == "above"
    assert "Dewi Anggraini" in labels[0]
    client.post(url, {"mode": "federated", "why": "Knows its market"})
    branch.refresh_from_db()
    assert branch.governance_mode == FEDERATED
    assert client.post(url, {"mode": "council"}).status_code == 400
    client.post(url, {"mode": "above"})
    branch.refresh_from_db()
    assert branch.governance_mode == ""


def test_set_governance_mode_page_of_the_organisation_has_no_unit_above(client, root, sari):
    """ORG-4"""
    client.force_login(sari)
    form = client.get(f"/units/{root.pk}/set-governance-mode/").context["form"]
    assert [mode for mode, _label in form.fields["mode"].choices] == list(GovernanceMode)
    assert form.initial["mode"] == CENTRALISED


def test_approvers_by_the_api(organisation, branch, sari):
    """ORG-4 ORG-5 PLT-2"""
    api = api_client(sari)
    name_approver(organisation.nia, organisation.pangan)
    answer = api.send(f"/api/v1/units/{organisation.pangan.pk}/set-governance-mode/", {"mode": "federated"})
    assert answer.json()["governance_mode"] == "federated"
    assert api.get(f"/api/v1/units/{branch.pk}/approvers/").json() == {
        "mode": "federated",
        "set_at": {"id": organisation.pangan.pk, "name": "Nusantara Pangan"},
        "office": "approver",
        "at": {"id": organisation.pangan.pk, "name": "Nusantara Pangan"},
        "people": [{"id": organisation.nia.pk, "name": "Nia Kurniasih"}],
        "told": [],
    }
