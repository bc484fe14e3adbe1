"""The way to the take-down of an impostor, step by dated step. REG-11"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Finding, Result, TakedownStep
from accounts.models.report import ANSWERS
from accounts.rules.account import today
from accounts.rules.report import FOLLOW_UP, check_texts
from people.permissions import require
from trail import clock
from trail.actions import SYSTEM, action, change, move, record
from trail.errors import IllegalMove

Kind = TakedownStep.Kind


@action
def ask_takedown(report, *, by, on=None, channel, reference="", link="", note="", follow_up_on=None):
    """Record that the platform was asked to take an impostor down; it is asked again a week later. REG-11"""
    require(by, "ask_takedown", report)
    on, follow_up_on = _days(on, follow_up_on)
    step = _step(report, Kind.ASKED, on, by, channel=channel, reference=reference, link=link, note=note)
    move(report, "ask_takedown", by=by, why=step.note, asked_on=on, follow_up_on=follow_up_on, names=_told(step))
    return report


@action
def remind_platform(report, *, by, on=None, channel, reference="", link="", note="", follow_up_on=None):
    """Record that the platform was asked again. REG-11"""
    return _again(report, "remind_platform", Kind.REMINDED, by, on, channel, reference, link, note, follow_up_on)


@action
def escalate_takedown(report, *, by, on=None, channel, reference="", link="", note="", follow_up_on=None):
    """Record that somebody higher was asked: a contact at the platform, a lawyer, an authority. REG-11"""
    return _again(report, "escalate_takedown", Kind.ESCALATED, by, on, channel, reference, link, note, follow_up_on)


@action
def record_answer(report, *, by, answer, on=None, reference="", note="", follow_up_on=None):
    """Record what the platform answered; when it removed the account the case is closed. REG-11"""
    require(by, "record_answer", report)
    if report.status != Finding.TAKEDOWN:
        raise IllegalMove(report, "record_answer")
    if answer not in dict(ANSWERS):
        raise ValidationError({"answer": _("Choose what the platform answered.")})
    on, follow_up_on = _days(on, follow_up_on)
    step = _step(report, Kind.ANSWERED, on, by, answer=answer, reference=reference, note=note)
    record(report, "record_answer", by=by, after={"on": on, "answer": answer}, why=step.note)
    if answer == Result.REMOVED:
        return _close(report, Result.REMOVED, on, by, step.note)
    change(report, "plan_follow_up", by=by, follow_up_on=follow_up_on)
    return report


@action
def close_report(report, *, by, result, on=None, note=""):
    """End the case: removed, refused for good, or given up without an answer; the public stays warned. REG-11"""
    require(by, "close_report", report)
    if result not in Result.values:
        raise ValidationError({"result": _("Choose how it ended.")})
    on, _later = _days(on, None)
    return _close(report, result, on, by, check_texts(note=note)["note"])


@action
def find_again(report, *, by, note=""):
    """The impostor is back after its removal: the case goes on. REG-11"""
    require(by, "find_again", report)
    return back_again(report, by=by, note=check_texts(note=note)["note"])


def back_again(report, *, by, note):
    """Take a closed case up again, within the action that found it so."""
    _step(report, Kind.BACK, today(), by, note=note)
    move(report, "find_again", by=by, why=note, result="", closed_on=None, asked_on=None, follow_up_on=None)
    type(report).objects.filter(pk=report.pk).update(told_at=None)
    return report


def _again(report, verb, kind, by, on, channel, reference, link, note, follow_up_on):
    require(by, verb, report)
    if report.status != Finding.TAKEDOWN:
        raise IllegalMove(report, verb)
    on, follow_up_on = _days(on, follow_up_on)
    step = _step(report, kind, on, by, channel=channel, reference=reference, link=link, note=note)
    record(report, verb, by=by, after=_told(step), why=step.note)
    change(report, "plan_follow_up", by=by, follow_up_on=follow_up_on)
    return report


def _close(report, result, on, by, note):
    _step(report, Kind.CLOSED, on, by, answer=result, note=note)
    move(report, "close_report", by=by, why=note, result=result, closed_on=on, follow_up_on=None)
    return report


def _days(on, follow_up_on):
    """The day of a step, not to come; and the day to ask again, which lies after today."""
    now = today()
    on = on or now
    if on > now:
        raise ValidationError({"on": _("This day has not come yet.")})
    follow_up_on = follow_up_on or max(on + FOLLOW_UP, now + timedelta(days=1))
    if follow_up_on <= now:
        raise ValidationError({"follow_up_on": _("Choose a day after today.")})
    return on, follow_up_on


def _step(report, kind, on, by, *, channel="", answer="", **texts):
    return TakedownStep.objects.create(
        report=report,
        kind=kind,
        on=on,
        channel=channel,
        answer=answer,
        by=None if by is SYSTEM else by,
        recorded_at=clock.now(),
        **check_texts(**texts),
    )


def _told(step):
    return {"on": step.on, "channel": step.channel, "reference": step.reference}
