"""The tree: made, moved, headed, never knotted. ORG-1"""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from people import actions
from people.models import Unit, UnitKind, UnitLink
from people.rules import interim_for
from tests.people.test_permissions import closure_faults
from trail.actions import SYSTEM
from trail.errors import IllegalMove, Refused, Stale
from trail.models import Entry


@pytest.fixture
def branch(organisation, sari):
    return actions.create_unit(parent=organisation.pangan, name="Surabaya", kind=UnitKind.BRANCH, by=sari)


@pytest.mark.parametrize("who", ["rudi", "nia", "andi", "oki"])
def test_create_unit_by_the_wrong_person(organisation, who):
    """ORG-1"""
    with pytest.raises(PermissionDenied):
        actions.create_unit(parent=organisation.pangan, name="Surabaya", by=getattr(organisation, who))


def test_create_unit_links_it_to_all_above(organisation, branch):
    """ORG-1"""
    links = UnitLink.objects.filter(descendant=branch).order_by("depth").values_list("ancestor__name", "depth")
    assert list(links) == [("Surabaya", 0), ("Nusantara Pangan", 1), ("Nusantara Group", 2)]
    assert closure_faults() == []
    assert Entry.objects.filter(verb="create_unit", object_id=str(branch.pk)).count() == 1


def test_create_unit_of_the_same_name_beside(organisation, branch, sari):
    """ORG-1"""
    with pytest.raises(ValidationError, match="already stands there"):
        actions.create_unit(parent=organisation.pangan, name=" SURABAYA ", by=sari)


def test_create_root_twice(organisation):
    with pytest.raises(IllegalMove):
        actions.create_root(name="Another", by=SYSTEM)


def test_move_unit_takes_all_below_along(organisation, branch, sari):
    """ORG-1"""
    desk = actions.create_unit(parent=branch, name="Desk", by=sari)
    actions.move_unit(branch, organisation.energi, by=sari, why="Merged")
    assert list(Unit.objects.above(desk).values_list("name", flat=True)) == [
        "Desk",
        "Surabaya",
        "Nusantara Energi",
        "Nusantara Group",
    ]
    assert closure_faults() == []


def test_move_unit_under_itself_or_its_own(organisation, branch, sari):
    """ORG-1"""
    for parent in (branch, organisation.pangan):
        with pytest.raises(IllegalMove, match="under itself"):
            actions.move_unit(organisation.pangan, parent, by=sari)
    with pytest.raises(IllegalMove, match="cannot be moved"):
        actions.move_unit(organisation.root, branch, by=sari)
    assert closure_faults() == []


def test_move_unit_to_where_it_stands_is_nothing(organisation, branch, sari):
    before = Entry.objects.count()
    actions.move_unit(branch, organisation.pangan, by=sari)
    assert Entry.objects.count() == before


def test_move_unit_needs_both_ends(organisation, branch, sari, oki):
    """PLT-4"""
    actions.grant_role(oki, organisation.energi, "administrator", by=sari, reason="Local")
    with pytest.raises(PermissionDenied):
        actions.move_unit(branch, organisation.energi, by=oki)


def test_edit_unit_of_an_old_version(organisation, branch, sari):
    old = Unit.objects.get(pk=branch.pk)
    actions.edit_unit(branch, name="Surabaya Barat", by=sari)
    with pytest.raises(Stale):
        actions.edit_unit(old, name="Gresik", by=sari)


HEADS = [("nia", True), ("budi", True), ("lina", False), ("gone", False)]


@pytest.mark.parametrize(("who", "fits"), HEADS)
def test_set_head_is_an_active_employee(organisation, sari, agency, gone, who, fits):
    """ORG-1"""
    person = {"lina": agency, "gone": gone}.get(who) or getattr(organisation, who)
    if fits:
        assert actions.set_head(organisation.energi, person, by=sari).head == person
    else:
        with pytest.raises(ValidationError):
            actions.set_head(organisation.energi, person, by=sari)


def test_set_head_never_leaves_the_root_without(organisation, sari):
    """ORG-1"""
    with pytest.raises(Refused, match="always has a head"):
        actions.set_head(organisation.root, None, by=sari)
    actions.set_head(organisation.pangan, None, by=sari)
    assert Unit.objects.get(pk=organisation.pangan.pk).head is None


def test_interim_is_the_nearest_active_head(organisation, branch, sari, rudi, dewi, nia):
    """ORG-1"""
    assert interim_for(branch) == rudi
    assert interim_for(branch, instead_of=rudi) == dewi
    actions.mark_left(rudi, by=sari)
    assert interim_for(branch) == dewi
    actions.set_head(branch, nia, by=sari)
    assert interim_for(branch) == nia
    assert interim_for(organisation.root, instead_of=dewi) is None
