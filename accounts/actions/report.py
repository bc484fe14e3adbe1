"""Report a suspicious account, and find out what it is. REG-11"""

from django.core.exceptions import ValidationError
from django.db.models import Case, F, Value, When
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.actions.request import draft_request
from accounts.actions.takedown import back_again
from accounts.models import Account, Concern, Finding, Platform, Report, Result, Sighting
from accounts.rules.likeness import most_alike
from accounts.rules.lookalike import skeleton_of
from accounts.rules.report import (
    AN_HOUR,
    FORGET_AFTER,
    FORGET_AT_LAST,
    FROM_ALL_AN_HOUR,
    check_texts,
    ours_at,
    read_reported,
)
from people.models import Unit
from people.permissions import require
from trail import clock
from trail.actions import SYSTEM, action, change, move, record
from trail.errors import Refused


class TooMany(Refused):
    """More reports came from outside than anybody could look at."""

    status = 429
    default = _(
        "Many reports arrived within the last hour. Please try again later; nothing was lost that you see here."
    )


@action
def report_account(handle, *, by, platform=None, concern=Concern.PRETENDS, seen="", evidence_url="") -> Sighting:
    """Report an account that may pretend to be ours; whoever is signed in may. REG-11

    `handle` is a handle or an address. A case that is known is joined. Raises ValidationError at the field.
    """
    require(by, "report_account", by)
    return _sight(handle, platform, "report_account", by=by, concern=concern, seen=seen, evidence_url=evidence_url)


@action
def report_publicly(
    handle, *, by, platform=None, concern=Concern.PRETENDS, seen="", evidence_url="", email=""
) -> Sighting:
    """The same from outside, without an account here; the e-mail address is optional. REG-11

    Raises TooMany once so many came within an hour that nobody could look at them.
    """
    if by is not SYSTEM:
        raise TypeError("who is signed in reports by name")
    if Sighting.objects.filter(person=None, at__gt=clock.now() - AN_HOUR).count() >= FROM_ALL_AN_HOUR:
        raise TooMany
    return _sight(
        handle,
        platform,
        "report_publicly",
        by=by,
        concern=concern,
        seen=seen,
        evidence_url=evidence_url,
        email=email,
    )


def _sight(handle, platform, verb, *, by, concern, seen, evidence_url, email=""):
    texts = check_texts(seen=seen, evidence_url=evidence_url)
    address = read_reported(handle, platform)
    now = clock.now()
    report, is_new = _case_of(address, now)
    sighting = Sighting.objects.create(
        report=report, person=None if by is SYSTEM else by, email=email, concern=concern, at=now, **texts
    )
    # Not a new version: who is looking at the case is not thrown out by every further report.
    again = Case(When(status=Finding.REPORTED, then=Value(None)), default=Value(now))
    Report.objects.filter(pk=report.pk).update(times=F("times") + 1, last_at=now, again_at=again)
    report.refresh_from_db(fields=["times", "last_at", "again_at"])
    after = {"handle": report.handle, "platform": report.platform} if is_new else {"reference": sighting.reference}
    record(report, verb, by=by, after={**after, "concern": sighting.concern})
    if report.status == Finding.CLOSED and report.result == Result.REMOVED:
        back_again(report, by=by, note=str(_("Reported again after its removal")))
    elif not is_new and report.status != Finding.REPORTED:
        Report.objects.filter(pk=report.pk).update(told_at=None)
    sighting.report = report
    return sighting


def _case_of(address, now):
    platform = Platform.objects.get(pk=address.platform_key)
    known = Report.objects.filter(platform=platform, handle_key=address.key)
    found = known.select_for_update(of=("self",)).select_related("platform").first()
    if found is not None:
        return found, False
    ours = Account.objects.standing().at(platform.pk, address.key, address.uid).first()
    alike = [ours.pk] if ours else most_alike(address.handle, platform.pk, address.key, limit=1)
    meant = Account.objects.select_related("unit").filter(pk__in=alike).first()
    found, is_new = Report.objects.get_or_create(
        platform=platform,
        handle_key=address.key,
        defaults={
            "handle": address.handle,
            "skeleton": skeleton_of(address, platform),
            "platform_uid": address.uid,
            "url": address.url or "",
            "account": meant,
            "unit": meant.unit if meant else _root(),
            "first_at": now,
            "last_at": now,
        },
    )
    return found, is_new


def _root():
    root = Unit.objects.root()
    if root is None:
        raise Refused(_("There is no organisation here yet."))
    return root


# What it turns out to be


@action
def find_official(report, *, by, why=""):
    """It was ours all along: the register says so. REG-11"""
    require(by, "find_official", report)
    account = ours_at(report)
    if account is None or not account.is_live:
        raise Refused(
            _("No account of ours in use is at this address. If it is ours but unregistered, choose that instead.")
        )
    return _find(report, "find_official", by, why, account=account, unit=account.unit)


@action
def claim_account(report, *, by, why=""):
    """It is ours, but nobody registered it: a request for it is begun, for whoever claims it to complete. REG-3 REG-11"""
    require(by, "claim_account", report)
    if ours_at(report) is not None:
        raise Refused(_("It is on our register already; say that it is ours instead."))
    why = check_texts(why=why)["why"]
    request = None
    if by is not SYSTEM and by.is_employee_now:
        words = _("Reported on %(day)s as an account of ours that nobody registered.")
        request = draft_request(
            report.unit,
            by=by,
            platform=report.platform,
            handle=report.handle,
            why_not_existing=str(words % {"day": date_format(localtime(report.first_at), "j F Y")}),
        )
    return _find(report, "claim_account", by, why, request=request)


@action
def find_fan(report, *, by, why):
    """Not ours, and nobody is deceived: a fan page, a namesake, a stranger. REG-11"""
    require(by, "find_fan", report)
    _refuse_ours(report)
    return _find(report, "find_fan", by, _reason(why))


@action
def confirm_impostor(report, *, by, why, account=None):
    """It pretends to be us: from now on the public is warned, and pointed at the account it imitates. REG-9 REG-11

    Refused for what is on the register, in use or being set up. Without `account` the one already noted stays.
    """
    require(by, "confirm_impostor", report)
    _refuse_ours(report)
    if account is not None and not account.is_live:
        raise ValidationError({"account": _("Choose an account of ours that is in use.")})
    return _find(report, "confirm_impostor", by, _reason(why), **({"account": account} if account else {}))


@action
def reopen_report(report, *, by, why):
    """Look at it anew: what was found no longer counts, and the public is not warned any more. REG-11"""
    require(by, "reopen_report", report)
    move(
        report,
        "reopen_report",
        by=by,
        why=_reason(why),
        again_at=None,
        result="",
        closed_on=None,
        asked_on=None,
        follow_up_on=None,
    )
    return report


@action
def keep_finding(report, *, by, why=""):
    """It was reported again, and what was found still holds. REG-11"""
    require(by, "keep_finding", report)
    if report.status == Finding.REPORTED or report.again_at is None:
        raise Refused(_("Nobody has reported it since it was looked at."))
    change(report, "keep_finding", by=by, why=check_texts(why=why)["why"], again_at=None)
    return report


@action
def assign_report(report, *, by, unit, account=None, why=""):
    """Say which unit of ours it concerns, and which account of ours is meant. REG-11"""
    require(by, "assign_report", report)
    if unit != report.unit:
        require(by, "assign_report", unit)
    if account is not None and not account.is_live:
        raise ValidationError({"account": _("Choose an account of ours that is in use.")})
    change(report, "assign_report", by=by, why=check_texts(why=why)["why"], unit=unit, account=account)
    return report


@action
def erase_sighting(sighting, *, by, why):
    """Forget what one reporter told: their address, their words and their link. AUD-6"""
    require(by, "erase_sighting", sighting.report)
    now = clock.now()
    if not Sighting.objects.filter(pk=sighting.pk, erased_at=None).update(
        email="", seen="", evidence_url="", erased_at=now
    ):
        raise Refused(_("This has been erased already."))
    record(sighting.report, "erase_sighting", by=by, after={"reference": sighting.reference}, why=_reason(why))
    sighting.refresh_from_db()
    return sighting


def _find(report, verb, by, why, **fields):
    now = clock.now()
    move(report, verb, by=by, why=why, triaged_by=None if by is SYSTEM else by, triaged_at=now, again_at=None, **fields)
    return report


def _refuse_ours(report):
    account = ours_at(report)
    if account is not None:
        raise Refused(
            _("%(account)s is on our register (%(status)s): it is ours, and nobody is warned of it.")
            % {"account": account, "status": account.get_status_display()}
        )


def _reason(why):
    why = check_texts(why=why)["why"]
    if not why:
        raise ValidationError({"why": _("Give a reason; it stays on record.")})
    return why


@action
def forget_reporters(now, *, by, at_most=500) -> int:
    """Drop the e-mail addresses of outside reporters when nobody will ask them any more; how many. AUD-6"""
    sightings = Sighting.objects.exclude(email="").select_related("report__platform")
    done = sightings.filter(report__triaged_at__lt=now - FORGET_AFTER).exclude(report__status=Finding.REPORTED)
    found = list((done | sightings.filter(at__lt=now - FORGET_AT_LAST)).order_by("pk")[:at_most])
    Sighting.objects.filter(pk__in=[one.pk for one in found]).update(email="")
    for report in {one.report_id: one.report for one in found}.values():
        record(report, "forget_reporters", by=by)
    return len(found)
