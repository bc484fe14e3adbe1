"""The register from a file: how rows find their accounts, and how they are written. REG-10

An account is found again by the platform's own id, else by its handle; a row that finds a retired account of
the same source takes it back in. One that is being set up is left as it is: no file makes it official. Cells that
are empty leave what is on record as it is.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.actions.state import drop_account, reinstate_account
from accounts.actions.tenure import appointment
from accounts.importing.cleaning import DATES, PEOPLE, RELATED, UNWRITTEN, Context, clean
from accounts.importing.fields import FIELDS
from accounts.models import Account, Part, Platform, PreviousHandle, Report, Status
from accounts.rules.account import FREE_TEXTS
from accounts.rules.report import words_of_refusal
from imports.kinds import ImportKind
from imports.permissions import reach
from imports.rows import CREATE, UNCHANGED, UPDATE
from notices.actions import notify_many
from people.models import Person, Unit
from trail import clock
from trail.actions import change, record
from trail.errors import Refused


class AccountsKind(ImportKind):
    name = "accounts"
    model = Account
    label = _("Official accounts")
    permission = "import_accounts"
    drop_verb = _("retired")
    fields = FIELDS
    references = {**dict.fromkeys(PEOPLE, "people.Person"), "unit": "people.Unit", "platform": "accounts.Platform"}
    free_texts = tuple(field.key for field in FIELDS if field.key in FREE_TEXTS)

    def prepare(self, job):
        return Context(job)

    def check(self, rows, context):
        for row in rows:
            clean(row, context)
        _match([row for row in rows if not row.errors], context)

    def covered(self, job):
        accounts = Account.objects.live().filter(source=job.source_name)
        within = reach(job)
        if within is not None:
            accounts = accounts.filter(unit__in=within)
        return accounts.values_list("pk", flat=True).iterator()

    def apply(self, job, batches, *, by):
        writer = Writer(job, by)
        for batch in batches():
            writer.create([row for row in batch if row.verdict == CREATE])
            writer.update([row for row in batch if row.verdict == UPDATE])
        notify_many(writer.told, "account_role_given", by=by)

    def drop(self, job, pks, *, by):
        why = str(_("No longer listed by its source, %(source)s") % {"source": job.source_name})
        for start in range(0, len(pks), 500):
            for account in Account.objects.filter(pk__in=pks[start : start + 500]).with_people():
                drop_account(account, by=by, why=why)


def _match(rows, context):
    """Find the account of each row, or what stands in its way; two queries for all of them."""
    live, retired, by_uid = _on_record(rows, context.source)
    fakes = Report.objects.fake().filter(handle_key__in={row.values["handle_key"] for row in rows})
    fakes = {(fake.platform_id, fake.handle_key): fake for fake in fakes}
    for row in rows:
        values = row.values
        key, uid = (values["platform"], values["handle_key"]), values.get("platform_uid")
        holder = live.get(key)
        account = (uid and by_uid.get((values["platform"], uid))) or holder or retired.get(key)
        if values.pop("status", "") in UNWRITTEN:
            # A live account that its source calls retired is found by no row, and so dropped behind the guard.
            row.verdict = UNCHANGED
        elif account is not None and account.status == Status.PROVISIONING:
            row.verdict = UNCHANGED
        elif key in fakes:
            row.error("handle", words_of_refusal(fakes[key].triaged_at))
        elif account is None:
            row.verdict = CREATE
            if not values.get("owner"):
                row.error("owner", _("Name the person who answers for this account."))
        elif holder is not None and holder.pk != account.pk:
            row.error("handle", _("This handle is on record for another account of the platform."))
        elif uid and account.platform_uid and account.platform_uid != uid:
            row.error("platform_uid", _("This handle is on record with another id of the platform."))
        elif not context.may_write(account.unit_id):
            row.error("handle", _("This account belongs to a unit that you may not import into."))
        else:
            row.target = account.pk
            row.verdict = UPDATE if _differs(account, values) else UNCHANGED


def _on_record(rows, source):
    keys = {row.values["handle_key"] for row in rows}
    uids = {row.values["platform_uid"] for row in rows if row.values.get("platform_uid")}
    live, retired = {}, {}
    for account in Account.objects.filter(handle_key__in=keys).order_by("pk"):
        if account.is_standing:
            live[account.platform_id, account.handle_key] = account
        elif account.source == source and account.status == Status.RETIRED:
            retired[account.platform_id, account.handle_key] = account
    by_uid = Account.objects.filter(platform_uid__in=uids).exclude(status=Status.ABANDONED)
    return live, retired, {(account.platform_id, account.platform_uid): account for account in by_uid}


def _differs(account, values):
    return not account.is_live or any(
        _plain(getattr(account, _column(field))) != value for field, value in values.items()
    )


def _plain(value):
    return value.isoformat() if isinstance(value, date) else value


def _column(field):
    return f"{field}_id" if field in RELATED else field


def _value(field, value):
    return date.fromisoformat(value) if field in DATES else value


@dataclass(slots=True)
class Subject:
    """What a notice says of an account: the accounts themselves would fill the memory."""

    pk: int
    label: str

    _meta = Account._meta

    def __str__(self):
        return self.label


class Writer:
    """Writes the rows of one import and remembers who is to be told."""

    def __init__(self, job, by):
        self.job, self.by = job, by
        self.now = clock.now()
        self.platforms = Platform.objects.in_bulk()
        self.told, self.people = [], {}

    def create(self, rows):
        """Insert new accounts, active; the database writes their periods."""
        accounts = [self._new(row.values) for row in rows]
        Account.objects.bulk_create(accounts, batch_size=500)
        people = self._hold({account.owner_id for account in accounts})
        for account in accounts:
            account.owner = people[account.owner_id]
            after = {"handle": account.handle, "platform": account.platform, "owner": account.owner}
            record(account, "import_account", by=self.by, after=after)
            self._tell(account, Part.OWNER)

    def _new(self, values):
        values = {_column(field): _value(field, value) for field, value in values.items()}
        platform = self.platforms[values.pop("platform_id")]
        values = {"unit_id": self.job.unit.pk, **values}
        account = Account(
            **values, platform=platform, source=self.job.source_name, created_at=self.now, owner_since=self.now
        )
        account.backup_since = self.now if account.backup_id else None
        account.custodian_since = self.now if account.custodian_id else None
        return account

    def update(self, rows):
        """Bring accounts to what the file says; an owner who changes does so at one instant."""
        accounts = Account.objects.with_people().in_bulk([row.target for row in rows])
        for row in rows:
            self._update_one(accounts[row.target], dict(row.values))

    def _update_one(self, account, values):
        # Whose account it is stays so: a source that merely mentions it must not end it one day by leaving it out.
        was, fields = (account.handle, account.handle_key), {}
        people = self._hold({values[field] for field in values if field in PEOPLE})
        for field, value in values.items():
            if field in Part.values:
                fields |= appointment(account, field, people[value], now=self.now)
            elif field in PEOPLE:
                fields[field] = people[value]
            elif field == "unit":
                fields[field] = Unit.objects.get(pk=value)
            elif field != "platform":
                fields[field] = _value(field, value)
        if "owner" in fields:
            fields["owner_is_interim"] = False
        why = str(_("Import of %(source)s") % {"source": self.job.source_name})
        changed = change(account, "edit_account", by=self.by, why=why, **fields)
        if not account.is_live:
            reinstate_account(account, by=self.by, why=why)
        if "handle" in changed:
            PreviousHandle.objects.create(account=account, handle=was[0], handle_key=was[1], until_at=self.now)
        for part in Part.values:
            if part in changed:
                self._tell(account, part)

    def _hold(self, keys):
        """The people who get a part, held until the end: nobody's departure is written in between. REG-2"""
        people = {person.pk: person for person in Person.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
        gone = [person for person in people.values() if not person.is_active]
        if gone:
            raise Refused(_("%(person)s has left meanwhile; check the file again.") % {"person": gone[0]})
        return people

    def _tell(self, account, part):
        params = {"role": str(part), "account": account.label, "platform": account.platform.name}
        person = getattr(account, part)
        person = self.people.setdefault(person.pk, person)
        self.told.append((person, Subject(account.pk, account.label), params, account.get_absolute_url()))
