"""Who can get into an account on the platform. REG-5"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessGrant
from accounts.rules.secrets import refuse_secrets
from people.permissions import require
from trail import clock
from trail.actions import SYSTEM, action, record
from trail.errors import IllegalMove


@action
def grant_access(account, person, platform_role, *, by, is_admin=False, why="") -> AccessGrant:
    """Record that a person has a role on the platform from now on. REG-5"""
    require(by, "grant_access", account)
    _refuse("platform_role", platform_role)
    if not person.is_active:
        raise ValidationError(
            {"person": _("%(person)s has left or cannot act any more; choose somebody active.") % {"person": person}}
        )
    if account.access_grants.filter(person=person, platform_role=platform_role, until_at=None).exists():
        raise ValidationError({"person": _("This access is on record already.")})
    grant = AccessGrant.objects.create(
        account=account,
        person=person,
        platform_role=platform_role,
        is_admin=is_admin,
        granted_by=None if by is SYSTEM else by,
        from_at=clock.now(),
    )
    record(account, "grant_access", by=by, after={"person": person, "role": platform_role}, why=why)
    return grant


@action
def end_access(grant, *, by, why=""):
    """Record that a person's role on the platform was taken away. REG-5"""
    require(by, "end_access", grant.account)
    close_access(grant, by=by, why=why)
    return grant


def close_access(grant, *, by, why=""):
    """End a grant on record, within the action that decided it."""
    _end(grant)
    names = {"person": grant.person, "role": grant.platform_role}
    record(grant.account, "end_access", by=by, before=names, names=names, why=why)


def _end(period):
    now = clock.now()
    ended = type(period).objects.filter(pk=period.pk, until_at__isnull=True).update(until_at=now)
    if not ended:
        raise IllegalMove(message=_("This has ended already."))
    period.until_at = now


def _refuse(field, text):
    try:
        refuse_secrets(text)
    except ValidationError as error:
        raise ValidationError({field: error}) from error
