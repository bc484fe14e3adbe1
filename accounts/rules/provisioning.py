"""What an account must have before it becomes official. REG-3 REG-4

Computed from what is on record at the moment, for the page and for the move alike; nothing here is ever ticked off.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

ADMINS = 2


@dataclass(frozen=True)
class Condition:
    """One condition: its key in the API, its title, what it asks for, the verb that meets it, and whether it is met."""

    key: str
    title: Any
    meaning: Any
    verb: str
    is_met: bool


def conditions(account, terms) -> list[Condition]:
    """Everything that stands between a set-up and the public list, in the order in which it is best done. REG-3"""
    return [
        Condition(
            "people",
            _("Owner and backup owner"),
            _("Two different employees answer for it, and both are here."),
            "set_backup" if _is_here(account.owner) else "set_owner",
            _is_here(account.owner) and _is_here(account.backup) and account.owner_id != account.backup_id,
        ),
        Condition(
            "registered_email",
            _("Registered e-mail of the organisation"),
            _("The platform writes to a mailbox on a domain of ours."),
            "edit_account",
            bool(account.registered_email) and terms.allows(account.registered_email),
        ),
        Condition(
            "two_factor",
            _("Two-factor sign-in"),
            _("Sign-in needs a second factor."),
            "edit_account",
            account.two_factor not in ("", "none"),
        ),
        Condition(
            "custody",
            _("Credentials in a vault"),
            _("It is on record who keeps the sign-in, and in which vault."),
            "set_custodian",
            account.custodian_id is not None and account.custodian.is_active and bool(account.vault_item),
        ),
        Condition(
            "admins",
            _("Two administrators on the platform"),
            _("Two different people can manage the account, so that no single absence locks us out."),
            "grant_access",
            _admins(account) >= ADMINS,
        ),
    ]


def unmet(account, terms) -> list[Condition]:
    """The conditions that are still open."""
    return [condition for condition in conditions(account, terms) if not condition.is_met]


def _is_here(person):
    return person is not None and person.is_employee_now


def _admins(account):
    grants = account.access_grants.filter(until_at=None, is_admin=True, person__is_active=True)
    return grants.order_by().values("person").distinct().count()
