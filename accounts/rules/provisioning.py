"""What an account must have before it becomes official. REG-3 REG-4

Computed from what is on record at the moment, for the page and for the move alike; nothing here is ever ticked off.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessGrant, Checklist, ChecklistKind, ControlProof, ProofStatus
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


@dataclass
class Facts:
    """What of a set-up stands in other rows than the account's own."""

    admins: set = field(default_factory=set)
    is_proven: bool = False
    is_settled: bool = False


def facts_of(accounts) -> dict[int, Facts]:
    """The facts of several accounts by their key; four queries for any number."""
    facts = {account.pk: Facts() for account in accounts}
    grants = AccessGrant.objects.filter(account__in=facts, until_at=None, is_admin=True, person__is_active=True)
    for account, person in grants.values_list("account", "person"):
        facts[account].admins.add(person)
    proofs = ControlProof.objects.filter(
        account__in=facts, status=ProofStatus.FOUND, handle_key=F("account__handle_key")
    )
    for account in proofs.values_list("account", flat=True):
        facts[account].is_proven = True
    setups = Checklist.objects.filter(account__in=facts, kind=ChecklistKind.SETUP).order_by("pk")
    for checklist in setups.prefetch_related("steps"):
        facts[checklist.account_id].is_settled = not unfinished(checklist)
    return facts


def conditions(account, terms, facts=None) -> list[Condition]:
    """Everything that stands between a set-up and the public list, in the order in which it is best done. REG-3"""
    facts = facts or facts_of([account])[account.pk]
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
            len(facts.admins) >= ADMINS,
        ),
        Condition(
            "control",
            _("Proof that we control it"),
            _("A code in the profile, a link from our site, or somebody’s word with a screenshot."),
            "prove_control",
            facts.is_proven,
        ),
        Condition(
            "checklist",
            _("Set-up checklist"),
            _("Every required step is done, or set aside with a reason."),
            "",
            facts.is_settled,
        ),
    ]


def unmet(account, terms, facts=None) -> list[Condition]:
    """The conditions that are still open."""
    return [condition for condition in conditions(account, terms, facts) if not condition.is_met]


def setup_of(account):
    """The set-up checklist of an account, the newest where there are several."""
    return account.checklists.filter(kind=ChecklistKind.SETUP).order_by("-pk").first()


def _is_here(person):
    return person is not None and person.is_employee_now
