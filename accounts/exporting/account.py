"""The register as rows of a file, written so that importing them again changes nothing. REG-10"""

from datetime import date

from django.core.exceptions import BadRequest
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.filters.account import AccountFilter
from accounts.importing.fields import FIELDS
from accounts.models import Account
from imports.export_kinds import ExportKind, filtered
from imports.lookups import UnitFinder

COLUMNS = tuple(field.key for field in FIELDS)
PEOPLE = ("owner", "backup", "custodian", "two_factor_holder")
# Where the credentials lie and how to recover them is not for everybody who may see the account. REG-6
CUSTODY = frozenset(
    (
        "vault",
        "vault_item",
        "rotated_on",
        "rotation_due_on",
        "recovery_email",
        "recovery_phone",
        "two_factor_holder",
    )
)


def rows_of(accounts):
    """Yield the rows of accounts annotated with `shows_custody`, in the order of COLUMNS."""
    units = UnitFinder()
    for account in accounts.select_related(*PEOPLE).iterator(chunk_size=1000):
        yield [_cell(account, key, units) for key in COLUMNS]


def _cell(account, key, units):
    if key in CUSTODY and not account.shows_custody:
        return ""
    if key == "unit":
        return units.path(account.unit_id)
    if key == "platform":
        return account.platform_id
    value = getattr(account, key)
    if key in PEOPLE:
        return value.email or value.external_id or value.name if value else ""
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else value if isinstance(value, date) else str(value)


class AccountsExport(ExportKind):
    """Every account the reader sees as the list is narrowed; the custody of those they may see it of. REG-6"""

    name = "accounts"
    label = gettext_lazy("Official accounts")
    columns = COLUMNS

    def seen(self, person, query):
        if query.get("on"):
            raise BadRequest(_("These filters cannot be exported; open the list and try again."))
        custody = Account.objects.permitted_to(person, "see_custody").filter(pk=OuterRef("pk"))
        accounts = filtered(AccountFilter, query, Account.objects.visible_to(person), person)
        return accounts.annotate(shows_custody=Exists(custody))

    def rows(self, things):
        return rows_of(things)
