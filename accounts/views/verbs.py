"""The verbs of an account as the page offers them: words, form and the action behind. REG-1 REG-7"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import actions, forms
from accounts.models import Account, Status

# A retired account is history: its people and facts rest until it is taken back in.
WHEN_RETIRED = ("set_owner", "record_past_tenure", "reinstate_account")
# What only an account that has been opened can have.
WHEN_OPEN = ("verify_account", "record_past_tenure")


@dataclass(frozen=True)
class Verb:
    """`title` heads the form page, `label` names the way there, `button` says what pressing it does."""

    name: str
    form: type
    label: Any
    title: Any
    button: Any
    done: Any
    act: Callable
    explains: Any = ""
    grave: bool = False
    permission: str = field(default="")

    @property
    def may(self):
        return self.permission or self.name

    def is_possible(self, account):
        """Whether the account's state allows it. REG-7"""
        if self.name in Account.MOVES:
            return account.status in Account.MOVES[self.name][0]
        if account.status == Status.PROVISIONING:
            return self.name not in WHEN_OPEN
        return account.is_live or (account.status == Status.RETIRED and self.name in WHEN_RETIRED)


def _with(action, *first):
    """Call an action with the fields named first in order, and the rest by name."""
    return lambda account, given, by: action(account, *(given.pop(name) for name in first), by=by, **given)


TABLE = (
    Verb(
        "edit_account",
        forms.EditForm,
        _("Edit"),
        _("Edit the facts"),
        _("Save"),
        _("The facts are saved."),
        _with(actions.edit_account),
    ),
    Verb(
        "set_owner",
        forms.OwnerForm,
        _("Name the owner"),
        _("Name the owner"),
        _("Make owner"),
        _("The account has a new owner."),
        _with(actions.set_owner, "owner"),
        _("Ownership moves at once; the period of the last owner ends at the same instant and stays on record."),
    ),
    Verb(
        "set_backup",
        forms.BackupForm,
        _("Name the backup owner"),
        _("Name the backup owner"),
        _("Save backup owner"),
        _("The backup owner is on record."),
        _with(actions.set_backup, "backup"),
        _("Stands in when the owner is away, and takes over first when the owner leaves."),
    ),
    Verb(
        "set_custodian",
        forms.CustodianForm,
        _("Record custody"),
        _("Who keeps the credentials"),
        _("Save custody"),
        _("Custody is on record."),
        _with(actions.set_custodian, "custodian"),
        _("Say who keeps the sign-in and where it lies. The sign-in itself never belongs here."),
    ),
    Verb(
        "record_rotation",
        forms.RotationForm,
        _("Record a password change"),
        _("Record a password change"),
        _("Record change"),
        _("The password change is on record."),
        _with(actions.record_rotation),
    ),
    Verb(
        "verify_account",
        forms.VerificationForm,
        _("Verify control"),
        _("Verify that we control it"),
        _("Record verification"),
        _("The verification is on record."),
        _with(actions.verify_account),
    ),
    Verb(
        "rename_account",
        forms.RenameForm,
        _("Record a new handle"),
        _("Record a new handle"),
        _("Save handle"),
        _("The new handle is on record."),
        _with(actions.rename_account, "handle"),
    ),
    Verb(
        "grant_access",
        forms.AccessForm,
        _("Add access"),
        _("Record access on the platform"),
        _("Record access"),
        _("The access is on record."),
        _with(actions.grant_access, "person", "platform_role"),
        _("First give the access on the platform itself; here it is put on record."),
    ),
    Verb(
        "connect_tool",
        forms.ToolForm,
        _("Add a tool"),
        _("Record a connected tool"),
        _("Record tool"),
        _("The tool is on record."),
        _with(actions.connect_tool, "name", "authorised_by"),
        _("Whatever gets in beside people: a planner, a phone that stays signed in, a job. Never its token itself."),
    ),
    Verb(
        "record_past_tenure",
        forms.PastTenureForm,
        _("Add a past period"),
        _("Add to its history"),
        _("Add period"),
        _("The period is on record."),
        _with(actions.record_past_tenure, "part", "person", "from_at", "until_at"),
        _("For who answered before the register began. Periods never overlap, and none is ever deleted."),
        permission="set_owner",
    ),
    Verb(
        "activate_account",
        forms.NoteForm,
        _("Declare it official"),
        _("Declare the account official"),
        _("Declare it official"),
        _("The account is official and on the public list."),
        _with(actions.activate_account),
        _("From now on it stands on the public list, and who answers for it is told."),
    ),
    Verb(
        "abandon_account",
        forms.ReasonForm,
        _("Give it up"),
        _("Give the account up before it opens"),
        _("Give it up"),
        _("The account will not be opened; its handle is free again."),
        _with(actions.abandon_account),
        _("It never becomes official, and its handle is free again. What was done so far stays on record."),
        grave=True,
    ),
    Verb(
        "suspend_account",
        forms.ReasonForm,
        _("Suspend"),
        _("Suspend the account"),
        _("Suspend"),
        _("The account is suspended."),
        _with(actions.suspend_account),
        _("Nobody posts or answers until it is put back in use. It stays ours and on the public list."),
    ),
    Verb(
        "report_compromised",
        forms.ReasonForm,
        _("Report as compromised"),
        _("Report the account as compromised"),
        _("Report as compromised"),
        _("Reported. Everybody who answers for it has been told."),
        _with(actions.report_compromised),
        _("Somebody else has, or may have, control. The public page warns at once, and who answers for it is told."),
        grave=True,
    ),
    Verb(
        "report_lost_access",
        forms.ReasonForm,
        _("Report lost access"),
        _("Report that nobody can get in"),
        _("Report lost access"),
        _("Reported. Everybody who answers for it has been told."),
        _with(actions.report_lost_access),
        _("Nobody of ours can sign in any more. The public page warns at once, and who answers for it is told."),
        grave=True,
    ),
    Verb(
        "restore_account",
        forms.ReasonForm,
        _("Put back in use"),
        _("Put the account back in use"),
        _("Put back in use"),
        _("The account is in use again."),
        _with(actions.restore_account),
        _("Say how it came back into our hands and who checked it."),
    ),
    Verb(
        "start_retiring",
        forms.RetiringForm,
        _("Start retiring"),
        _("Give notice that it closes"),
        _("Give notice"),
        _("Notice is given."),
        _with(actions.start_retiring),
        _("It stays official until the day. Until then its content is exported and its closing announced."),
        grave=True,
    ),
    Verb(
        "retire_account",
        forms.RetirementForm,
        _("Retire"),
        _("Retire the account"),
        _("Retire"),
        _("The account is retired; its handle stays ours."),
        _with(actions.retire_account),
        _("It leaves the public list. Its handle stays on record, so that nobody takes it for a new one."),
        grave=True,
    ),
    Verb(
        "reinstate_account",
        forms.ReasonForm,
        _("Take back in"),
        _("Take it back into the register"),
        _("Take back in"),
        _("The account is on the register again."),
        _with(actions.reinstate_account),
    ),
)
VERBS = {verb.name: verb for verb in TABLE}

# Of one row below the account: an access grant, a connected tool.
END_ACCESS = Verb(
    "end_access",
    forms.NoteForm,
    _("End"),
    _("End access"),
    _("End access"),
    _("The access has ended."),
    lambda grant, given, by: actions.end_access(grant, by=by, **given),
    _("First take the access away on the platform itself; here its end is put on record."),
)
EDIT_TOOL = Verb(
    "edit_tool",
    forms.EditToolForm,
    _("Edit"),
    _("Change what is on record of a tool"),
    _("Save"),
    _("The tool is on record."),
    lambda tool, given, by: actions.edit_tool(tool, by=by, **given),
)
DISCONNECT_TOOL = Verb(
    "disconnect_tool",
    forms.NoteForm,
    _("Disconnect"),
    _("Disconnect a tool"),
    _("Disconnect"),
    _("The tool is disconnected."),
    lambda tool, given, by: actions.disconnect_tool(tool, by=by, **given),
    _("First revoke the tool's token on the platform itself; here its end is put on record."),
)

HEAD = ("edit_account",)
MENU = (
    ("set_owner", "set_backup", "set_custodian"),
    ("verify_account", "record_rotation", "rename_account", "record_past_tenure"),
    ("activate_account", "restore_account", "suspend_account", "report_compromised", "report_lost_access"),
    ("start_retiring", "retire_account", "reinstate_account", "abandon_account"),
)


def offered(account, allowed):
    """The verbs a reader may use on the account as it stands; `allowed` as `people.permissions.verbs` says."""
    return {verb.name: verb for verb in TABLE if verb.may in allowed and verb.is_possible(account)}
