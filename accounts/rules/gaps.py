"""What a live account should have and does not. REG-1 REG-4 REG-6

One table serves both sides: `holds` answers for one account in memory, `where` for all of them in the
database; a test holds the two against each other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import ConnectedTool
from people.models import Organisation
from trail import clock


@dataclass(frozen=True)
class Terms:
    """What the organisation asks for: allowed e-mail domains, and how old a verification may be."""

    today: date
    email_domains: tuple[str, ...] = ()
    verify_after_days: int = 365

    @property
    def verified_from(self) -> date:
        return self.today - timedelta(days=self.verify_after_days)

    def allows(self, email: str) -> bool:
        return not self.email_domains or email.rpartition("@")[2].lower() in self.email_domains


@dataclass(frozen=True)
class Gap:
    """A lack: its key in addresses and the API, its title, what it means, and the verb that closes it."""

    key: str
    title: str
    meaning: str
    verb: str
    holds: Callable
    where: Callable


def _foreign(terms, field):
    allowed = Q()
    for domain in terms.email_domains:
        allowed |= Q(**{f"{field}__iendswith": f"@{domain}"})
    return ~Q(**{field: ""}) & ~allowed if terms.email_domains else Q(pk__in=[])


GAPS = (
    Gap(
        "interim_owner",
        _("Owner for the time being"),
        _("The last owner left; name who answers for it from now on."),
        "set_owner",
        lambda a, t: a.owner_is_interim,
        lambda t: Q(owner_is_interim=True),
    ),
    Gap(
        "no_backup",
        _("No backup owner"),
        _("Nobody stands in when the owner is away or leaves."),
        "set_backup",
        lambda a, t: a.backup_id is None,
        lambda t: Q(backup__isnull=True),
    ),
    Gap(
        "no_custody",
        _("No custody of the credentials"),
        _("It is not on record who keeps the sign-in, and in which vault."),
        "set_custodian",
        lambda a, t: a.custodian_id is None or not a.vault_item,
        lambda t: Q(custodian__isnull=True) | Q(vault_item=""),
    ),
    Gap(
        "rotation_overdue",
        _("Password rotation overdue"),
        _("The date by which the password should have been changed has passed."),
        "record_rotation",
        lambda a, t: a.rotation_due_on is not None and a.rotation_due_on < t.today,
        lambda t: Q(rotation_due_on__lt=t.today),
    ),
    Gap(
        "not_verified",
        _("Control not verified"),
        _("Nobody has proven lately that we control this account."),
        "verify_account",
        lambda a, t: a.verified_on is None or a.verified_on < t.verified_from,
        lambda t: Q(verified_on__isnull=True) | Q(verified_on__lt=t.verified_from),
    ),
    Gap(
        "no_two_factor",
        _("Two-factor not on record"),
        _("Sign-in is not known to need a second factor."),
        "edit_account",
        lambda a, t: a.two_factor in ("", "none"),
        lambda t: Q(two_factor__in=["", "none"]),
    ),
    Gap(
        "no_registered_email",
        _("No registered e-mail"),
        _("It is not on record which mailbox the platform writes to."),
        "edit_account",
        lambda a, t: not a.registered_email,
        lambda t: Q(registered_email=""),
    ),
    Gap(
        "foreign_email",
        _("Registered e-mail is not ours"),
        _("The mailbox is outside the domains of the organisation."),
        "edit_account",
        lambda a, t: bool(a.registered_email) and not t.allows(a.registered_email),
        lambda t: _foreign(t, "registered_email"),
    ),
    Gap(
        "foreign_recovery",
        _("Recovery mailbox is not ours"),
        _("Whoever reads that mailbox can take the account; it is outside the domains of the organisation."),
        "edit_account",
        lambda a, t: bool(a.recovery_email) and not t.allows(a.recovery_email),
        lambda t: _foreign(t, "recovery_email"),
    ),
    Gap(
        "personal_recovery",
        _("Recovery data belong to a person"),
        _("The recovery mailbox or phone is somebody's own; it goes with them and opens the account."),
        "edit_account",
        lambda a, t: a.recovery_email_of_id is not None or a.recovery_phone_of_id is not None,
        lambda t: Q(recovery_email_of__isnull=False) | Q(recovery_phone_of__isnull=False),
    ),
    Gap(
        "tool_expired",
        _("A tool's token has expired"),
        _("A connected tool does nothing any more, or nobody has noted its new token."),
        "edit_tool",
        lambda a, t: a.first_token_ends_on is not None and a.first_token_ends_on < t.today,
        lambda t: Q(pk__in=ConnectedTool.objects.expired(t.today).values("account")),
    ),
    Gap(
        "tool_orphaned",
        _("A tool's authoriser has left"),
        _("It runs on the word of somebody who is not here any more; authorise it anew or disconnect it."),
        "edit_tool",
        lambda a, t: a.has_orphaned_tool,
        lambda t: Q(pk__in=ConnectedTool.objects.orphaned().values("account")),
    ),
    Gap(
        "owner_without_sign_in",
        _("The owner cannot sign in"),
        _("The owner has no e-mail here, so no notice reaches them."),
        "edit_person",
        lambda a, t: a.owner_id is not None and not a.owner.email,
        lambda t: Q(owner__email__isnull=True),
    ),
    Gap(
        "no_purpose",
        _("No purpose"),
        _("It is not on record what the account is for."),
        "edit_account",
        lambda a, t: not a.purposes,
        lambda t: Q(purposes=[]),
    ),
)

BY_KEY = {gap.key: gap for gap in GAPS}


def gaps_of(account, terms: Terms) -> list[Gap]:
    """The gaps of one account, in order of weight; none once it is retired. REG-1"""
    return [gap for gap in GAPS if gap.holds(account, terms)] if account.is_live else []


def terms() -> Terms:
    """What the organisation asks for today, in its own time zone."""
    organisation = Organisation.current()
    return Terms(
        today=organisation.today(clock.now()),
        email_domains=tuple(domain.lower() for domain in organisation.email_domains),
        verify_after_days=organisation.verify_after_days,
    )
