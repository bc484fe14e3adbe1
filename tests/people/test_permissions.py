"""One rule for every door: roles flow down, parts stand in the thing, nothing else counts. PLT-4"""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people import actions, permissions
from people.models import Organisation, Person, Role, RoleGrant, Unit, UnitKind, UnitLink
from people.permissions import holds, may, require, roles_on, standing, verbs
from trail.actions import SYSTEM


def names(rows):
    return sorted(row.name for row in rows)


SEEN = {
    # who → the people they see
    "sari": ["Andi", "Budi", "Dewi", "Made", "Nia", "Oki", "Rudi", "Sari"],
    "dewi": ["Andi", "Budi", "Dewi", "Made", "Nia", "Oki", "Rudi", "Sari"],
    "andi": ["Andi", "Budi", "Dewi", "Made", "Nia", "Oki", "Rudi", "Sari"],
    "rudi": ["Budi", "Made", "Nia", "Rudi"],
    "nia": ["Nia"],
    "oki": ["Oki"],
}


@pytest.mark.parametrize("who", SEEN)
def test_visible_people_by_role(organisation, who):
    """PLT-4"""
    seen = Person.objects.visible_to(getattr(organisation, who))
    assert [name.split()[0] for name in names(seen)] == SEEN[who]


UNITS_SEEN = {
    "sari": ["Nusantara Energi", "Nusantara Group", "Nusantara Logistik", "Nusantara Pangan"],
    "rudi": ["Nusantara Pangan"],
    "nia": ["Nusantara Pangan"],
    "made": ["Nusantara Pangan"],
    "oki": ["Nusantara Logistik"],
}


@pytest.mark.parametrize("who", UNITS_SEEN)
def test_visible_units_by_role_and_membership(organisation, who):
    """PLT-4"""
    assert names(Unit.objects.visible_to(getattr(organisation, who))) == UNITS_SEEN[who]


@pytest.mark.parametrize("model", [Person, Unit, RoleGrant])
@pytest.mark.parametrize("who", ["sari", "dewi", "rudi", "nia", "budi", "andi", "made", "oki"])
def test_may_and_visible_to_are_one_rule(organisation, who, model):
    """PLT-4"""
    person = getattr(organisation, who)
    verb = f"see_{model._meta.model_name}"
    seen = set(model.objects.visible_to(person))
    assert seen == {thing for thing in model.objects.all() if may(person, verb, thing)}
    for thing in model.objects.all():
        assert (verb in verbs(person, thing)) == (thing in seen)


def test_inactive_person_may_nothing_at_all(organisation, sari):
    """PLT-4"""
    Person.objects.filter(pk=sari.pk).update(is_active=False)
    sari.refresh_from_db()
    assert list(Person.objects.visible_to(sari)) == []
    assert not may(sari, "see_person", sari)
    assert standing(sari, organisation.root) == frozenset()
    assert not holds(sari, [Role.ADMINISTRATOR])


def test_left_person_keeps_no_part(organisation, sari, dewi, budi):
    """PLT-4"""
    actions.mark_left(budi, by=sari)
    budi.refresh_from_db()
    assert list(Person.objects.visible_to(budi)) == []
    assert budi in Person.objects.visible_to(sari)


def test_anonymous_sees_nothing_and_nobody_is_an_error(organisation):
    """PLT-4"""
    assert list(Unit.objects.visible_to(AnonymousUser())) == []
    assert not may(AnonymousUser(), "see_unit", organisation.root)
    with pytest.raises(TypeError):
        Unit.objects.visible_to(None)
    with pytest.raises(TypeError):
        may(None, "see_unit", organisation.root)


def test_superuser_has_no_business_right(organisation, oki):
    """ORG-7"""
    Person.objects.filter(pk=oki.pk).update(is_superuser=True)
    oki.refresh_from_db()
    assert names(Person.objects.visible_to(oki)) == ["Oki Pratama"]
    assert not may(oki, "edit_unit", organisation.root)


def test_system_may_everything(organisation):
    assert Person.objects.visible_to(SYSTEM).count() == 8
    assert may(SYSTEM, "edit_unit", organisation.root)


def test_verb_without_a_rule_is_allowed_to_nobody(organisation, sari):
    """PLT-4"""
    assert not may(sari, "launch_rocket", organisation.root)
    assert list(Unit.objects.permitted_to(sari, "launch_rocket")) == []


def test_require_refuses(organisation, oki):
    with pytest.raises(PermissionDenied):
        require(oki, "edit_unit", organisation.logistik)


def test_role_ends_with_its_last_day_though_no_sweep_ran(organisation, sari, oki, clock):
    """ORG-7"""
    today = Organisation.current().today(clock.now())
    actions.grant_role(oki, organisation.energi, Role.MANAGER, by=sari, reason="Stands in", ends_on=today)
    assert may(oki, "see_unit", organisation.energi)
    zone_end = permissions.UnitRole.objects.get(user=oki).ends_at
    with clock.at(zone_end - timedelta(seconds=1)):
        assert organisation.energi in Unit.objects.visible_to(oki)
    with clock.at(zone_end):
        assert organisation.energi not in Unit.objects.visible_to(oki)
        assert not holds(oki, [Role.MANAGER])


def test_head_counts_as_manager_there_and_below(organisation, rudi):
    """ORG-1"""
    branch = actions.create_unit(parent=organisation.pangan, name="Surabaya", kind=UnitKind.BRANCH, by=SYSTEM)
    assert roles_on(rudi, branch) == {Role.MANAGER}
    assert roles_on(rudi, organisation.root) == frozenset()
    assert roles_on(rudi) == {Role.MANAGER}


def test_two_rooms_cannot_rule_one_verb(monkeypatch):
    """PLT-4"""
    permissions.rules.cache_clear()
    monkeypatch.setitem(permissions.MAY, "see_account", (Role.AUDITOR,))
    with pytest.raises(permissions.ImproperlyConfigured):
        permissions.rules()
    permissions.rules.cache_clear()


# a thousand units


@pytest.fixture
def thousand(organisation):
    """A chain of 200 under Pangan, 800 branches in breadth under Energi: written in bulk, linked as the actions do."""
    chain, above = [], organisation.pangan
    for number in range(200):
        above = Unit.objects.create(name=f"Level {number:03}", parent=above)
        chain.append(above)
    wide = Unit.objects.bulk_create(
        Unit(name=f"Branch {number:03}", parent=organisation.energi) for number in range(800)
    )
    root, pangan, energi = organisation.root, organisation.pangan, organisation.energi
    links = [UnitLink(ancestor=unit, descendant=unit, depth=0) for unit in (*chain, *wide)]
    for number, unit in enumerate(chain):
        over = [root, pangan, *chain[:number]]
        links += [UnitLink(ancestor=top, descendant=unit, depth=len(over) - i) for i, top in enumerate(over)]
    for unit in wide:
        links += [
            UnitLink(ancestor=root, descendant=unit, depth=2),
            UnitLink(ancestor=energi, descendant=unit, depth=1),
        ]
    UnitLink.objects.bulk_create(links, batch_size=2000)
    # As PostgreSQL does by itself in time; without figures of so many new rows it plans for none.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE people_unitlink")
    organisation.chain, organisation.wide = chain, wide
    return organisation


def queries(what):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        what()
    return len(caught)


def test_thousand_units_two_queries_at_any_depth(thousand, sari, rudi):
    """PLT-4"""
    for person in (sari, rudi):
        for unit in (thousand.chain[0], thousand.chain[-1], thousand.wide[-1]):
            for verb in ("see_unit", "edit_unit", "create_unit"):
                assert queries(lambda p=person, u=unit, v=verb: may(p, v, u)) <= 2
            assert queries(lambda p=person, u=unit: verbs(p, u)) <= 2
        assert queries(lambda p=person: list(Unit.objects.visible_to(p))) == 1
        assert queries(lambda p=person: list(Person.objects.visible_to(p))) == 1


def test_thousand_units_roles_flow_down_and_never_up(thousand, sari, oki):
    """PLT-4"""
    middle = thousand.chain[100]
    actions.grant_role(oki, middle, Role.MANAGER, by=sari, reason="Runs the lower half")
    seen = set(Unit.objects.visible_to(oki)) - {thousand.logistik}
    assert seen == set(thousand.chain[100:])
    assert holds(oki, [Role.MANAGER], thousand.chain[-1])
    assert not holds(oki, [Role.MANAGER], thousand.chain[99])
    assert not holds(oki, [Role.MANAGER], thousand.wide[0])
    assert Unit.objects.visible_to(sari).count() == 1004


def test_thousand_units_move_the_chain_and_roles_follow(thousand, sari, rudi):
    """ORG-1"""
    middle = thousand.chain[100]
    assert queries(lambda: actions.move_unit(middle, thousand.logistik, by=sari)) <= 31
    assert not holds(rudi, [Role.MANAGER], thousand.chain[-1])
    assert holds(rudi, [Role.MANAGER], thousand.chain[99])
    assert UnitLink.objects.filter(descendant=thousand.chain[-1]).count() == 102
    assert closure_faults() == []


def closure_faults():
    """Units whose links differ from the walk up their parents."""
    parents = dict(Unit.objects.values_list("pk", "parent"))
    links = set(UnitLink.objects.values_list("ancestor", "descendant", "depth"))
    walked = set()
    for pk in parents:
        above, depth = pk, 0
        while above is not None:
            walked.add((above, pk, depth))
            above, depth = parents[above], depth + 1
    return sorted(links ^ walked)
