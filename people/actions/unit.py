"""The unit tree: made, renamed, moved, headed. ORG-1"""

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from people.actions.demand import settle_demand
from people.models import GovernanceMode, Unit, UnitKind, UnitLink
from people.permissions import require
from trail.actions import action, change, record
from trail.errors import IllegalMove, Refused


def hold_tree():
    """Let one transaction at a time change the tree and who governs it; the locked root, or None."""
    return Unit.objects.select_for_update().filter(is_root=True).first()


@action
def create_root(*, name, by, kind=UnitKind.HOLDING):
    """Plant the tree: the unit that stands for the organisation. ORG-1"""
    if hold_tree() is not None:
        raise IllegalMove(message=_("The organisation already exists."))
    return _plant(Unit(name=name, kind=kind, is_root=True), by=by)


@action
def create_unit(*, parent, name, by, kind=UnitKind.DEPARTMENT, head=None):
    """Put a new unit under `parent`. ORG-1"""
    require(by, "create_unit", parent)
    hold_tree()
    unit = _plant(Unit(name=name, kind=kind, parent=parent), by=by)
    if head is not None:
        set_head(unit, head, by=by)
    return unit


@action
def edit_unit(unit, *, by, why="", **fields):
    """Rename a unit or say what kind it is. ORG-1"""
    require(by, "edit_unit", unit)
    _clean(unit, fields, allowed={"name", "kind"})
    change(unit, "edit_unit", by=by, why=why, **fields)
    return unit


@action
def move_unit(unit, parent, *, by, why=""):
    """Put a unit with all below it under another parent; never under itself. ORG-1"""
    require(by, "move_unit", unit)
    require(by, "move_unit", parent)
    hold_tree()
    unit.refresh_from_db(fields=["parent", "version"])
    if unit.is_root:
        raise IllegalMove(unit, "move_unit", _("The top of the organisation cannot be moved."))
    if unit.parent_id == parent.pk:
        return unit
    if UnitLink.objects.filter(ancestor=unit, descendant=parent).exists():
        raise IllegalMove(unit, "move_unit", _("A unit cannot be put under itself or under one of its own units."))
    _clean(unit, {"parent": parent}, allowed={"parent"})
    change(unit, "move_unit", by=by, why=why, names={"parent": parent}, parent=parent)
    _relink(unit, parent)
    return unit


@action
def set_head(unit, person, *, by, why=""):
    """Name the head of a unit, an active employee; the organisation itself is never without one. ORG-1"""
    require(by, "set_head", unit)
    hold_tree()
    unit.refresh_from_db(fields=["head", "version"])
    if person is None and unit.is_root:
        raise Refused(_("The organisation always has a head. Name the successor instead."))
    if person is not None:
        person.refresh_from_db(fields=["status", "is_active", "kind"])
        if not person.is_employee_now:
            raise ValidationError({"head": _("Only someone employed here and still active can head a unit.")})
    former = unit.head_id
    if unit.head_id != (person and person.pk):
        names = {"head": person} if person else {"former": unit.head}
        change(unit, "set_head" if person else "end_head", by=by, why=why, names=names, head=person)
        settle_demand(former, unit.head_id)
    return unit


@action
def set_governance_mode(unit, mode, *, by, why=""):
    """Say where the requests of a unit are decided; "" takes over what holds above. ORG-4

    Who administers only this unit does not free it from those above: the mode belongs to the unit above.
    """
    require(by, "set_governance_mode", unit.parent or unit)
    if mode not in ("", *GovernanceMode.values):
        raise ValidationError({"mode": _("Choose one of the modes.")})
    change(unit, "set_governance_mode", by=by, why=why, governance_mode=mode)
    return unit


def _plant(unit, *, by):
    unit.name = unit.name.strip()
    unit.full_clean()
    unit.save(force_insert=True)
    above = UnitLink.objects.filter(descendant=unit.parent_id).values_list("ancestor_id", "depth")
    UnitLink.objects.bulk_create(
        [
            UnitLink(ancestor=unit, descendant=unit, depth=0),
            *(UnitLink(ancestor_id=ancestor, descendant=unit, depth=depth + 1) for ancestor, depth in above),
        ]
    )
    after = {"name": unit.name, "kind": unit.kind} | ({"parent": unit.parent} if unit.parent else {})
    record(unit, "create_unit", by=by, after=after, names={"parent": unit.parent or ""})
    return unit


def _clean(unit, fields, *, allowed):
    """Check the unit as it would be, before anything is written."""
    if unknown := set(fields) - allowed:
        raise TypeError(f"not a field of a unit: {sorted(unknown)}")
    if "name" in fields:
        fields["name"] = fields["name"].strip()
    changed = Unit.objects.get(pk=unit.pk)
    for name, value in fields.items():
        setattr(changed, name, value)
    changed.full_clean()


def _relink(unit, parent):
    """Cut the subtree's links to what stood above it and join it to the new parent: two statements at any size."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM people_unitlink
            WHERE descendant_id IN (SELECT descendant_id FROM people_unitlink WHERE ancestor_id = %s)
              AND ancestor_id NOT IN (SELECT descendant_id FROM people_unitlink WHERE ancestor_id = %s)
            """,
            [unit.pk, unit.pk],
        )
        cursor.execute(
            """
            INSERT INTO people_unitlink (ancestor_id, descendant_id, depth)
            SELECT above.ancestor_id, below.descendant_id, above.depth + below.depth + 1
            FROM people_unitlink AS above CROSS JOIN people_unitlink AS below
            WHERE above.descendant_id = %s AND below.ancestor_id = %s
            """,
            [parent.pk, unit.pk],
        )
