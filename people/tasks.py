"""What falls due by itself: departures, roles, password letters. ORG-2 ORG-7 PLT-3"""

import logging
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_noop

from people.actions import answer_reset, mark_left
from people.actions.role import close
from people.lockout import forget_attempts
from people.models import Device, Organisation, Person, ResetRequest, RoleGrant, Session
from trail import clock
from trail.actions import SYSTEM, action
from trail.errors import Refused

log = logging.getLogger(__name__)


def sweep_departures():
    """Whoever's last day or contract has ended in the organisation's time zone has left. ORG-2"""
    today = Organisation.current().today(clock.now())
    gone = 0
    for person in Person.objects.gone_by(today).order_by("pk")[:500]:
        ended = person.leaving_on or person.contract_ends_on
        try:
            mark_left(person, by=SYSTEM, why=gettext_noop("Last day %(day)s") % {"day": ended.isoformat()}, signal=True)
            gone += 1
        except (Refused, ValidationError) as refused:
            log.error("person %s stays although their last day has passed: %s", person.pk, refused)
    return gone


def sweep_roles():
    """Roles whose last day has passed are closed; they stopped counting when it ended. ORG-7"""
    today = Organisation.current().today(clock.now())
    due = RoleGrant.objects.run_out(today).order_by("pk").select_related("person", "unit")[:500]
    return sum(expire_role(grant, by=SYSTEM) for grant in due)


@action
def expire_role(grant, *, by):
    """Close one role that has run out; whether it was still open."""
    still = RoleGrant.objects.select_for_update().filter(pk=grant.pk, ended_at=None).exists()
    if still:
        close(grant, by=by, reason=gettext_noop("The last day has passed"), verb="expire_role")
    return still


def answer_resets():
    """Letters for those who asked for a new password. PLT-3"""
    waiting = ResetRequest.objects.order_by("pk")[:100]
    return len([answer_reset(request, by=SYSTEM) for request in waiting])


def forget_sessions():
    """Drop sessions that have run out, and devices nobody has signed in with for longer than their cookie lasts."""
    now = clock.now()
    Device.objects.filter(last_seen_at__lte=now - timedelta(days=400)).delete()
    return Session.objects.filter(expire_date__lte=now).delete()[0]


SWEEPS = {
    "sweep_departures": (30, sweep_departures),
    "sweep_roles": (30, sweep_roles),
    "answer_resets": (2, answer_resets),
    "forget_attempts": (3600, forget_attempts),
    "forget_sessions": (3600, forget_sessions),
}
