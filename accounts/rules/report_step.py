"""What happens next with a reported account, and the one thing its page asks for. REG-11"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Finding


@dataclass(frozen=True)
class Next:
    """A title, a sentence, the verb that comes first, and by when."""

    title: str
    text: str
    verb: str = ""
    due: date | None = None
    sign: str = "info"
    tone: str = ""


def next_of_report(report, ours: Any = None) -> Next:
    """The next step of a case as it stands; `ours` is the account on the register at its address. REG-11"""
    if report.again_at and report.status != Finding.REPORTED:
        return Next(
            _("Reported again"),
            _("Since it was looked at, somebody reported it again. Look at it once more."),
            "keep_finding",
            sign="flag",
            tone="warn",
        )
    return {
        Finding.REPORTED: _reported,
        Finding.OFFICIAL: _official,
        Finding.CLAIMED: _claimed,
        Finding.FAN: _fan,
        Finding.IMPOSTOR: _impostor,
        Finding.TAKEDOWN: _takedown,
        Finding.CLOSED: _closed,
    }[report.status](report, ours)


def _reported(report, ours):
    if ours is not None:
        text = _("%(account)s is on our register. If its posts are strange, report the account as compromised.")
        return Next(_("It is ours"), text % {"account": ours}, "find_official", sign="info")
    said = ngettext("Reported once.", "Reported %(n)d times.", report.times) % {"n": report.times}
    look = _("Open the profile, then say what it is. Until then the public hears only that it is not on our list.")
    return Next(_("What is it?"), f"{said} {look}", "confirm_impostor" if report.account_id else "", sign="flag")


def _official(report, ours):
    return Next(_("It is ours"), _("The public hears from the register that it is official."), sign="official")


def _claimed(report, ours):
    if ours is not None:
        text = _("It is on the register by now: %(account)s, %(status)s.")
        return Next(_("It is ours"), text % {"account": ours, "status": ours.get_status_display()}, sign="done")
    return Next(
        _("It is ours, but not on the register"),
        _("Nobody answers for it yet, and the public hears that it is not on our list."),
        sign="warning",
        tone="warn",
    )


def _fan(report, ours):
    return Next(_("Harmless"), _("Nothing to do. If it is reported again, it comes back to this list."), sign="check")


def _impostor(report, ours):
    return Next(
        _("The public is warned"),
        _("Ask the platform to take it down, and put the request on record."),
        "ask_takedown",
        sign="alert",
        tone="over",
    )


def _takedown(report, ours):
    return Next(
        _("The platform was asked to take it down"),
        _("Record what it answers; when it does not, ask again."),
        "record_answer",
        report.follow_up_on,
        sign="wait",
    )


def _closed(report, ours):
    text = _("The public stays warned. If it is reported again after its removal, the case goes on by itself.")
    return Next(str(report.get_result_display()), text, sign="done")


# A deadline chip turns amber in the last quarter of this.
WARNED_FOR = timedelta(days=7)
