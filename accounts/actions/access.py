"""Who can get into an account on the platform. REG-5"""

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.actions.removal import end_items
from accounts.models import AccessGrant, Route
from accounts.rules.access import check_last_day, check_route, check_since
from accounts.rules.account import today
from accounts.rules.secrets import refuse_secrets
from people.models import Organisation
from people.permissions import require
from people.rules import start_of_day
from trail import clock
from trail.actions import SYSTEM, action, record
from trail.errors import IllegalMove, Stale


@action
def grant_access(
    account,
    person,
    platform_role,
    *,
    by,
    route=Route.PLATFORM,
    via="",
    expires_on=None,
    since=None,
    is_admin=False,
    why="",
) -> AccessGrant:
    """Record that a person can get in, by which way and until when; from now on, or since a past day. REG-5

    People from outside have a last day, their contract's at the latest; a shared sign-in says why. The person
    must be active, and the same access stands on record once.
    """
    require(by, "grant_access", account)
    for field, text in (("platform_role", platform_role), ("via", via), ("why", why)):
        _refuse(field, text)
    if not person.is_active:
        raise ValidationError(
            {"person": _("%(person)s has left or cannot act any more; choose somebody active.") % {"person": person}}
        )
    check_route(route, via, why)
    organisation, now = Organisation.current(), clock.now()
    today = organisation.today(now)
    check_last_day(person, expires_on, today)
    check_since(since, today)
    from_at = start_of_day(since, organisation.time_zone) if since is not None and since < today else now
    same = account.access_grants.filter(person=person, platform_role=platform_role, route=route, via=via)
    if same.current().exists():
        raise ValidationError({"person": _("This access is on record already.")})
    if same.filter(until_at__gt=from_at).exists():
        raise ValidationError({"since": _("They had this access then already, and it is on record.")})
    grant = AccessGrant.objects.create(
        account=account,
        person=person,
        platform_role=platform_role,
        is_admin=is_admin,
        route=route,
        via=via,
        reason=why,
        expires_on=expires_on,
        granted_by=None if by is SYSTEM else by,
        from_at=from_at,
    )
    after = {"person": person, "role": platform_role, "route": Route(route).value}
    after |= {"via": via} if via else {}
    after |= {"expires_on": expires_on} if expires_on else {}
    record(account, "grant_access", by=by, after=after, why=why)
    return grant


@action
def extend_access(grant, expires_on, *, by, why):
    """Give an open access another last day, or none to an employee; with the reason. REG-5

    What a review has ordered away is not extended: its end is recorded, and it is granted anew.
    """
    require(by, "extend_access", grant)
    _refuse("why", why)
    if not why.strip():
        raise ValidationError({"why": _("Say why it is still needed.")})
    check_last_day(grant.person, expires_on, today())
    if grant.removal_ordered_at is not None:
        raise IllegalMove(message=_("Its removal was ordered. Record its end; if it is needed, grant it anew."))
    rows = AccessGrant.objects.current().filter(pk=grant.pk, removal_ordered_at=None, version=grant.version)
    if not rows.update(expires_on=expires_on, expiry_told=0, version=F("version") + 1):
        if AccessGrant.objects.current().filter(pk=grant.pk, removal_ordered_at=None).exists():
            raise Stale
        raise IllegalMove(message=_("This has ended already."))
    names = {"person": grant.person, "role": grant.platform_role}
    before, after = {"expires_on": grant.expires_on}, {"expires_on": expires_on}
    record(grant.account, "extend_access", by=by, before=before, after=after, names=names, why=why)
    grant.expires_on, grant.expiry_told, grant.version = expires_on, 0, grant.version + 1
    return grant


@action
def end_access(grant, *, by, why=""):
    """Record that a person's access was taken away. REG-5"""
    require(by, "end_access", grant)
    close_access(grant, by=by, why=why)
    return grant


def close_access(grant, *, by, why=""):
    """End a grant on record, within the action that decided it; nobody is asked about it any more."""
    _end(grant)
    names = {"person": grant.person, "role": grant.platform_role}
    record(grant.account, "end_access", by=by, before=names, names=names, why=why)
    end_items([grant.pk], by=by, now=grant.until_at)


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
