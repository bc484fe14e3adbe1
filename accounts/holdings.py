"""What of the register hangs on a person, and what becomes of it when they leave. REG-8 ORG-2"""

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.actions.access import close_access
from accounts.actions.tenure import appointment
from accounts.models import AccessGrant, Account, AccountRequest, ConnectedTool
from people.registry import holding
from people.rules import interim_for
from trail import clock
from trail.actions import action, change, move


@action
def take_over_accounts(person, *, by):
    """Give every account of a leaver, one being set up too, to somebody at once for the time being. REG-2 REG-8

    The backup owner takes over, else the head of the unit, else the heads above. Where nobody is left the
    departure cannot be written: raises ValidationError, for an account is never ownerless.
    """
    now = clock.now()
    heads = {}
    for account in Account.objects.standing().filter(owner=person).select_related("unit", "backup", "platform"):
        if account.unit_id not in heads:
            heads[account.unit_id] = interim_for(account.unit, instead_of=person)
        backup = account.backup if account.backup_id and account.backup.is_employee_now else None
        successor = backup or heads[account.unit_id]
        if successor is None:
            raise ValidationError(
                _("Nobody is left to answer for %(account)s; name a head of %(unit)s first.")
                % {"account": account, "unit": account.unit}
            )
        freed = appointment(account, "backup", None, now=now) if successor.pk == account.backup_id else {}
        change(
            account,
            "take_over_accounts",
            by=by,
            names={"leaver": person},
            **freed,
            **appointment(account, "owner", successor, now=now),
            owner_is_interim=True,
        )


@action
def leave_part(person, *, by, part):
    """Empty the leaver's place as backup owner or custodian; the gap shows on the account. REG-8"""
    now = clock.now()
    for account in Account.objects.filter(**{part: person}).select_related("platform"):
        change(account, f"clear_{part}", by=by, **appointment(account, part, None, now=now))


@action
def end_all_access(person, *, by):
    """End the leaver's access grants on record. REG-5"""
    for grant in AccessGrant.objects.filter(person=person, until_at=None).select_related("account", "person"):
        close_access(grant, by=by)


@action
def release_second_factor(person, *, by):
    """Note that nobody on record holds the second factor any more. REG-6"""
    for account in Account.objects.filter(two_factor_holder=person).select_related("platform"):
        change(account, "edit_account", by=by, two_factor_holder=None)


@action
def withdraw_requests(person, *, by):
    """Take back what a leaver had asked for; whoever still needs the account asks anew. REG-3"""
    for request in AccountRequest.objects.open().filter(requester=person).select_related("platform"):
        why = gettext("%(name)s left") % {"name": person}
        move(request, "withdraw_request", by=by, why=why)


def only_administrator(person):
    """Accounts on whose platform nobody else on record can manage access. REG-5 REG-8"""
    admins = AccessGrant.objects.filter(account=OuterRef("pk"), is_admin=True, until_at=None)
    return Account.objects.standing().filter(
        Exists(admins.filter(person=person)), ~Exists(admins.exclude(person=person))
    )


def register():
    holding(
        "accounts_owned",
        _("Accounts owned"),
        lambda person: Account.objects.standing().filter(owner=person),
        take_over_accounts,
        employees_only=True,
    )
    holding(
        "accounts_backed_up",
        _("Backup owner"),
        lambda person: Account.objects.standing().filter(backup=person),
        lambda person, *, by: leave_part(person, by=by, part="backup"),
        employees_only=True,
    )
    holding(
        "credentials_kept",
        _("Credentials kept"),
        lambda person: Account.objects.standing().filter(custodian=person),
        lambda person, *, by: leave_part(person, by=by, part="custodian"),
    )
    holding(
        "platform_access",
        _("Platform access"),
        lambda person: AccessGrant.objects.filter(person=person, until_at=None),
        end_all_access,
    )
    holding(
        "second_factors",
        _("Two-factor"),
        lambda person: Account.objects.standing().filter(two_factor_holder=person),
        release_second_factor,
    )
    # What follows stays as it is, for it is so until somebody changes it at the platform; the gap shows on the account.
    holding(
        "recovery_data",
        _("Recovery mailbox or phone"),
        lambda person: Account.objects.standing().filter(Q(recovery_email_of=person) | Q(recovery_phone_of=person)),
    )
    holding("only_administrator", _("Only administrator on the platform"), only_administrator)
    holding(
        "requests_open",
        _("Open requests"),
        lambda person: AccountRequest.objects.open().filter(requester=person),
        withdraw_requests,
    )
    holding(
        "tools_authorised",
        _("Tools authorised"),
        lambda person: ConnectedTool.objects.filter(authorised_by=person, until_at=None),
        None,
    )
