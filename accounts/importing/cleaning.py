"""One row of a file, read: texts become the columns of an account, or errors at their field. REG-10"""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from accounts.models import CLOSED, Account, Audience, Badge, Platform, Purpose, Status, TwoFactor
from accounts.rules.account import TEXTS, address_of, today
from accounts.rules.handle import BadHandle, parse
from accounts.rules.secrets import refuse_secrets, validate_reference
from accounts.rules.words import language_codes
from imports.lookups import UnitFinder
from imports.permissions import reach
from people.models import Person

PEOPLE = ("owner", "backup", "custodian", "two_factor_holder")
RELATED = (*PEOPLE, "platform", "unit")
DATES = ("official_since", "verified_on", "rotated_on", "rotation_due_on")
EMAILS = ("registered_email", "recovery_email")
LISTS = {"purposes": Purpose, "audiences": Audience}
CHOICES = {"two_factor": TwoFactor, "badge": Badge}
PLAIN = (
    "name",
    *EMAILS,
    "recovery_phone",
    "container",
    "ad_account",
    "payer",
    "approval",
    "vault",
    "vault_item",
    "verified_how",
)


# States that a file may tell and that nothing is written of: what is over, and what only its set-up opens. REG-3
UNWRITTEN = (*CLOSED, Status.PROVISIONING)


class Context:
    """What a slice of rows is checked against, loaded once."""

    def __init__(self, job):
        self.unit = job.unit
        self.source = job.source_name
        self.today = today()
        self.units = UnitFinder()
        self.people = PeopleFinder()
        self.platforms = {platform.key: platform for platform in Platform.objects.all()}
        self.own_units = reach(job)

    def may_write(self, unit_id):
        return self.own_units is None or unit_id in self.own_units


class PeopleFinder:
    """People by the id of their source, e-mail or full name; a word that fits several finds nobody."""

    def __init__(self):
        self.rows, self.by_word = {}, {}
        columns = ("pk", "external_id", "email", "name", "kind", "status", "is_active")
        for person in Person.objects.only(*columns).iterator(5000):
            self.rows[person.pk] = person
            for word in {person.external_id, person.email or "", person.name} - {""}:
                self.by_word.setdefault(word.casefold(), set()).add(person.pk)

    def find(self, word):
        found = self.by_word.get(word.casefold(), ())
        if len(found) > 1:
            raise LookupError(_("“%(word)s” fits several people; use their id.") % {"word": word})
        if not found:
            raise LookupError(_("Nobody here is known as “%(word)s”; import the people first.") % {"word": word})
        return self.rows[next(iter(found))]


def clean(row, context):
    """Replace the texts of a row by columns of an account; what does not stand becomes an error of the row."""
    given, values = row.values, {}
    platform = _platform(row, given, context)
    status = given.get("status", "").lower()
    is_unwritten = status in UNWRITTEN
    if platform is not None:
        _address(row, given, values, platform, is_unique=not is_unwritten)
    if is_unwritten:
        # History: a handle may have had several lives and its people may have left; nothing of it is written.
        row.values = {**values, "status": status}
        return
    _unit(row, given, values, context)
    _people(row, given, values, context)
    _lists(row, given, values)
    _dates(row, given, values, context.today)
    _texts(row, given, values)
    row.values = values


def _platform(row, given, context):
    """By its name in the file, else by the address."""
    word = given.get("platform", "")
    if word:
        platform = Platform.by_word(word)
        if platform is None:
            row.error("platform", _("“%(word)s” is not a platform known here.") % {"word": word})
        return platform
    try:
        key = parse(given["url"]).platform_key if given.get("url") else None
    except BadHandle:
        key = None
    if key is None:
        row.error("platform", _("Name the platform."))
    return context.platforms.get(key)


def _address(row, given, values, platform, *, is_unique):
    if not given.get("handle") and not given.get("url"):
        row.error("handle", _("Give a handle or an address."))
        return
    try:
        values |= address_of(platform, given.get("handle", ""), given.get("url", ""), given.get("platform_uid", ""))
    except ValidationError as error:
        for field, messages in error.message_dict.items():
            row.error(field, messages[0])
        return
    values["platform"] = platform.key
    if given.get("platform_uid"):
        values["platform_uid"] = given["platform_uid"]
    for field, key in (("handle", values["handle_key"]), ("platform_uid", values.get("platform_uid"))):
        if key and is_unique:
            row.unique(field, f"{platform.key}|{key}")


def _unit(row, given, values, context):
    if given.get("unit"):
        try:
            values["unit"] = context.units.find(given["unit"])
        except LookupError as error:
            row.error("unit", error.args[0])
            return
    unit = values.get("unit") or (context.unit and context.unit.pk)
    if unit and not context.may_write(unit):
        row.error("unit", _("You may not import into this unit."))


def _people(row, given, values, context):
    for field in PEOPLE:
        if not given.get(field):
            continue
        try:
            person = context.people.find(given[field])
        except LookupError as error:
            row.error(field, error.args[0])
            continue
        values[field] = person.pk
        stands = person.is_employee_now if field in ("owner", "backup") else person.is_active
        if not stands:
            row.error(field, _("%(person)s is not an active employee.") % {"person": person})
    if values.get("owner") and values["owner"] == values.get("backup"):
        row.error("backup", _("Choose someone other than the owner."))


def _lists(row, given, values):
    for field, words in LISTS.items():
        if given.get(field):
            values[field] = [_choice(row, field, word, words) for word in split(given[field])]
    for field, words in CHOICES.items():
        if given.get(field):
            values[field] = _choice(row, field, given[field], words)
    if given.get("languages"):
        try:
            values["languages"] = language_codes(given["languages"])
        except ValidationError as error:
            row.error("languages", error.messages[0])


def _choice(row, field, word, words):
    for value, label in words.choices:
        if word.casefold() in (value.casefold(), str(label).casefold()):
            return value
    row.error(field, _("Not a known value: %(values)s.") % {"values": word})
    return ""


def _dates(row, given, values, latest):
    for field in DATES:
        if given.get(field):
            try:
                values[field] = date.fromisoformat(given[field][:10]).isoformat()
            except ValueError:
                row.error(field, _("Write dates as 2026-12-31."))
                continue
            if field != "rotation_due_on" and values[field] > latest.isoformat():
                row.error(field, _("This day has not come yet."))


def _texts(row, given, values):
    values |= {field: given[field] for field in PLAIN if given.get(field)}
    for field in EMAILS:
        if values.get(field):
            _try(row, field, validate_email, values[field])
    if values.get("vault") or values.get("vault_item"):
        _try(row, "vault_item", validate_reference, values.get("vault", ""), values.get("vault_item", ""))
    for field, value in values.items():
        if isinstance(value, str) and field not in DATES:
            limit = Account._meta.get_field(field).max_length
            if limit and len(value) > limit:
                row.error(field, _("At most %(limit)d characters.") % {"limit": limit})
    for field in TEXTS:
        if values.get(field):
            _try(row, field, refuse_secrets, values[field])


def _try(row, field, check, *values):
    try:
        check(*values)
    except ValidationError as error:
        row.error(field, error.messages[0])


def split(text):
    """The words of a list cell: separated by semicolon, comma or bar."""
    words = text.replace("|", ";").replace(",", ";").split(";")
    return [word.strip() for word in words if word.strip()]
