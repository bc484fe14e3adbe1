"""Who answers for an account: owner, backup owner, custodian. REG-2 REG-6"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.actions.account import hold, tell_new_part
from accounts.actions.review_item import hand_on
from accounts.models import ReviewItem, Tenure
from accounts.rules.account import check_custody, check_fields, check_people, today
from accounts.rules.faults import Faults
from people.permissions import require
from trail import clock
from trail.actions import action, change, record


@action
def set_owner(account, person, *, by, why="", interim=False):
    """Move the ownership to a person at one instant; the old period ends where the new begins. REG-2

    Raises ValidationError unless the person is an active employee; a backup owner who becomes owner leaves
    the backup's place empty.
    """
    require(by, "set_owner", account)
    freed = {}
    if person is not None and account.backup_id == person.pk:
        freed = appointment(account, "backup", None, now=clock.now())
    former = account.owner_id
    account = _appoint(account, "owner", person, "set_owner", by, why, freed=freed, owner_is_interim=interim)
    # Who answers for the account now is asked about its access, too. REG-5
    hand_on(ReviewItem.objects.filter(grant__account=account, reviewer=former).exclude(reviewer=account.owner), by=by)
    return account


@action
def set_backup(account, person, *, by, why=""):
    """Name another active employee as backup owner, or nobody (None). REG-1"""
    require(by, "set_backup", account)
    return _appoint(account, "backup", person, "set_backup", by, why)


@action
def set_custodian(account, person, *, by, vault="", vault_item="", why=""):
    """Record who keeps the credentials, in which vault and item; never the credentials. REG-6

    `vault` is a key of `rules.secrets.VAULTS`; `vault_item` must have that vault's form.
    """
    require(by, "set_custodian", account)
    check_custody(person, vault, vault_item)
    return _appoint(account, "custodian", person, "set_custodian", by, why, vault=vault, vault_item=vault_item)


@action
def record_rotation(account, *, by, on=None, next_on=None, why=""):
    """Record that the password was changed on a day, and by when it must be again. REG-6"""
    require(by, "record_rotation", account)
    on = on or today()
    faults = Faults()
    if on > today():
        faults.add("on", _("A rotation cannot lie in the future."))
    if next_on and next_on <= on:
        faults.add("next_on", _("The next rotation must come after this one."))
    faults.refuse()
    change(account, "record_rotation", by=by, why=why, rotated_on=on, rotation_due_on=next_on)
    return account


@action
def record_past_tenure(account, part, person, from_at, until_at, *, by, why=""):
    """Add a period that had already ended when the register began. REG-2

    Raises ValidationError where it would overlap a period on record.
    """
    require(by, "set_owner", account)
    if not from_at < until_at <= clock.now():
        raise ValidationError({"until_at": _("A past period ends after it begins, and not in the future.")})
    overlaps = account.tenures.filter(part=part, from_at__lt=until_at).exclude(until_at__lte=from_at)
    if overlaps.exists():
        raise ValidationError({"from_at": _("Somebody is on record for a part of this period already.")})
    tenure = Tenure.objects.create(account=account, part=part, person=person, from_at=from_at, until_at=until_at)
    record(
        account,
        "record_past_tenure",
        by=by,
        after={"part": tenure.part, "person": person, "from_at": from_at, "until_at": until_at},
        why=why,
    )
    return tenure


def _appoint(account, part, person, verb, by, why, *, freed=None, **fields):
    """Check, write and tell one appointment; `freed` are columns that make room for it in the same UPDATE."""
    person = hold(person)
    now = clock.now()
    is_new = getattr(account, f"{part}_id") != (person.pk if person else None)
    fields = {**(freed or {}), **appointment(account, part, person, now=now), **fields}
    for name, value in fields.items():
        setattr(account, name, value)
    check_people(account, changed=(part,))
    check_fields(account, changed=fields, why=why)
    change(account, verb if person else f"clear_{part}", by=by, why=why, **fields)
    if is_new:
        tell_new_part(account, part, by=by, at=now)
    return account


def appointment(account, part, person, *, now) -> dict:
    """The columns that put a person, or nobody, in a part; none where they are in it already.

    The instant moves forward even when two changes share a tick of the clock, as the database asks.
    """
    if getattr(account, f"{part}_id") == (person.pk if person else None):
        return {}
    since = getattr(account, f"{part}_since")
    return {part: person, f"{part}_since": max(now, since + timedelta(microseconds=1)) if since else now}
