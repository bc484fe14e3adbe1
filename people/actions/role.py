"""Roles on units, given and ended by another. ORG-7"""

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from people import registry
from people.actions.demand import settle_demand
from people.actions.unit import hold_tree
from people.models import Organisation, Role, RoleGrant, UnitRole
from people.permissions import require
from people.rules import end_of_day, standing_administrators
from trail import clock
from trail.actions import SYSTEM, action, record
from trail.errors import IllegalMove, Refused


@action
def grant_role(person, unit, role, *, by, reason, ends_on=None):
    """Give `person` a role on `unit` and all below it, through the last day `ends_on` if there is one. ORG-7"""
    require(by, "grant_role", unit)
    if by is not SYSTEM and by.pk == person.pk:
        raise PermissionDenied(_("Nobody gives a role to themselves. Ask another administrator."))
    role = Role(role)
    reason = _reason(reason)
    hold_tree()
    person.refresh_from_db(fields=["status", "is_active"])
    if not person.is_active:
        raise Refused(_("Someone who has left cannot hold a role."))
    now = clock.now()
    organisation = Organisation.current()
    today = organisation.today(now)
    if ends_on is not None and ends_on < today:
        raise ValidationError({"ends_on": _("Choose today or a later day.")})
    for run_out in RoleGrant.objects.run_out(today).filter(person=person, unit=unit, role=role):
        close(run_out, by=SYSTEM, reason=gettext_noop("The last day has passed"), verb="expire_role")
    if RoleGrant.objects.filter(person=person, unit=unit, role=role, ended_at=None).exists():
        raise IllegalMove(message=_("They hold this role there already."))
    grant = RoleGrant.objects.create(
        person=person,
        unit=unit,
        role=role,
        reason=reason,
        granted_by=None if by is SYSTEM else by,
        granted_at=now,
        ends_on=ends_on,
    )
    UnitRole.objects.create(
        user=person,
        content_object=unit,
        permission=_permission(role),
        ends_at=end_of_day(ends_on, organisation.time_zone),
    )
    settle_demand(person.pk)
    after = {"person": person, "unit": unit, "role": role} | ({"ends_on": ends_on} if ends_on else {})
    names = {"person": person, "unit": unit, "role": role.value}
    record(person, "grant_role", by=by, after=after, why=reason, names=names, unit_id=unit.pk)
    _tell(grant, "role_granted", by=by, why=reason, until=ends_on and ends_on.isoformat())
    return grant


@action
def end_role(grant, *, by, reason):
    """End a role before its time; never one's own, never that of the last administrator. ORG-7"""
    require(by, "end_role", grant)
    if by is not SYSTEM and by.pk == grant.person_id:
        raise PermissionDenied(_("Nobody ends their own role. Ask another administrator."))
    reason = _reason(reason)
    hold_tree()
    grant.refresh_from_db(fields=["ended_at"])
    if grant.ended_at is not None:
        raise IllegalMove(grant, "end_role")
    if is_root_administrator(grant) and not standing_administrators(without_grant=grant).exists():
        raise Refused(
            _(
                "This is the last administrator who stays. First make someone else administrator of the"
                " organisation, without an end date."
            )
        )
    return close(grant, by=by, reason=reason)


def close(grant, *, by, reason, verb="end_role"):
    """End a grant inside a running action, whatever the reason; the role is gone at once."""
    grant.ended_at = clock.now()
    grant.ended_by = None if by is SYSTEM or by.pk == grant.person_id else by
    grant.end_reason = reason
    grant.save(update_fields=["ended_at", "ended_by", "end_reason"])
    UnitRole.objects.filter(
        user=grant.person_id, content_object=grant.unit_id, permission__codename=grant.role
    ).delete()
    settle_demand(grant.person_id)
    names = {"person": grant.person, "unit": grant.unit, "role": grant.role}
    before = {"role": Role(grant.role), "unit": grant.unit}
    record(grant.person, verb, by=by, before=before, why=reason, names=names, unit_id=grant.unit_id)
    _tell(grant, "role_ended", by=by, why=str(reason))
    return grant


def is_root_administrator(grant):
    return grant.role == Role.ADMINISTRATOR and grant.unit.is_root


def _tell(grant, kind, *, by, **params):
    params |= {"role": str(grant.role), "unit": grant.unit.name}
    registry.notify(grant.person, kind, grant.unit, by=by, url=reverse("people:profile"), params=params)


def _permission(role):
    return Permission.objects.get(content_type__app_label="people", content_type__model="unit", codename=role.value)


def _reason(reason):
    reason = (reason or "").strip()
    if not reason:
        raise ValidationError({"reason": _("Say why, for those who look later.")})
    return reason
