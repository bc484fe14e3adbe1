"""What a person watches without having to act: the register, who leaves, what happened. PLT-7"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.timezone import get_current_timezone

from accounts.models import STANDING, Account
from accounts.rules.gaps import GAPS
from imports.models import Export
from people.models import Person
from people.models import Status as Employment
from people.permissions import MANAGING, units_of
from trail import timeline
from trail.models import Entry

EXACT_TO = 10_000
AHEAD = timedelta(days=30)
SHOWN = 6


@dataclass
class Told:
    """An entry of the trail with the thing it is about."""

    sentence: str
    at: datetime
    why: str = ""


def register(person, terms):
    """How many live accounts the person sees, and how many have gaps; None when there is none. Two queries."""
    live = Account.objects.visible_to(person).live()
    total = _count(live)
    if not total:
        return None
    any_gap = Q()
    for gap in GAPS:
        any_gap |= gap.where(terms)
    with_gaps = _count(live.filter(any_gap))
    return {"n": total, "total": _text(total), "gaps": with_gaps, "with_gaps": _text(with_gaps)}


def _count(accounts):
    return accounts.order_by().values("pk")[: EXACT_TO + 1].count()


def _text(n):
    number = number_format(min(n, EXACT_TO), force_grouping=True)
    return number if n <= EXACT_TO else f"{number}+"


def leaving(person, today):
    """The people who leave within a month, with how many accounts they answer for."""
    owned = Count("owned_accounts", filter=Q(owned_accounts__status__in=STANDING))
    rows = Person.objects.visible_to(person).filter(status=Employment.LEAVING, leaving_on__lte=today + AHEAD)
    rows = rows.exclude(pk=person.pk)
    return rows.annotate(owned=owned).order_by("leaving_on", "name")[:5]


def files(person):
    """The person's own exports that are being written or wait to be downloaded; one query. PLT-8"""
    mine = Export.objects.filter(by=person, status__in=(Export.Status.WRITING, Export.Status.READY))
    return mine.order_by("-created_at", "-pk")[:3]


def since_yesterday(person, now):
    """The last things that happened where the person manages, or to accounts they answer for."""
    here = now.astimezone(get_current_timezone())
    start = datetime.combine(here.date() - timedelta(days=1), time.min, tzinfo=here.tzinfo)
    mine = Account.objects.filter(Q(owner=person) | Q(backup=person) | Q(custodian=person)).values_list("pk", flat=True)
    about_mine = Q(object_type=Account._meta.label_lower, object_id__in=[str(pk) for pk in mine[:200]])
    seen = Entry.objects.filter(Q(unit_id__in=units_of(person, MANAGING)) | about_mine, at__gte=start)
    entries = seen.filter(kind=Entry.Kind.CHANGE).order_by("-seq")[:SHOWN]
    return [_told(moment) for moment in timeline.told(entries)]


def _told(moment):
    entry, thing = moment.entry, moment.payload.get("object", "")
    if entry.object_type == Account._meta.label_lower:
        url = reverse("accounts:account_detail", args=[entry.object_id])
        return Told(format_html('{}\u00a0· <a href="{}">{}</a>', moment.sentence, url, thing), moment.at, moment.why)
    return Told(moment.sentence, moment.at, moment.why)
