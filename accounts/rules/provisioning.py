"""What an account must have before it becomes official. REG-3 REG-4

Computed from what is on record at the moment, for the page and for the move alike; nothing here is ever ticked off.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import ChecklistKind, ControlProof
from accounts.rules.checklist import unfinished

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
        Condition(
            "control",
            _("Proof that we control it"),
            _("A code in the profile, a link from our site, or somebody’s word with a screenshot."),
            "prove_control",
            ControlProof.objects.for_handle(account).exists(),
        ),
        Condition(
            "checklist",
            _("Set-up checklist"),
            _("Every required step is done, or set aside with a reason."),
            "",
            _is_settled(account),
        ),
    ]


def unmet(account, terms) -> list[Condition]:
    """The conditions that are still open."""
    return [condition for condition in conditions(account, terms) if not condition.is_met]


def setup_of(account):
    """The set-up checklist of an account, the newest where there are several."""
    return account.checklists.filter(kind=ChecklistKind.SETUP).order_by("-pk").first()


def _is_settled(account):
    checklist = setup_of(account)
    return checklist is not None and not unfinished(checklist)


def _is_here(person):
    return person is not None and person.is_employee_now


def _admins(account):
    grants = account.access_grants.filter(until_at=None, is_admin=True, person__is_active=True)
    return grants.order_by().values("person").distinct().count()
