"""Whether: the rules of units, departures and roles, without writing. ORG-1 ORG-2 ORG-7"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from people.models import Kind, Person, Role, RoleGrant, Status, Unit


def interim_for(unit, *, instead_of=None):
    """Who stands in: the unit's head, else the parent's … else the root's; active employees only. ORG-1

    None only when not even the root has such a head. One query at any depth.
    """
    above = Unit.objects.above(unit).filter(head__isnull=False).select_related("head")
    for candidate in above:
        head = candidate.head
        if head.is_employee_now and (instead_of is None or head.pk != instead_of.pk):
            return head
    return None


def end_of_day(day, time_zone):
    """The instant at which a calendar day ends in a time zone; None without a day."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=ZoneInfo(time_zone))


def start_of_day(day, time_zone):
    """The instant at which a calendar day begins in a time zone."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(time_zone))


def is_gone(person, today):
    """Whether their last day or their contract's end lies behind us. ORG-2"""
    last = [day for day in (person.leaving_on, person.contract_ends_on) if day is not None]
    return person.status != Status.LEFT and bool(last) and min(last) < today


def standing_administrators(*, without_grant=None, without_person=None):
    """Grants that keep the organisation governed: on the root, without an end, of people who stay. ORG-7

    Temporary roles, announced leavers and outside people do not count: their day comes by itself.
    """
    grants = RoleGrant.objects.filter(
        role=Role.ADMINISTRATOR,
        unit__is_root=True,
        ended_at=None,
        ends_on=None,
        person__is_active=True,
        person__status=Status.ACTIVE,
        person__kind=Kind.EMPLOYEE,
    )
    if without_grant is not None:
        grants = grants.exclude(pk=without_grant.pk)
    if without_person is not None:
        grants = grants.exclude(person=without_person.pk)
    return grants


def stand_in_administrator(leaver, today):
    """Who becomes administrator when the last one leaves by a signal: the root's head, else another role holder."""
    root = Unit.objects.root()
    if root is not None and root.head_id not in (None, leaver.pk) and root.head.is_employee_now:
        return root.head
    return _first_other(leaver, RoleGrant.objects.in_force(today))


def stand_in_head(leaver, today):
    """Who heads the organisation when its head leaves by a signal: an administrator, else another role holder."""
    administrators = RoleGrant.objects.in_force(today).filter(role=Role.ADMINISTRATOR)
    return (
        _first_other(leaver, administrators.filter(unit__is_root=True))
        or _first_other(leaver, administrators)
        or _first_other(leaver, RoleGrant.objects.in_force(today))
    )


def _first_other(leaver, grants):
    people = Person.objects.employees_now().filter(status=Status.ACTIVE).exclude(pk=leaver.pk)
    grant = grants.filter(person__in=people).order_by("granted_at", "pk").select_related("person").first()
    return grant.person if grant else None
