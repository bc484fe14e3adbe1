"""Whether what is about to be written on an account may stand. REG-1 REG-2 REG-6"""

import re
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Audience, Part, Purpose
from accounts.models.account import label_of
from accounts.models.platform import Form
from accounts.rules.handle import BadHandle, parse
from accounts.rules.lookalike import skeleton_of
from accounts.rules.secrets import refuse_secrets, validate_reference, warn_of_randomness
from accounts.rules.words import language_codes
from people.models import Organisation
from people.rules import end_of_day
from trail import clock

TEXTS = (
    "name",
    "handle",
    "platform_uid",
    "vault_item",
    "recovery_phone",
    "container",
    "ad_account",
    "payer",
    "approval",
    "verified_how",
    "archive_place",
)
# Controls but for tab and line end, zero width, and what changes the direction of writing.
MARKS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
INVISIBLE = MARKS.search
# Written by people in words; ids and references look random by nature.
FREE_TEXTS = ("name", "container", "payer", "approval", "verified_how", "archive_place")


def today():
    """The organisation's calendar day, which its dates are of."""
    return Organisation.current().today(clock.now())


def last_instant(day):
    """The last instant of a day in the organisation's time zone; what stood then stood on that day. REG-2"""
    return end_of_day(day, Organisation.current().time_zone) - timedelta(microseconds=1)


def address_of(platform, handle, url, uid="") -> dict:
    """The columns that name an account on its platform, from a handle or an address. REG-1

    Gives handle, handle_key, skeleton and url. Raises ValidationError at `handle` or `url`, also where the two
    lead to different accounts.
    """
    address = _read("handle" if handle else "url", handle or url, platform)
    if handle and url:
        check_url(platform, address.key, url, uid)
    return {
        "handle": address.handle,
        "handle_key": address.key,
        "skeleton": skeleton_of(address, platform),
        "url": url or address.url or "",
    }


def label_then(account):
    """The handle of an account from `as_it_stood`, as people wrote it then."""
    if account.handle_then == account.handle:
        return account.label
    try:
        bones = skeleton_of(parse(account.handle_then, account.platform_id), account.platform)
    except BadHandle:
        bones = ""
    return label_of(account.handle_then, account.platform.writes_at, bones)


def check_url(platform, handle_key, url, uid=""):
    """An address leads to the account it stands beside, for the public is shown it as official. REG-9"""
    if not url or platform.form == Form.FREE:
        return
    address = _read("url", url, platform)
    if address.key != handle_key and not (uid and uid == address.uid):
        raise ValidationError({"url": _("This is the address of another account; copy it from the profile.")})


def _read(field, text, platform):
    try:
        return parse(text, platform.key)
    except BadHandle as error:
        raise ValidationError({field: ValidationError(error.message, code=error.code)}) from error


def check_people(account, changed=("owner", "backup", "custodian")):
    """An owner and a backup owner are different active employees; a custodian is active. REG-2 ORG-2"""
    errors = {}
    for part in changed:
        person = getattr(account, part)
        if person is None:
            if part == Part.OWNER:
                errors[part] = _("Name the person who answers for this account.")
            continue
        if not person.is_active:
            errors[part] = _("%(person)s has left or cannot act any more; choose somebody active.") % {"person": person}
        elif part != Part.CUSTODIAN and not person.is_employee_now:
            errors[part] = _("%(person)s is not an employee; only employees answer for an account.") % {
                "person": person
            }
    if account.owner_id and account.owner_id == account.backup_id:
        errors["backup" if "backup" in changed else "owner"] = _("Choose someone other than the owner.")
    if errors:
        raise ValidationError(errors)


def check_fields(account, changed=None, why=""):
    """Refuse secrets in texts and unknown words in lists; `changed` limits the look. REG-6

    A random-looking word in a free text is refused until `why` says what it is; the reason goes on the trail.
    """
    errors = {}
    dated = account.official_since if changed is None or "official_since" in changed else None
    if dated and dated > today():
        errors["official_since"] = _("This day has not come yet.")
    for field in TEXTS:
        if changed is None or field in changed:
            try:
                refuse_invisible(getattr(account, field))
                refuse_secrets(getattr(account, field))
                if field in FREE_TEXTS:
                    warn_of_randomness(getattr(account, field), why)
            except ValidationError as error:
                errors[field] = error
    if changed is None or "languages" in changed:
        try:
            language_codes(", ".join(map(str, account.languages)))
        except ValidationError as error:
            errors["languages"] = error
    try:
        check_recovery(account, changed or ())
    except ValidationError as error:
        error.update_error_dict(errors)
    for field, words in (("purposes", Purpose), ("audiences", Audience)):
        if changed is None or field in changed:
            unknown = [word for word in getattr(account, field) if word not in words.values]
            if unknown:
                errors[field] = _("Not a known value: %(values)s.") % {"values": ", ".join(map(str, unknown))}
    if errors:
        raise ValidationError(errors)


def refuse_invisible(text):
    """Marks that nobody sees turn a text around or hide a part of it."""
    if INVISIBLE(text):
        raise ValidationError(_("This holds an invisible character; type it anew."), code="invisible")


def check_recovery(account, changed):
    """Whose a mailbox or a phone is can only be said where there is one. REG-6"""
    errors = {}
    for part in ("recovery_email", "recovery_phone"):
        of = f"{part}_of"
        if of in changed and getattr(account, f"{of}_id") and not getattr(account, part):
            errors[of] = _("Give the mailbox or number first, then whose it is.")
    if errors:
        raise ValidationError(errors)


def check_custody(person, vault, vault_item):
    """A custodian names vault and item together, in the vault's own form; nobody keeps nothing. REG-6"""
    if person is None and (vault or vault_item):
        raise ValidationError({"custodian": _("Name the person who keeps the credentials.")})
    if bool(vault) != bool(vault_item):
        field = "vault_item" if vault else "vault"
        raise ValidationError({field: _("Vault and item belong together.")})
    if vault:
        validate_reference(vault, vault_item)
