"""The organisation is founded and settles its own rules. ORG-1 ORG-7"""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from people.actions.demand import settle_demand
from people.actions.person import add_person
from people.actions.role import grant_role
from people.actions.unit import create_root, hold_tree, set_head
from people.models import Organisation, Person, Role, RoleGrant, Unit, UnitRole
from people.permissions import require
from people.rules import end_of_day
from trail import clock
from trail.actions import action, record
from trail.errors import Stale

FIELDS = {
    "email_domains",
    "language",
    "time_zone",
    "sync_guard_percent",
    "retire_notice_days",
    "verify_after_days",
    "second_factor_roles",
    "second_factor_heads",
    "access_notice_days",
}


@action
def found_organisation(*, email, name, password, by):
    """Make a superuser and, where there is none yet, the root, its head and the first administrator. ORG-7"""
    root = hold_tree() or create_root(name=_("Organisation"), by=by)
    person = add_person(unit=root, name=name, email=email, by=by)
    Person.objects.filter(pk=person.pk).update(is_superuser=True)
    person.refresh_from_db()
    if password:
        person.set_password(password)
        person.save(update_fields=["password"])
    today = Organisation.current().today(clock.now())
    administrators = RoleGrant.objects.in_force(today).filter(role=Role.ADMINISTRATOR, unit=root)
    if not administrators.filter(person__is_active=True).exists():
        grant_role(person, root, Role.ADMINISTRATOR, by=by, reason=gettext_noop("The first administrator"))
    if root.head_id is None:
        set_head(root, person, by=by)
    return person


@action
def edit_organisation(*, by, why="", version=None, **fields):
    """Settle what holds for the whole organisation; Stale when `version` is not the one that was read. ORG-1"""
    root = hold_tree()
    require(by, "edit_organisation", root)
    if unknown := set(fields) - FIELDS:
        raise TypeError(f"not a setting of the organisation: {sorted(unknown)}")
    organisation = Organisation.current()
    if version is not None and version != organisation.version:
        raise Stale
    before = {name: getattr(organisation, name) for name in fields}
    for name, value in fields.items():
        setattr(organisation, name, value)
    _clean(organisation)
    after = {name: getattr(organisation, name) for name in fields if getattr(organisation, name) != before[name]}
    if after:
        organisation.version += 1
        organisation.save()
        before = {name: before[name] for name in after}
        record(organisation, "edit_organisation", by=by, before=before, after=after, why=why, unit_id=root.pk)
    if after.keys() & {"second_factor_roles", "second_factor_heads"}:
        settle_demand()
    if "time_zone" in after:
        _move_role_ends(organisation)
    return organisation


@action
def mark_demo(*, by):
    """Say that this is the demo organisation, whose people may be tried by one click in demo mode. PLT-9"""
    root = Unit.objects.root()
    require(by, "edit_organisation", root)
    organisation = Organisation.current()
    organisation.demo = True
    organisation.save()
    record(organisation, "mark_demo", by=by, after={"demo": True}, unit_id=root.pk)
    return organisation


def _clean(organisation):
    domains = [str(domain).strip().lower().lstrip("@") for domain in organisation.email_domains]
    organisation.email_domains = list(dict.fromkeys(filter(None, domains)))
    for domain in organisation.email_domains:
        try:
            DomainNameValidator()(domain)
        except ValidationError:
            message = _("“%(domain)s” is not a domain such as example.co.id.") % {"domain": domain}
            raise ValidationError({"email_domains": message}) from None
    try:
        ZoneInfo(organisation.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValidationError({"time_zone": _("Choose a time zone from the list.")}) from None
    wanted = set(organisation.second_factor_roles)
    if unknown := wanted - set(Role.values):
        message = _("There is no role %(role)s.") % {"role": min(map(str, unknown))}
        raise ValidationError({"second_factor_roles": message})
    # in the order of the roles, so that the same choice is the same value
    organisation.second_factor_roles = [role for role in Role.values if role in wanted]
    organisation.full_clean()


def _move_role_ends(organisation):
    """A role's last day ends with the organisation's day: in another time zone at another instant."""
    for grant in RoleGrant.objects.filter(ended_at=None, ends_on__isnull=False):
        UnitRole.objects.filter(
            user=grant.person_id, content_object=grant.unit_id, permission__codename=grant.role
        ).update(ends_at=end_of_day(grant.ends_on, organisation.time_zone))
