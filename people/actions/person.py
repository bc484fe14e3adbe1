"""A person comes, changes and moves. ORG-2 ORG-3"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from people import registry
from people.models import Membership, Organisation, Person, Status
from people.permissions import require, rules, units_of
from people.querysets import normal_email
from trail import clock
from trail.actions import SYSTEM, action, change, record
from trail.errors import IllegalMove, Refused

FIELDS = {
    "name",
    "email",
    "kind",
    "job_title",
    "responsibilities",
    "line_manager",
    "employer",
    "sponsor",
    "contract_ends_on",
    "source",
    "external_id",
}
PREFERENCES = {"language", "time_zone", "theme"}


@action
def add_person(*, unit, name, by, from_on=None, why="", **fields):
    """Enter a person into a unit; without an e-mail they cannot sign in yet. ORG-3"""
    require(by, "add_person", unit)
    organisation = Organisation.current()
    today = organisation.today(clock.now())
    person = Person(unit=unit, language=fields.pop("language", organisation.language))
    person.time_zone = fields.pop("time_zone", organisation.time_zone)
    person.set_unusable_password()
    _clean(person, {"name": name, **fields})
    person.save(force_insert=True)
    Membership.objects.create(person=person, unit=unit, from_on=_not_later(from_on or today, today))
    after = {"name": person.name, "unit": unit} | {key: value for key, value in fields.items() if value}
    record(person, "add_person", by=by, after=after, why=why, names={"unit": unit})
    return person


@action
def edit_person(person, *, by, why="", **fields):
    """Correct what is known of a person; Stale when it changed since it was read. ORG-2"""
    require(by, "edit_person", person)
    before = Person.objects.get(pk=person.pk)
    if "email" in fields and normal_email(fields["email"]) != (before.email or ""):
        _may_change_sign_in(before, by)
    after = Person.objects.get(pk=person.pk)
    _clean(after, fields)
    if after.is_external and not before.is_external:
        _not_in_office(before)
    change(person, "edit_person", by=by, why=why, **{name: getattr(after, name) for name in fields})
    return person


@action
def move_person(person, unit, from_on=None, *, by, why=""):
    """Let a person stand in another unit from a day on, today or earlier. ORG-2"""
    require(by, "move_person", person)
    require(by, "move_person", unit)
    person.refresh_from_db(fields=["unit", "status", "version"])
    if person.status == Status.LEFT:
        raise IllegalMove(person, "move_person", _("Someone who has left cannot move. Bring them back first."))
    if person.unit_id == unit.pk:
        return person
    today = Organisation.current().today(clock.now())
    from_on = _not_later(from_on or today, today)
    current = person.memberships.get(until_on=None)
    if from_on < current.from_on:
        raise ValidationError({"from_on": _("They came to %(unit)s later than that.") % {"unit": current.unit}})
    former = person.unit
    change(person, "move_person", by=by, why=why, names={"unit": unit, "former": former}, unit=unit)
    if from_on == current.from_on:
        Membership.objects.filter(pk=current.pk).update(unit=unit)
    else:
        Membership.objects.filter(pk=current.pk).update(until_on=from_on - timedelta(days=1))
        Membership.objects.create(person=person, unit=unit, from_on=from_on)
    return person


@action
def set_preferences(person, *, by, **preferences):
    """Choose one's own language, time zone and appearance; a taste, so nothing is recorded. PLT-1"""
    require(by, "edit_profile", person)
    if unknown := set(preferences) - PREFERENCES:
        raise TypeError(f"not a preference: {sorted(unknown)}")
    for name, value in preferences.items():
        setattr(person, name, value)
    person.clean_fields(exclude={field.name for field in Person._meta.fields} - set(preferences))
    Person.objects.filter(pk=person.pk).update(**preferences)
    if "time_zone" in preferences:
        registry.clock_changed(person, by=by)
    return person


def _clean(person, fields):
    """Set and check the fields; errors name the field."""
    if unknown := set(fields) - FIELDS:
        raise TypeError(f"not a field of a person: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(person, name, value.strip() if isinstance(value, str) else value)
    person.email = normal_email(person.email) or None
    errors = {}
    if person.is_external:
        for name in ("employer", "sponsor", "contract_ends_on"):
            if not getattr(person, name):
                errors[name] = _("People from outside have an employer, a sponsor inside and a contract's end.")
    else:
        person.employer, person.sponsor, person.contract_ends_on = "", None, None
    if person.sponsor is not None and not person.sponsor.is_employee_now:
        errors["sponsor"] = _("The sponsor is someone employed here and still active.")
    for name in ("line_manager", "sponsor"):
        if person.pk and getattr(person, f"{name}_id") == person.pk:
            errors[name] = _("Choose someone else than the person.")
    try:
        person.full_clean(exclude={"password", *errors})
    except ValidationError as failed:
        errors = failed.update_error_dict(ValidationError(errors).update_error_dict({}))
    if errors:
        raise ValidationError(errors)


def _not_later(day, today):
    if day > today:
        raise ValidationError({"from_on": _("Choose today or an earlier day.")})
    return day


def _may_change_sign_in(person, by):
    """Whoever sets an e-mail can set the password: only those who administer every unit where the person acts."""
    if by is SYSTEM:
        return
    reach = units_of(by, rules()["edit_person"])
    beyond = person.unitrole_set.exclude(content_object__in=reach)
    if beyond.exists() or person.heads.exclude(pk__in=reach).exists():
        raise PermissionDenied(
            _("This person holds roles outside the units you administer. Ask an administrator of those units.")
        )


def _not_in_office(person):
    """Outside people head nothing and own nothing."""
    if person.heads.exists():
        raise Refused(_("They head a unit. Name another head first: people from outside cannot be one."))
    for holding in registry.holdings():
        if holding.employees_only and holding.rows(person).exists():
            raise Refused(
                _("First hand over: %(holding)s. People from outside may not hold that.") % {"holding": holding.label}
            )
