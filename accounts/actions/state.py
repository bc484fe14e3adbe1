"""The moves of an account's life. REG-7 REG-12"""

from datetime import timedelta

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.actions.checklist import begin, end, refuse_unfinished
from accounts.models import Account, ChecklistKind, Status
from accounts.rules.account import check_fields, today
from accounts.rules.checklist import PLAYBOOKS
from accounts.rules.faults import Faults
from accounts.rules.report import refuse_fake
from notices.actions import notify
from people.models import Organisation
from people.permissions import require
from trail import clock
from trail.actions import action, move
from trail.errors import IllegalMove

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
    """Someone else has, or may have, control of the account; its playbook opens with it. REG-7"""
    return _report(account, "report_compromised", by, why)


@action
def report_lost_access(account, *, by, why):
    """Nobody of ours can get in any more; its playbook opens with it. REG-7"""
    return _report(account, "report_lost_access", by, why)


@action
def restore_account(account, *, by, why):
    """The account is in use and in our hands again. REG-7

    After a compromise or a lost access, raises ValidationError that names the steps of the playbook nobody has done
    or set aside, and unless control was proven anew since.
    """
    require(by, "restore_account", account)
    # As it stands, not as the caller saw it: a suspended account may have been reported meanwhile.
    held = Account.objects.select_for_update().get(pk=account.pk)
    if held.status not in (Status.COMPROMISED, Status.LOST_ACCESS):
        return _move(account, "restore_account", by, why)
    playbooks = _playbooks(held)
    refuse_unfinished(*playbooks)
    if held.verified_on is None or held.verified_on < max(_day(playbook.opened_at) for playbook in playbooks):
        raise ValidationError(_("Prove first that we control it again, and record it under “Verify control”."))
    _move(account, "restore_account", by, why)
    for playbook in playbooks:
        end(playbook, by=by)
    return account


@action
def start_retiring(account, *, by, why, retire_on=None):
    """Give notice that the account closes on a day, by default after the organisation's notice. REG-7

    What there is to do until then opens as a checklist.

    Raises ValidationError where the day leaves less than that notice.
    """
    notice = timedelta(days=Organisation.current().retire_notice_days)
    earliest = today() + notice
    retire_on = retire_on or earliest
    if retire_on < earliest:
        raise ValidationError(
            {
                "retire_on": _("Notice is %(days)d days; choose %(date)s or later.")
                % {"days": notice.days, "date": date_format(earliest)}
            }
        )
    _move(account, "start_retiring", by, why, retire_on=retire_on)
    begin(account, ChecklistKind.RETIREMENT, by=by)
    return account


@action
def retire_account(account, *, by, archive_place, exported_on, why=""):
    """Close the account for good; its handle stays on record and ours. REG-7 REG-12

    Raises ValidationError before the announced day, with steps of its checklist open, without the archive's place or
    with an export to come; every fault at once.
    """
    require(by, "retire_account", account)
    if account.status != Status.RETIRING:
        raise IllegalMove(account, "retire_account")
    day = today()
    account.archive_place = archive_place
    faults = Faults()
    with faults.found():
        check_fields(account, changed=("archive_place",), why=why)
    if account.retire_on and day < account.retire_on:
        shown = {"date": date_format(account.retire_on)}
        faults.add(NON_FIELD_ERRORS, _("Notice runs until %(date)s; retire the account then.") % shown)
    if not archive_place:
        faults.add("archive_place", _("Say where the archived content lies."))
    if exported_on is None or exported_on > day:
        faults.add("exported_on", _("Give the day on which the content was exported."))
    with faults.found():
        refuse_unfinished(*_playbooks(account))
    faults.refuse()
    _move(
        account,
        "retire_account",
        by,
        why,
        retired_on=day,
        archive_place=archive_place,
        exported_on=exported_on,
    )
    for checklist in account.checklists.open():
        end(
            checklist,
            by=by,
            why="" if checklist.kind == ChecklistKind.RETIREMENT else gettext("The account is retired."),
        )
    return account


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


def _report(account, verb, by, why):
    """Report trouble. What was proven before proves nothing now; the trail keeps when it was."""
    _move(account, verb, by, why, verified_on=None, verified_how="")
    begin(account, PLAYBOOKS[account.status], by=by)
    return account


def _playbooks(account):
    """The open checklists that the account's state asks for, or a refusal when none has been opened."""
    wanted = PLAYBOOKS[account.status]
    kinds = {wanted} if wanted == ChecklistKind.RETIREMENT else {ChecklistKind.COMPROMISED, ChecklistKind.LOST_ACCESS}
    found = [checklist for checklist in account.checklists.open() if checklist.kind in kinds]
    if not any(checklist.kind == wanted for checklist in found):
        raise ValidationError(
            _("Open its checklist “%(kind)s” first, on the page of the account.") % {"kind": wanted.label}
        )
    return found


def _day(at):
    return Organisation.current().today(at)


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
