"""Reminders of what falls due on accounts and on reports of others. REG-6 REG-11 PLT-5"""

from accounts.models import Account, Finding, Report
from accounts.rules.report import triagers
from notices.actions import notify_many
from trail import clock
from trail.actions import action


@action
def remind_rotation(today, *, by, at_most=500) -> int:
    """Tell custodian and owner that a password is due, once for each due day; how many accounts were told of. REG-6

    The conditional UPDATE claims the reminder, so that of two sweeps one sends it.
    """
    told, claimed = [], 0
    for account in Account.objects.to_remind(today).with_people().order_by("pk")[:at_most]:
        due = account.rotation_due_on
        rows = Account.objects.to_remind(today).filter(pk=account.pk, rotation_due_on=due)
        if not rows.update(rotation_reminded_for=due):
            continue
        claimed += 1
        params = {"account": account.label, "platform": account.platform.name, "due": due.isoformat()}
        url = account.get_absolute_url()
        people = dict.fromkeys(person for person in (account.custodian, account.owner) if person)
        told += [(person, account, params, url) for person in people]
    notify_many(told, "rotation_due", by=by)
    return claimed


@action
def tell_triagers(*, by, at_most=500) -> int:
    """Tell who looks at reports of the cases that came in since, all in one message; how many cases. REG-11

    The conditional UPDATE claims a case, so that of two sweeps one tells of it.
    """
    told = []
    for report in Report.objects.filter(told_at=None).with_account().order_by("pk")[:at_most]:
        if not Report.objects.filter(pk=report.pk, told_at=None).update(told_at=clock.now()):
            continue
        if report.status == Finding.REPORTED or report.again_at or report.status == Finding.IMPOSTOR:
            told.append(report)
    concerns = dict(
        Report.objects.filter(pk__in=[one.pk for one in told], sightings__concern="money").values_list("pk", "pk")
    )
    _notify(told, "report_received", by, lambda report: {"concern": "money"} if report.pk in concerns else {})
    return len(told)


@action
def remind_takedown(today, *, by, at_most=500) -> int:
    """Remind whoever follows a take-down to ask the platform again, once for each day set; how many. REG-11"""
    told = []
    for report in Report.objects.to_remind(today).with_account().order_by("pk")[:at_most]:
        due = report.follow_up_on
        if Report.objects.to_remind(today).filter(pk=report.pk, follow_up_on=due).update(reminded_for=due):
            told.append(report)
    _notify(told, "takedown_due", by, lambda report: {"on": report.follow_up_on.isoformat()})
    return len(told)


def _notify(reports, kind, by, params):
    people = triagers({report.unit_id for report in reports})
    notify_many(
        [
            (
                person,
                report,
                {"platform": str(report.platform), "times": report.times, **params(report)},
                report.get_absolute_url(),
            )
            for report in reports
            for person in people.get(report.unit_id, ())
        ],
        kind,
        by=by,
    )
