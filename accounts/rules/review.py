"""Who is asked about an access, and by when. REG-5 ORG-7

Nobody reviews their own: the owner is asked, then the backup owner, the head of the unit and the heads above, then an
administrator; each an active employee who can sign in and is not the person whose access it is.
"""

from calendar import monthrange
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField, Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from people.models import Role, RoleGrant, UnitLink

ESCALATION = timedelta(days=7)
LONGEST = timedelta(days=180)


def reviewer_for(today, *, holder, unit, candidates=(), besides=None):
    """The reviewer as an expression over rows; None where nobody is left who may be asked.

    `holder`, `unit`, `candidates` and `besides` are paths of the rows: whose it is, where, who is asked first, and who
    is not asked again. The heads and administrators are looked up only for rows whose candidates fall out.
    """
    barred = [path for path in (holder, besides) if path]
    others = Coalesce(_heads(unit, barred), _administrators(unit, barred, today), output_field=BigIntegerField())
    first = [When(_fit(path) & _not(path, [F(each) for each in barred]), then=F(path)) for path in candidates]
    return Case(*first, default=others, output_field=BigIntegerField()) if first else others


def _fit(path):
    """Somebody who can answer: employed here, and able to sign in. ORG-2"""
    prefix = f"{path}__" if path else ""
    return Q(**{f"{prefix}is_active": True, f"{prefix}kind": "employee", f"{prefix}email__isnull": False}) & Q(
        **{f"{prefix}status__in": ["active", "leaving"]}
    )


def _not(path, others):
    condition = Q()
    for other in others:
        condition &= ~Q(**{path: Coalesce(other, Value(0))})
    return condition


def _heads(unit, barred):
    above = UnitLink.objects.filter(_fit("ancestor__head"), descendant=OuterRef(unit))
    above = above.filter(_not("ancestor__head", [OuterRef(each) for each in barred]))
    return Subquery(above.order_by("depth").values("ancestor__head")[:1], output_field=BigIntegerField())


def _administrators(unit, barred, today):
    held = RoleGrant.objects.in_force(today).filter(_fit("person"), role=Role.ADMINISTRATOR)
    held = held.filter(_not("person", [OuterRef(each) for each in barred]), unit__links_down__descendant=OuterRef(unit))
    return Subquery(
        held.order_by("unit__links_down__depth", "granted_at", "pk").values("person")[:1],
        output_field=BigIntegerField(),
    )


def next_opening(plan, today) -> date:
    """The day after `next_on` on which a plan opens its next review; what a pause in service missed is not caught up."""
    day, steps = plan.next_on, 0
    while day <= today:
        steps += 1
        day = months_later(plan.next_on, plan.months * steps)
    return day


def months_later(day, months) -> date:
    """The same day so many months on; the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def check_due(due_on, today):
    """Reviewers get a day at least and half a year at most. REG-5"""
    if due_on <= today:
        raise ValidationError({"due_on": _("Give the reviewers at least until tomorrow.")})
    if due_on > today + LONGEST:
        raise ValidationError({"due_on": _("Choose a day within half a year.")})
