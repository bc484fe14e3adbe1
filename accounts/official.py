"""Is this account really theirs? The public answer, and nothing private. REG-9

`official`, `retired`, `not_listed` or `reported_fake`; whatever cannot be read or found is `not_listed`,
never official.
"""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from accounts.models import LIVE, Account, Report, Status
from accounts.models.account import label_of
from accounts.rules.handle import Address, BadHandle, parse
from accounts.rules.likeness import most_alike
from doors.prepared import Prepared
from people.models import UnitKind, UnitLink

OFFICIAL, RETIRED, NOT_LISTED, REPORTED_FAKE = "official", "retired", "not_listed", "reported_fake"
# Still ours, and still on the list; but the asker should not trust what it says now.
CAUTION = (Status.COMPROMISED, Status.LOST_ACCESS)
# What the public knows by name; departments and divisions are within.
COMPANIES = (UnitKind.HOLDING, UnitKind.SUBSIDIARY, UnitKind.AFFILIATE)
COLUMNS = (
    "pk",
    "platform_id",
    "platform__name",
    "platform__mark",
    "platform__writes_at",
    "platform_uid",
    "handle",
    "url",
    "status",
    "unit__name",
    "company",
    "official_since",
    "created_at",
    "skeleton",
    "retired_on",
    "verified_on",
    "purposes",
    "languages",
)


@dataclass
class Listed:
    """What the public may know of an account on the register."""

    platform: str
    platform_name: str
    mark: str
    handle: str
    label: str
    url: str
    unit: str
    company: str
    since: date | None
    listed_at: datetime
    until: date | None
    verified_on: date | None
    purposes: list
    languages: list
    status: str

    @property
    def answer(self):
        return OFFICIAL if self.status in LIVE else RETIRED

    @property
    def is_in_doubt(self):
        return self.status in CAUTION


@dataclass
class Fake:
    """What the public may know of a confirmed impostor. REG-11"""

    platform: str
    platform_name: str
    mark: str
    handle: str
    label: str
    imitates: int | None


FAKE_COLUMNS = ("platform_id", "platform__name", "platform__mark", "handle", "platform__writes_at", "skeleton")


@dataclass
class Answer:
    """What was asked, what was found, and official accounts with a similar name.

    `fakes` are confirmed impostors of the very name: the account asked for, or namesakes on other platforms.
    """

    answer: str
    asked: str
    platform: str = ""
    matches: list[Listed] = field(default_factory=list)
    similar: list[Listed] = field(default_factory=list)
    fakes: list[Fake] = field(default_factory=list)
    # Where what was asked is no account at all: what to give instead.
    instead: str = ""

    @property
    def account(self):
        return self.matches[0] if self.matches else None


def look_up(text, platform="") -> Answer:
    """Answer for a handle or an address; without a platform a bare handle is looked up on all. REG-9"""
    try:
        address = parse(text, platform or None)
    except BadHandle as error:
        platform = platform or error.platform_key or ""
        if error.code == "not_an_account":
            return Answer(NOT_LISTED, text, platform, instead=error.message)
        return Answer(NOT_LISTED, text, platform, similar=_similar(error.handle or text, platform))
    matches = _matches(address)
    asked_on = address.platform_key or ""
    # Whoever names the platform of an official account hears of that one alone, by one query.
    settled = matches and asked_on and matches[0].answer == OFFICIAL
    fakes = [] if settled else _fakes(address)
    if fakes and (not matches or matches[0].answer == RETIRED):
        return Answer(REPORTED_FAKE, address.handle, asked_on, similar=_imitated(fakes, address), fakes=fakes)
    if not matches:
        similar = _similar(address.handle, asked_on, key=address.key)
        return Answer(NOT_LISTED, address.handle, asked_on, similar=similar)
    return Answer(matches[0].answer, address.handle, asked_on, matches, fakes=fakes)


def _matches(address: Address) -> list[Listed]:
    """The accounts at this address, live ones first; of one platform the present holder of the handle only."""
    found = {}
    blanks = {"platform": address.platform_key, "key": address.key, "uid": address.uid}
    for row in _at(frozenset(name for name, value in blanks.items() if value))(**blanks):
        listed = _listed(row)
        known = found.get(listed.platform)
        if known is None or known.answer == RETIRED:
            found[listed.platform] = listed
    return sorted(found.values(), key=lambda listed: (listed.answer == RETIRED, listed.platform_name))


@cache
def _at(known):
    """The query for an address of which so much is known; prepared, for this is what everybody asks."""

    def rows(**blanks):
        accounts = Account.objects.public().at(
            *(blanks[name] if name in known else "" for name in ("platform", "key", "uid"))
        )
        return with_company(accounts).values_list(*COLUMNS)

    return Prepared(rows, "platform", "key", "uid")


def _fakes(address: Address) -> list[Fake]:
    """Impostors of this address that a person of ours confirmed; never what was merely reported. REG-11"""
    blanks = {"platform": address.platform_key, "key": address.key, "uid": address.uid}
    rows = _fake_at(frozenset(name for name, value in blanks.items() if value))(**blanks)
    return [
        Fake(platform, _(name), mark, handle, label_of(handle, writes_at, skeleton), account)
        for platform, name, mark, handle, writes_at, skeleton, account in rows
    ]


@cache
def _fake_at(known):
    def rows(**blanks):
        found = Report.objects.fake().at(
            *(blanks[name] if name in known else "" for name in ("platform", "key", "uid"))
        )
        # Only what is live now is pointed at; one that has retired is no place to go.
        live = Account.objects.live().filter(pk=OuterRef("account_id"))
        found = found.annotate(imitates=Subquery(live.values("pk")[:1]))
        return found.order_by("platform__name", "pk").values_list(*FAKE_COLUMNS, F("imitates"))

    return Prepared(rows, "platform", "key", "uid")


def _imitated(fakes, address) -> list[Listed]:
    """The real accounts that impostors imitate; where none was named, those with a similar name."""
    named = list(dict.fromkeys(fake.imitates for fake in fakes if fake.imitates))
    return _in_order(named) if named else _similar(address.handle, address.platform_key or "", key=address.key)


def _similar(text, platform, key="") -> list[Listed]:
    """At most three official accounts whose name could be meant or mimicked, of any platform. REG-9 REG-11"""
    return _in_order(most_alike(text, platform, key))


def _in_order(wanted) -> list[Listed]:
    """The listed accounts with these ids, in their order."""
    rows = {row[0]: _listed(row) for row in THESE(wanted=json.dumps(wanted))} if wanted else {}
    return [rows[pk] for pk in wanted if pk in rows]


def _these(wanted):
    return with_company(Account.objects.live().order_by().filter(pk__among=wanted)).values_list(*COLUMNS)


THESE = Prepared(_these, "wanted")


def with_company(accounts):
    """Adds `company`: a marketing department speaks for its company, and that is what the public knows."""
    over = UnitLink.objects.filter(descendant=OuterRef("unit_id"), ancestor__kind__in=COMPANIES).order_by("depth")
    return accounts.annotate(company=Subquery(over.values("ancestor__name")[:1]))


def _listed(row) -> Listed:
    values = dict(zip(COLUMNS, row, strict=True))
    platform = values["platform__name"]
    return Listed(
        platform=values["platform_id"],
        platform_name=_(platform),
        mark=values["platform__mark"],
        handle=values["handle"],
        label=label_of(values["handle"], values["platform__writes_at"], values["skeleton"]),
        url=values["url"],
        unit=values["unit__name"],
        company=values["company"] or values["unit__name"],
        since=values["official_since"],
        listed_at=values["created_at"],
        until=values["retired_on"],
        verified_on=values["verified_on"],
        purposes=values["purposes"],
        languages=values["languages"],
        status=values["status"],
    )
