"""Register, edit, rename and verify an account. REG-1 REG-6 REG-9"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, PreviousHandle, Status
from accounts.rules.account import address_of, check_fields, check_people, check_url, today
from accounts.rules.faults import Faults
from accounts.rules.report import refuse_fake
from notices.actions import notify
from people.models import Person
from people.permissions import require
from trail import clock
from trail.actions import action, change, record
from trail.errors import IllegalMove

EDITABLE = (
    "name",
    "url",
    "platform_uid",
    "unit",
    "purposes",
    "audiences",
    "languages",
    "registered_email",
    "recovery_email",
    "recovery_phone",
    "recovery_email_of",
    "recovery_phone_of",
    "two_factor",
    "two_factor_holder",
    "container",
    "ad_account",
    "payer",
    "badge",
    "approval",
    "official_since",
)


@action
def register_account(unit, platform, handle, owner, *, by, why="", **fields) -> Account:
    """Put an account that is already live on the register, active, with its gaps shown. REG-1

    `handle` may be a handle or an address. Raises ValidationError with the field: an unreadable or look-alike
    handle, one that is registered already, an owner who is not an active employee, a secret in a text.
    """
    require(by, "register_account", unit)
    return enter(unit, platform, handle, owner, "register_account", Status.ACTIVE, by=by, why=why, **fields)


def enter(unit, platform, handle, owner, verb, status, *, by, why="", **fields) -> Account:
    """Write a new account in a state, within the action that decided it, and tell who answers for it. REG-1 REG-3"""
    owner, fields["backup"] = hold(owner), hold(fields.get("backup"))
    now = clock.now()
    address = address_of(platform, handle, fields.pop("url", ""), fields.get("platform_uid", ""))
    account = Account(
        unit=unit,
        platform=platform,
        status=status,
        owner=owner,
        owner_since=now,
        created_at=now,
        **{**address, **fields},
    )
    for part in ("backup", "custodian"):
        if getattr(account, f"{part}_id"):
            setattr(account, f"{part}_since", now)
    fields |= _whose_recovery(account, fields)
    check_people(account)
    check_fields(account, why=why)
    _refuse_duplicate(account)
    account.save(force_insert=True)
    shown = {name: value for name, value in fields.items() if value not in ("", None, [])}
    record(
        account,
        verb,
        by=by,
        after={"handle": account.handle, "platform": platform, "unit": unit, "owner": owner, **shown},
        why=why,
    )
    for part in ("owner", "backup", "custodian"):
        tell_new_part(account, part, by=by, at=now)
    return account


@action
def edit_account(account, *, by, why="", **fields) -> Account:
    """Change the facts of an account; its people, handle and state have verbs of their own. REG-1

    Raises Stale when the version in hand is not the one on record. Editing never takes an account off the
    public list.
    """
    require(by, "edit_account", account)
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise TypeError(f"edit_account does not change {sorted(unknown)}")
    if "unit" in fields and fields["unit"] != account.unit:
        require(by, "register_account", fields["unit"])
    _set(account, fields)
    fields |= _whose_recovery(account, fields)
    check_fields(account, changed=fields, why=why)
    if "url" in fields:
        check_url(account.platform, account.handle_key, account.url, account.platform_uid)
    if "platform_uid" in fields:
        _refuse_duplicate(account)
    change(account, "edit_account", by=by, why=why, **fields)
    return account


@action
def rename_account(account, handle, *, by, why="") -> Account:
    """Give the account its new handle on the same platform; the old one stays on record. REG-1"""
    require(by, "rename_account", account)
    old = {"handle": account.handle, "handle_key": account.handle_key}
    address = address_of(account.platform, handle, "")
    _set(account, address)
    _refuse_duplicate(account)
    changed = change(account, "rename_account", by=by, why=why, **address)
    # What was never opened under a name never had it.
    if "handle" in changed and account.status != Status.PROVISIONING:
        PreviousHandle.objects.create(account=account, until_at=clock.now(), **old)
    return account


@action
def verify_account(account, *, by, how, on=None, why="") -> Account:
    """Record that someone proved we control the account, how and when. REG-1

    `on` is a day, today unless told; a day to come raises ValidationError.
    """
    require(by, "verify_account", account)
    if account.status == Status.PROVISIONING:
        raise IllegalMove(account, "verify_account")
    on = on or today()
    faults = Faults()
    if on > today():
        faults.add("on", _("A verification cannot lie in the future."))
    if not how:
        faults.add("how", _("Say how it was proven: a code in the bio, a link back, a sign-in."))
    fields = {"verified_on": on, "verified_how": how}
    _set(account, fields)
    with faults.found():
        check_fields(account, changed=fields, why=why)
    if "verified_how" in faults.by_field:
        faults.by_field["how"] = faults.by_field.pop("verified_how")
    faults.refuse()
    change(account, "verify_account", by=by, why=why, **fields)
    return account


def _whose_recovery(account, fields) -> dict:
    """The person whose own mailbox is given for recovery, though nobody said so; none where the data are gone. REG-6"""
    whose = {}
    if fields.get("recovery_email") and not account.recovery_email_of_id:
        whose["recovery_email_of"] = Person.objects.by_email(account.recovery_email).first()
    for part in ("recovery_email", "recovery_phone"):
        if part in fields and not fields[part]:
            whose[f"{part}_of"] = None
    _set(account, whose)
    return whose


def hold(person):
    """The person as they stand, held until the end: nobody is appointed while their departure is written. REG-2"""
    return person and type(person)._base_manager.select_for_update().get(pk=person.pk)


def tell_new_part(account, part, *, by, at):
    """Tell a person that they now answer for an account, unless they did it themselves. PLT-5"""
    person = getattr(account, part)
    if person is None or person == by or not person.is_active:
        return
    notify(
        person,
        "account_role_given",
        account,
        at=at,
        params={"role": part, "account": account.label, "platform": account.platform.name},
        by=by,
        url=account.get_absolute_url(),
    )


def _refuse_duplicate(account):
    """Say which account is in the way, before the constraint would. REG-1"""
    refuse_fake(account)
    others = Account.objects.filter(platform=account.platform).exclude(pk=account.pk)
    if others.standing().filter(handle_key=account.handle_key).exists():
        raise ValidationError({"handle": ValidationError(_("This account is on the register already."), code="unique")})
    of_this_id = others.exclude(status=Status.ABANDONED).filter(platform_uid=account.platform_uid)
    if account.platform_uid and of_this_id.exists():
        raise ValidationError(
            {
                "platform_uid": ValidationError(
                    _("An account with this id of the platform is on the register already."), code="unique"
                )
            }
        )


def _set(account, fields):
    for name, value in fields.items():
        setattr(account, name, value)
