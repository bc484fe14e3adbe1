"""The register from a file: what a row may say, whether it stands, and how it is written. REG-10

An account is found again by the platform's own id, else by its handle; a row that finds a retired account of
the same source takes it back in. Cells that are empty leave what is on record as it is.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from accounts.actions.change import changes_of, save_changes
from accounts.actions.state import drop_account
from accounts.actions.tenure import change_part
from accounts.models import Account, Audience, Badge, Platform, PreviousHandle, Purpose, Status, TwoFactor
from accounts.rules.account import TEXTS, address_of, today
from accounts.rules.secrets import refuse_secrets, validate_reference
from imports.kinds import Field, ImportKind
from imports.lookups import UnitFinder
from imports.rows import CREATE, UNCHANGED, UPDATE
from notices.actions import notify_many
from people.models import Person
from people.permissions import units_where
from trail import clock
from trail.actions import SYSTEM, record

PEOPLE = ("owner", "backup", "custodian", "two_factor_holder")
DATES = ("official_since", "verified_on", "rotated_on", "rotation_due_on")
LISTS = {"purposes": Purpose, "audiences": Audience}
CHOICES = {"two_factor": TwoFactor, "badge": Badge}
PLAIN = (
    "name",
    "registered_email",
    "recovery_email",
    "recovery_phone",
    "container",
    "ad_account",
    "payer",
    "approval",
    "vault",
    "vault_item",
    "verified_how",
)

FIELDS = (
    Field("platform", _("Platform"), ("platform", "account_platform", "network", "channel")),
    Field("handle", _("Handle"), ("handle", "username", "screen_name", "account", "akun")),
    Field("platform_uid", _("Platform's own id"), ("platform_uid", "platform_id", "uid", "account_id")),
    Field("url", _("Address"), ("url", "account_url", "link", "profile_url", "tautan")),
    Field("owner", _("Owner"), ("owner", "owner_id", "owner_email", "contact", "contacts", "pemilik")),
    Field("unit", _("Unit"), ("unit", "department", "business_unit", "organisation_unit")),
    Field("name", _("Display name"), ("name", "account_name", "display_name", "title")),
    Field("backup", _("Backup owner"), ("backup", "backup_id", "backup_owner", "backup_owner_id")),
    Field("custodian", _("Custodian"), ("custodian", "custodian_id")),
    Field("vault", _("Vault"), ("vault",)),
    Field("vault_item", _("Vault item"), ("vault_item", "vault_reference")),
    Field("purposes", _("Purpose"), ("purposes", "purpose", "tujuan")),
    Field("audiences", _("Target audience"), ("audiences", "audience", "target_audience")),
    Field("languages", _("Languages"), ("languages", "language", "bahasa")),
    Field("registered_email", _("Registered e-mail"), ("registered_email", "login_email")),
    Field("recovery_email", _("Recovery mailbox"), ("recovery_email", "recovery_mailbox")),
    Field("recovery_phone", _("Recovery phone"), ("recovery_phone",)),
    Field("two_factor", _("Two-factor"), ("two_factor", "2fa", "mfa")),
    Field("two_factor_holder", _("Second-factor holder"), ("two_factor_holder",)),
    Field("container", _("Container"), ("container", "portfolio", "business_centre", "brand_account")),
    Field("ad_account", _("Ad account"), ("ad_account",)),
    Field("payer", _("Payer"), ("payer",)),
    Field("badge", _("Verification badge"), ("badge", "verification_badge")),
    Field("approval", _("Approved by"), ("approval", "approved_by")),
    Field("official_since", _("Official since"), ("official_since", "since", "created_on")),
    Field("verified_on", _("Last verified"), ("verified_on", "last_verified")),
    Field("verified_how", _("How control was proven"), ("verified_how",)),
    Field("rotated_on", _("Password last rotated"), ("rotated_on", "last_rotation")),
    Field("rotation_due_on", _("Rotation due"), ("rotation_due_on", "rotation_due")),
    Field("status", _("Status"), ("status",)),
)


class Context:
    """What a slice of rows is checked against, loaded once."""

    def __init__(self, job):
        self.job = job
        self.units = UnitFinder()
        self.platforms = {}
        for platform in Platform.objects.all():
            for word in (platform.key, platform.name, *platform.aliases):
                self.platforms[word.casefold()] = platform
        self.people = PeopleFinder()
        by = job.by or SYSTEM
        self.own_units = None if by is SYSTEM else set(units_where(by, "import_accounts"))


class PeopleFinder:
    """People by the id of their source, e-mail or full name; a word that fits several finds nobody."""

    def __init__(self):
        self.rows = {}
        self.by_word = {}
        for person in Person.objects.only(
            "pk", "external_id", "email", "name", "kind", "status", "is_active"
        ).iterator(5000):
            self.rows[person.pk] = person
            for word in {person.external_id, (person.email or "").lower(), person.name} - {""}:
                self.by_word.setdefault(word.casefold(), set()).add(person.pk)

    def find(self, word):
        found = self.by_word.get(word.casefold(), ())
        if len(found) > 1:
            raise LookupError(_("“%(word)s” fits several people; use their id.") % {"word": word})
        if not found:
            raise LookupError(_("Nobody here is known as “%(word)s”; import the people first.") % {"word": word})
        return self.rows[next(iter(found))]


class AccountsKind(ImportKind):
    name = "accounts"
    label = _("Official accounts")
    permission = "import_accounts"
    drop_verb = _("retired")
    fields = FIELDS

    def prepare(self, job):
        return Context(job)

    def check(self, rows, context):
        for row in rows:
            self._clean(row, context)
        clean = [row for row in rows if not row.errors]
        self._match(clean, context)

    def covered(self, job):
        return Account.objects.live().filter(source=job.source_name).values_list("pk", flat=True)

    def apply(self, job, batches, *, by):
        now = clock.now()
        told = []
        for batch in batches():
            told += self._create(job, [row for row in batch if row.verdict == CREATE], now, by)
            told += self._update(job, [row for row in batch if row.verdict == UPDATE], now, by)
        notify_many(told, "account_role_given", by=by)

    def drop(self, job, pks, *, by):
        why = _("No longer listed by its source, %(source)s") % {"source": job.source_name}
        for start in range(0, len(pks), 500):
            for account in Account.objects.filter(pk__in=pks[start : start + 500]).with_people():
                drop_account(account, by=by, why=str(why))

    # Checking

    def _clean(self, row, context):
        given, clean = row.values, {}
        platform = self._platform(row, given, context)
        if platform is not None:
            self._address(row, given, clean, platform)
        self._unit(row, given, clean, context)
        for field in PEOPLE:
            if given.get(field):
                try:
                    clean[field] = context.people.find(given[field]).pk
                except LookupError as error:
                    row.error(field, error.args[0])
        for part in ("owner", "backup", "custodian"):
            person = context.people.rows.get(clean.get(part))
            if person and not (person.is_active if part == "custodian" else person.is_employee_now):
                row.error(part, _("%(person)s is not an active employee.") % {"person": person})
        if clean.get("owner") and clean.get("owner") == clean.get("backup"):
            row.error("backup", _("Choose someone other than the owner."))
        self._plain(row, given, clean)
        if given.get("status"):
            clean["status"] = given["status"].strip().lower()
        row.values = clean

    def _platform(self, row, given, context):
        word = given.get("platform", "")
        if word:
            platform = context.platforms.get(word.casefold())
            if platform is None:
                row.error("platform", _("“%(word)s” is not a platform known here.") % {"word": word})
            return platform
        if given.get("url"):
            from accounts.rules.handle import BadHandle, parse

            try:
                key = parse(given["url"]).platform_key
            except BadHandle:
                key = None
            if key:
                return context.platforms[key.casefold()]
        row.error("platform", _("Name the platform."))
        return None

    def _address(self, row, given, clean, platform):
        if not given.get("handle") and not given.get("url"):
            row.error("handle", _("Give a handle or an address."))
            return
        try:
            clean |= address_of(platform, given.get("handle", ""), given.get("url", ""))
        except ValidationError as error:
            for field, messages in error.message_dict.items():
                row.error(field, messages[0])
            return
        clean["platform"] = platform.key
        if given.get("platform_uid"):
            clean["platform_uid"] = given["platform_uid"]
        row.unique("handle", f"{platform.key}|{clean['handle_key']}")
        if clean.get("platform_uid"):
            row.unique("platform_uid", f"{platform.key}|{clean['platform_uid']}")

    def _unit(self, row, given, clean, context):
        if given.get("unit"):
            try:
                clean["unit"] = context.units.find(given["unit"])
            except LookupError as error:
                row.error("unit", error.args[0])
                return
        unit = clean.get("unit") or (context.job.unit and context.job.unit.pk)
        if unit and context.own_units is not None and unit not in context.own_units:
            row.error("unit", _("You may not import into this unit."))

    def _plain(self, row, given, clean):
        for field in PLAIN:
            if given.get(field):
                clean[field] = given[field]
                limit = Account._meta.get_field(field).max_length
                if limit and len(given[field]) > limit:
                    row.error(field, _("At most %(limit)d characters.") % {"limit": limit})
        for field in ("registered_email", "recovery_email"):
            if clean.get(field):
                try:
                    validate_email(clean[field])
                except ValidationError as error:
                    row.error(field, error.messages[0])
        for field, words in LISTS.items():
            if given.get(field):
                clean[field] = self._words(row, field, given[field], words)
        if given.get("languages"):
            clean["languages"] = sorted({self._language(word) for word in split(given["languages"])})
        for field, words in CHOICES.items():
            if given.get(field):
                clean[field] = next(iter(self._words(row, field, given[field], words)), "")
        for field in DATES:
            if given.get(field):
                try:
                    clean[field] = date.fromisoformat(given[field][:10]).isoformat()
                except ValueError:
                    row.error(field, _("Write dates as 2026-12-31."))
        if clean.get("vault") or clean.get("vault_item"):
            try:
                validate_reference(clean.get("vault", ""), clean.get("vault_item", ""))
            except ValidationError as error:
                row.error("vault_item", error.messages[0])
        for field in TEXTS:
            if clean.get(field):
                try:
                    refuse_secrets(clean[field])
                except ValidationError as error:
                    row.error(field, error.messages[0])

    def _words(self, row, field, text, words):
        known = {str(label).casefold(): value for value, label in words.choices}
        known |= {value.casefold(): value for value in words.values}
        chosen = []
        for word in split(text):
            if word.casefold() in known:
                chosen.append(known[word.casefold()])
            else:
                row.error(field, _("Not a known value: %(values)s.") % {"values": word})
        return chosen

    def _language(self, word):
        return {"english": "en", "indonesian": "id", "bahasa indonesia": "id"}.get(word.casefold(), word.casefold())

    # Matching with what is on record

    def _match(self, rows, context):
        source = context.job.source_name
        live, retired, by_uid = self._on_record(rows, source)
        for row in rows:
            values = row.values
            key = (values["platform"], values["handle_key"])
            uid = values.get("platform_uid")
            account = (by_uid.get((values["platform"], uid)) if uid else None) or live.get(key)
            if account is None:
                account = retired.get(key)
            holder = live.get(key)
            if values.pop("status", "") == Status.RETIRED and (account is None or not account.is_live):
                row.verdict, row.target = UNCHANGED, account and account.pk
            elif account is None:
                self._new(row, context)
            elif holder is not None and holder.pk != account.pk:
                row.error("handle", _("This handle is on record for another account of the platform."))
            elif uid and account.platform_uid and account.platform_uid != uid:
                row.error("platform_uid", _("This handle is on record with another id of the platform."))
            elif context.own_units is not None and account.unit_id not in context.own_units:
                row.error("handle", _("This account belongs to a unit that you may not import into."))
            else:
                row.target = account.pk
                row.verdict = UPDATE if self._differs(account, values, source) else UNCHANGED

    def _new(self, row, context):
        if not row.values.get("owner"):
            row.error("owner", _("Name the person who answers for this account."))
        row.verdict = CREATE

    def _on_record(self, rows, source):
        keys = {(row.values["platform"], row.values["handle_key"]) for row in rows}
        uids = {
            (row.values["platform"], row.values["platform_uid"]) for row in rows if row.values.get("platform_uid")
        }
        by_key = Account.objects.filter(handle_key__in={key for _platform, key in keys})
        live, retired = {}, {}
        for account in by_key.order_by("pk"):
            (live if account.is_live else retired)[(account.platform_id, account.handle_key)] = account
        retired = {key: account for key, account in retired.items() if account.source == source}
        by_uid = {
            (account.platform_id, account.platform_uid): account
            for account in Account.objects.filter(platform_uid__in={uid for _platform, uid in uids})
        }
        return live, retired, by_uid

    def _differs(self, account, values, source):
        if not account.is_live or account.source != source:
            return True
        for field, value in values.items():
            column = f"{field}_id" if field in (*PEOPLE, "platform", "unit") else field
            now = getattr(account, column)
            if (now.isoformat() if isinstance(now, date) else now) != value:
                return True
        return False

    # Writing

    def _create(self, job, rows, now, by):
        accounts = []
        for row in rows:
            values = {self._column(field): value for field, value in row.values.items()}
            values.setdefault("unit_id", job.unit.pk)
            values.setdefault("official_since", today())
            account = Account(
                **values, source=job.source_name, created_at=now, status=Status.ACTIVE, owner_since=now
            )
            account.backup_since = now if account.backup_id else None
            account.custodian_since = now if account.custodian_id else None
            accounts.append(account)
        Account.objects.bulk_create(accounts, batch_size=500)
        people = Person.objects.in_bulk({account.owner_id for account in accounts})
        told = []
        for account in accounts:
            account.owner = people[account.owner_id]
            record(
                account,
                "import_account",
                by=by,
                after={"handle": account.handle, "platform": account.platform_id, "owner": account.owner},
            )
            told.append(self._notice(account, "owner"))
        return told

    def _update(self, job, rows, now, by):
        accounts = Account.objects.with_people().in_bulk([row.target for row in rows])
        told = []
        for row in rows:
            told += self._update_one(job, accounts[row.target], dict(row.values), now, by)
        return told

    def _update_one(self, job, account, values, now, by):
        told, before, after = [], {}, {}
        was_handle = (account.handle, account.handle_key)
        for part in ("owner", "backup", "custodian"):
            pk = values.pop(part, None)
            if pk and pk != getattr(account, f"{part}_id"):
                extra = {"owner_is_interim": False} if part == "owner" else {}
                was, now_is = change_part(account, part, Person.objects.get(pk=pk), now=now, **extra)
                before, after = before | was, after | now_is
                told.append(self._notice(account, part))
        fields = {self._column(field): self._value(field, value) for field, value in values.items()}
        if not account.is_live:
            fields |= {"status": Status.ACTIVE, "retired_on": None, "retire_on": None}
        was, now_is = changes_of(account, {**fields, "source": job.source_name})
        before, after = before | was, after | now_is
        save_changes(account, after)
        if was_handle[1] != account.handle_key:
            PreviousHandle.objects.create(
                account=account, handle=was_handle[0], handle_key=was_handle[1], until_at=now
            )
        hidden = {"skeleton", "skeleton_tail", "handle_key"} | {f"{p}_since" for p in PEOPLE}
        record(
            account,
            "edit_account",
            by=by,
            before={field: value for field, value in before.items() if field not in hidden},
            after={field: value for field, value in after.items() if field not in hidden},
            why=str(_("Import of %(source)s") % {"source": job.source_name}),
        )
        return told

    def _column(self, field):
        return f"{field}_id" if field in (*PEOPLE, "platform", "unit") else field

    def _value(self, field, value):
        return date.fromisoformat(value) if field in DATES else value

    def _notice(self, account, part):
        params = {"role": part, "account": account.label, "platform": account.platform.name}
        return getattr(account, part), account, params, account.get_absolute_url()


def split(text):
    """The words of a list cell: separated by semicolon, comma or bar."""
    return [word for part in text.replace("|", ";").replace(",", ";").split(";") if (word := part.strip())]
