"""What is wrong with an access on record. REG-5 ORG-2

One table serves both sides, as in `gaps`: `holds` answers for one grant that `with_evidence` has read, `where`
for all of them in the database; a test holds the two against each other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from accounts.models.access import NAMED, Route
from accounts.models.account import CLOSED
from people.models import Membership, Organisation, UnitLink
from trail import clock

FIRST_DAY = date(1995, 1, 1)


@dataclass(frozen=True)
class AccessTerms:
    """The day it is, where, and how long before its last day an access is spoken of."""

    today: date
    time_zone: str = "UTC"
    notice_days: int = 14

    def day_of(self, at) -> date:
        return at.astimezone(ZoneInfo(self.time_zone)).date()


@dataclass(frozen=True)
class Flag:
    """Something to act on: its key in addresses and the API, its words, how grave, and both sides of the rule."""

    key: str
    title: str
    meaning: str
    tone: str
    holds: Callable
    where: Callable


def _has_moved(grant, terms):
    since = grant.stands_since
    return since is not None and since > terms.day_of(grant.from_at) and not grant.stands_inside


def _where_moved(terms):
    began = TruncDate("from_at", tzinfo=ZoneInfo(terms.time_zone))
    stands = Membership.objects.filter(person=OuterRef("person"), until_on=None)
    later = GreaterThan(Subquery(stands.values("from_on")[:1]), began)
    inside = UnitLink.objects.filter(ancestor=OuterRef("account__unit"), descendant=OuterRef("person__unit"))
    return Q(later) & ~Exists(inside)


def _is_outside(grant):
    return grant.person.kind != "employee"


FLAGS = (
    Flag(
        "to_remove",
        _("Removal ordered"),
        _("It was decided that this access goes. Take it away on the platform, then record the end."),
        "over",
        lambda g, t: g.removal_ordered_at is not None,
        lambda t: Q(removal_ordered_at__isnull=False),
    ),
    Flag(
        "expired",
        _("Past its last day"),
        _("Its last day has passed and nobody has recorded the end. Take it away on the platform, or extend it."),
        "over",
        lambda g, t: g.expires_on is not None and g.expires_on < t.today,
        lambda t: Q(expires_on__lt=t.today),
    ),
    Flag(
        "person_left",
        _("The person has left"),
        _("They left the organisation and may still get in. Take it away on the platform at once."),
        "over",
        lambda g, t: g.person.status == "left",
        lambda t: Q(person__status="left"),
    ),
    Flag(
        "contract_ended",
        _("The contract has ended"),
        _("The person is from outside and their contract is over."),
        "over",
        lambda g, t: _is_outside(g) and g.person.status != "left" and g.person.contract_ends_on < t.today,
        lambda t: ~Q(person__kind="employee") & ~Q(person__status="left") & Q(person__contract_ends_on__lt=t.today),
    ),
    Flag(
        "account_closed",
        _("The account is closed"),
        _("Nobody should be able to sign in to an account that is closed."),
        "over",
        lambda g, t: g.account.status in CLOSED,
        lambda t: Q(account__status__in=CLOSED),
    ),
    Flag(
        "person_moved",
        _("The person has moved"),
        _("Since they were given it they moved to a unit outside the one of the account."),
        "warn",
        _has_moved,
        _where_moved,
    ),
    Flag(
        "person_leaving",
        _("The person is leaving"),
        _("Their last day is set. Plan when the access ends and who takes over."),
        "warn",
        lambda g, t: g.person.status == "leaving",
        lambda t: Q(person__status="leaving"),
    ),
    Flag(
        "beyond_contract",
        _("Without an end, or beyond the contract"),
        _("People from outside have access until their contract ends at most."),
        "warn",
        lambda g, t: _is_outside(g) and (g.expires_on is None or g.expires_on > g.person.contract_ends_on),
        lambda t: (
            ~Q(person__kind="employee") & (Q(expires_on__isnull=True) | Q(expires_on__gt=F("person__contract_ends_on")))
        ),
    ),
)
FLAGS_BY_KEY = {flag.key: flag for flag in FLAGS}


def flags_of(grant, terms: AccessTerms) -> list[Flag]:
    """The flags of one open grant, the gravest first; none once it has ended. REG-5"""
    return [flag for flag in FLAGS if flag.holds(grant, terms)] if grant.until_at is None else []


def any_flag(terms) -> Q:
    """Grants with any flag at all, as a condition."""
    wanted = Q()
    for flag in FLAGS:
        wanted |= Q(flag.where(terms))
    return wanted


def access_terms() -> AccessTerms:
    """The day in the organisation's own time zone, and its notice before a last day."""
    organisation = Organisation.current()
    return AccessTerms(
        today=organisation.today(clock.now()),
        time_zone=organisation.time_zone,
        notice_days=organisation.access_notice_days,
    )


def check_route(route, via, reason):
    """A tool or a partner is named, a shared sign-in says why it is needed. REG-5"""
    if route in NAMED and not via:
        raise ValidationError({"via": _("Name the tool or the partner.")})
    if route not in NAMED and via:
        raise ValidationError({"via": _("Only access through a tool or a partner names one.")})
    if route == Route.SHARED and not reason:
        raise ValidationError({"why": _("Say why a shared sign-in is needed; it names nobody.")})


def check_since(since, today):
    """Refuse a first day that cannot be: one to come, or one before there was a platform."""
    if since is not None and since > today:
        raise ValidationError({"since": _("This day has not come yet.")})
    if since is not None and since < FIRST_DAY:
        raise ValidationError({"since": _("No platform of today existed then; check the year.")})


def check_last_day(person, expires_on, today):
    """People from outside have a last day, their contract's at the latest; nobody's lies behind us. ORG-2"""
    if expires_on is not None and expires_on < today:
        raise ValidationError({"expires_on": _("Choose today or a later day.")})
    if person.is_external and (expires_on is None or expires_on > person.contract_ends_on):
        raise ValidationError(
            {
                "expires_on": _("%(person)s is from outside: choose a last day up to the contract's end, %(day)s.")
                % {"person": person, "day": person.contract_ends_on}
            }
        )
