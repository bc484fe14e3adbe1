"""What waits for a person on reported accounts: cases to look at, take-downs to ask for and to follow up. REG-11"""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Finding, Lookalike, Report
from home.work.item import ALONE, AT_MOST, SOON, Item


def of_reports(person, terms):
    """For who may say what a reported account is. Two queries."""
    mine = Report.objects.permitted_to(person, "confirm_impostor")
    waits = Q(status__in=(Finding.REPORTED, Finding.IMPOSTOR)) | Q(again_at__isnull=False)
    waits |= Q(status=Finding.TAKEDOWN, follow_up_on__lte=terms.today + SOON)
    rows = list(mine.filter(waits).select_related("platform").order_by("-last_at", "-pk")[:AT_MOST])
    new = [report for report in rows if report.status == Finding.REPORTED or report.again_at]
    found = _many(new) if len(new) > ALONE else [_look(report) for report in new]
    found += [_ask(report) for report in rows if report.status == Finding.IMPOSTOR and not report.again_at]
    found += [_follow(report) for report in rows if report.status == Finding.TAKEDOWN and not report.again_at]
    return found + _alike(person)


def _named(report):
    return {"account": report, "platform": report.platform}


def _look(report):
    said = ngettext("Reported once.", "Reported %(n)d times.", report.times) % {"n": report.times}
    return Item(
        _("Look at %(account)s on %(platform)s") % _named(report),
        f"{said} {_('Say whether it is ours, harmless or an impostor.')}",
        report.get_absolute_url(),
        _("Look"),
        icon="flag",
        is_urgent=True,
    )


def _many(reports):
    title = _("%(n)s reported accounts to look at") % {"n": f"{len(reports)}{'+' if len(reports) == AT_MOST else ''}"}
    where = reverse("accounts:report_list") + "?status=open"
    return [
        Item(
            title,
            _("Say whether each is ours, harmless or an impostor."),
            where,
            _("Look"),
            icon="flag",
            is_urgent=True,
        )
    ]


def _ask(report):
    return Item(
        _("Ask %(platform)s to take down %(account)s") % _named(report),
        _("It is confirmed as an impostor; the public is warned, but the account is still there."),
        reverse("accounts:ask_takedown", args=[report.pk]),
        _("Record the request"),
        icon="alert",
    )


def _follow(report):
    return Item(
        _("Ask %(platform)s again about %(account)s") % _named(report),
        _("It was asked to take the impostor down. Record its answer, or ask again."),
        report.get_absolute_url(),
        _("Open"),
        icon="wait",
        due=report.follow_up_on,
        since=report.asked_on or report.follow_up_on - timedelta(days=7),
    )


def _alike(person):
    pairs = Lookalike.objects.permitted_to(person, "dismiss_lookalike").open().order_by()
    n = pairs.values("pk")[: AT_MOST + 1].count()
    if not n:
        return []
    title = ngettext("%(n)d pair of accounts looks alike", "%(n)d pairs of accounts look alike", n) % {"n": n}
    where = reverse("accounts:lookalike_list") + "?status=open"
    return [Item(title, _("People take one for the other: rename one, or say that it is no concern."), where, _("See"))]
