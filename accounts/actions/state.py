"""The moves of an account's life. REG-7 REG-12"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.rules.account import check_fields, today
from accounts.rules.report import refuse_fake
from notices.actions import notify
from people.models import Organisation
from people.permissions import require
from trail import clock
from trail.actions import action, move

# What people are told of; the rest of the moves is routine, or told once for many by its sender.
TOLD = {
    "suspend_account": "suspended",
    "report_compromised": "compromised",
    "report_lost_access": "lost_access",
    "start_retiring": "retiring",
    "restore_account": "restored",
}


@action
def suspend_account(account, *, by, why):
    """Stop using the account for now; it stays ours and on the public list. REG-7"""
    return _move(account, "suspend_account", by, why)


@action
def report_compromised(account, *, by, why):
    """Someone else has, or may have, control of the account. REG-7"""
    return _move(account, "report_compromised", by, why)


@action
def report_lost_access(account, *, by, why):
    """Nobody of ours can get in any more. REG-7"""
    return _move(account, "report_lost_access", by, why)


@action
def restore_account(account, *, by, why):
    """The account is in use and in our hands again. REG-7"""
    return _move(account, "restore_account", by, why)


@action
def start_retiring(account, *, by, why, retire_on=None):
    """Give notice that the account closes on a day, by default after the organisation's notice. REG-7

    Raises ValidationError where the day leaves less than that notice.
    """
    notice = timedelta(days=Organisation.current().retire_notice_days)
    earliest = today() + notice
    retire_on = retire_on or earliest
    if retire_on < earliest:
        raise ValidationError(
            {
                "retire_on": _("Notice is %(days)d days; choose %(date)s or later.")
                % {"days": notice.days, "date": earliest}
            }
        )
    return _move(account, "start_retiring", by, why, retire_on=retire_on)


@action
def retire_account(account, *, by, archive_place, exported_on, why=""):
    """Close the account for good; its handle stays on record and ours. REG-7 REG-12

    Raises ValidationError before the announced day, without the archive's place or with an export to come.
    """
    day = today()
    account.archive_place = archive_place
    check_fields(account, changed=("archive_place",), why=why)
    if account.retire_on and day < account.retire_on:
        raise ValidationError(
            {None: _("Notice runs until %(date)s; retire the account then.") % {"date": account.retire_on}}
        )
    if not archive_place:
        raise ValidationError({"archive_place": _("Say where the archived content lies.")})
    if exported_on is None or exported_on > day:
        raise ValidationError({"exported_on": _("Give the day on which the content was exported.")})
    return _move(
        account,
        "retire_account",
        by,
        why,
        retired_on=day,
        archive_place=archive_place,
        exported_on=exported_on,
    )


@action
def drop_account(account, *, by, why):
    """Retire an account at once because the source of the register no longer lists it. REG-10"""
    return _move(account, "drop_account", by, why, retired_on=today())


@action
def reinstate_account(account, *, by, why):
    """Take a retired account back into the register, for it turned out to live. REG-7"""
    if not (account.owner_id and account.owner.is_employee_now):
        raise ValidationError({"owner": _("Its owner has left; name another one first.")})
    refuse_fake(account)
    return _move(account, "reinstate_account", by, why, retired_on=None, retire_on=None)


def _move(account, verb, by, why, **fields):
    require(by, verb, account)
    if not why and verb != "retire_account":
        raise ValidationError({"why": _("Give a reason; it stays on record.")})
    move(account, verb, by=by, why=why, **fields)
    if verb in TOLD:
        tell_state(account, TOLD[verb], by=by, why=why)
    return account


def tell_state(account, state, *, by, why):
    """Tell the people who answer for the account and the head of its unit, except who did it. PLT-5"""
    now = clock.now()
    params = {"account": account.label, "platform": account.platform.name, "state": state, "why": why}
    people = {account.owner, account.backup, account.custodian, account.unit.head} - {None, by}
    for person in sorted(people, key=lambda person: person.pk):
        if person.is_active:
            url = account.get_absolute_url()
            notify(person, "account_state_changed", account, at=now, params=params, by=by, url=url)
