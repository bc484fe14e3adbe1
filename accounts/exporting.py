"""The register as rows of a file, written so that importing them again changes nothing. REG-10"""

from accounts.importing.fields import FIELDS
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
    people = accounts.select_related(*PEOPLE)
    for account in people.iterator(chunk_size=1000):
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
    return "" if value is None else str(value)
