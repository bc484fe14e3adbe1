"""Who may do what: one table over all rooms, one rule for page, API, command and job. PLT-4

A room's `permissions.MAY` maps a verb to roles and parts: a *role* counts on the thing's unit and on every unit
above it, a *part* is something the thing itself says of the person (owner, self). `see_<model>` decides what is
visible. A verb without a line is allowed to nobody.
"""

from functools import cache
from importlib import import_module

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured, PermissionDenied
from django.db.models import CharField, Exists, Q, Value
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext as _

from people.models import Role, Status, Unit, UnitLink, UnitRole
from trail import clock
from trail.actions import SYSTEM

MANAGING = (Role.ADMINISTRATOR, Role.COMMUNITY_MANAGER, Role.MANAGER, Role.AUDITOR)

MAY = {
    "see_person": (*MANAGING, "self", "line_manager", "sponsor"),
    "see_unit": (*Role, "head", "member"),
    "see_session": (Role.ADMINISTRATOR, "holder"),
    "see_rolegrant": (Role.ADMINISTRATOR, Role.MANAGER, Role.AUDITOR, "holder"),
    "see_responsibility": (*Role, "holder", "member"),
    "assign_responsibility": (Role.ADMINISTRATOR, Role.COMMUNITY_MANAGER, Role.MANAGER),
    "end_responsibility": (Role.ADMINISTRATOR, Role.COMMUNITY_MANAGER, Role.MANAGER),
    "add_person": (Role.ADMINISTRATOR,),
    "edit_person": (Role.ADMINISTRATOR,),
    "edit_profile": ("self",),
    "invite_person": (Role.ADMINISTRATOR,),
    "set_up_factor": ("self",),
    "reset_factors": (Role.ADMINISTRATOR,),
    "end_session": ("holder",),
    "end_sessions": (Role.ADMINISTRATOR, "self"),
    "move_person": (Role.ADMINISTRATOR,),
    "announce_leaving": (Role.ADMINISTRATOR,),
    "withdraw_leaving": (Role.ADMINISTRATOR,),
    "mark_left": (Role.ADMINISTRATOR,),
    "bring_back": (Role.ADMINISTRATOR,),
    "create_unit": (Role.ADMINISTRATOR,),
    "edit_unit": (Role.ADMINISTRATOR,),
    "move_unit": (Role.ADMINISTRATOR,),
    "set_head": (Role.ADMINISTRATOR,),
    "set_governance_mode": (Role.ADMINISTRATOR,),
    "grant_role": (Role.ADMINISTRATOR,),
    "end_role": (Role.ADMINISTRATOR,),
    "edit_organisation": (Role.ADMINISTRATOR,),
    "import_people": (Role.ADMINISTRATOR,),
}


def may(person, verb, thing):
    """Whether `person` may do `verb` to `thing`, or in it when it is a unit; at most two queries. PLT-4"""
    if _is_system(person):
        return True
    rule = _rule(verb)
    if not rule.isdisjoint(Role.values) and not rule.isdisjoint(roles_on(person, _unit_of(thing))):
        return True
    return not rule.isdisjoint(_parts(thing.__class__)) and not rule.isdisjoint(parts_in(person, thing))


def require(person, verb, thing):
    """Refuse who may not."""
    if not may(person, verb, thing):
        raise PermissionDenied(_("You may not do this here. Ask an administrator of the unit."))


def verbs(person, thing):
    """Everything `person` may do to `thing`, for the buttons of its page; at most two queries. PLT-4"""
    if _is_system(person):
        return frozenset(rules())
    held = standing(person, thing)
    return frozenset(verb for verb, allowed in rules().items() if not allowed.isdisjoint(held))


def holds(person, roles, unit=None):
    """Whether `person` holds one of `roles` on `unit` or above it; anywhere at all when no unit is named."""
    if _is_system(person):
        return True
    return not frozenset(roles).isdisjoint(roles_on(person, unit))


def permitted(person, verb, model):
    """The rows of `model` on which `person` may do `verb`, as a condition with one subquery of unit ids."""
    if _is_system(person):
        return Q()
    rule = _rule(verb)
    if not rule or not _counts(person):
        return Q(pk__in=[])
    condition = Q(pk__in=[])
    roles = [name for name in rule if name in Role.values]
    if roles:
        condition |= Q(**{f"{model.UNIT}__in": units_of(person, roles)})
    for part, path in _parts(model).items():
        if part in rule:
            condition |= _part(model, path, person)
    return condition


def units_of(person, roles):
    """The ids of the units on which `person` holds one of `roles`, with all below them; unevaluated."""
    tops = _held(person).filter(permission__codename__in=[*roles]).values("content_object")
    if Role.MANAGER in roles:
        tops = tops.union(Unit.objects.filter(head=person.pk).values("pk"))
    return UnitLink.objects.filter(ancestor__in=tops).values("descendant")


def roles_on(person, unit=None):
    """The roles `person` holds on `unit` or above it (anywhere without one); a head is a manager. One query."""
    if not _counts(person):
        return frozenset()
    held, headed = _held(person), Unit.objects.filter(head=person.pk)
    if unit is not None:
        above = UnitLink.objects.filter(descendant=getattr(unit, "pk", unit)).values("ancestor")
        held, headed = held.filter(content_object__in=above), headed.filter(pk__in=above)
    as_head = headed.values_list(Value(Role.MANAGER.value, output_field=CharField()))
    return frozenset(role for (role,) in held.values_list("permission__codename").union(as_head))


def parts_in(person, thing):
    """The parts `person` has in `thing`; a query only where a part lies beyond the thing's own columns."""
    if not _counts(person):
        return frozenset()
    # not type(): the signed-in person of a request is a lazy object
    model, found, beyond = thing.__class__, set(), {}
    for part, path in _parts(model).items():
        column = _column(model, path)
        if column is None:
            beyond[part] = path
        elif getattr(thing, column) == person.pk:
            found.add(part)
    if beyond:
        rows = model._base_manager.filter(pk=thing.pk)
        asked = {part: Exists(rows.filter(**{path: person.pk})) for part, path in beyond.items()}
        answer = rows.values_list(*asked.values()).first() or ()
        found |= {part for part, yes in zip(asked, answer, strict=False) if yes}
    return frozenset(found)


def standing(person, thing):
    """Every role and part `person` has in regard to `thing`; at most two queries."""
    return roles_on(person, _unit_of(thing)) | parts_in(person, thing)


@cache
def rules():
    """Every room's MAY in one table; a verb has one home."""
    table = {}
    for config in apps.get_app_configs():
        if not module_has_submodule(config.module, "permissions"):
            continue
        for verb, allowed in getattr(import_module(f"{config.name}.permissions"), "MAY", {}).items():
            if verb in table:
                raise ImproperlyConfigured(f"{config.name}.permissions: another room already rules {verb}")
            table[verb] = frozenset(str(getattr(name, "value", name)) for name in allowed)
    return table


def _rule(verb):
    return rules().get(verb, frozenset())


def _is_system(person):
    if person is None:
        raise TypeError("Nobody is not SYSTEM: say who asks")
    return person is SYSTEM


def _counts(person):
    """Inactive means nothing at all."""
    return person.is_authenticated and person.is_active and person.status != Status.LEFT


def _held(person):
    return UnitRole.objects.filter(Q(ends_at=None) | Q(ends_at__gt=clock.Now()), user=person.pk)


def _unit_of(thing):
    """The id of the unit a thing belongs to, along the model's UNIT path."""
    *steps, last = thing.__class__.UNIT.split("__")
    for step in steps:
        thing = getattr(thing, step)
    return thing.pk if last == "pk" else getattr(thing, f"{last}_id")


def _parts(model):
    return getattr(model, "PARTS", {})


def _column(model, path):
    """The attribute that holds the person's id, when the part is one of the thing's own columns."""
    if path == "pk":
        return "pk"
    try:
        field = model._meta.get_field(path)
    except FieldDoesNotExist:
        return None
    return field.attname if field.concrete else None


def _part(model, path, person):
    condition = Q(**{path: person.pk})
    if _column(model, path):
        return condition
    # beyond a to-many a join would repeat rows
    return Q(pk__in=model._base_manager.filter(condition).values("pk"))
