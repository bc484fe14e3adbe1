"""What the search of all rooms finds on the register: handles, names, addresses, former handles, slips. PLT-6

In this order: the account at an address that was pasted; handles, then former handles, that begin with what was typed;
handles and names with all its words; handles one slip, one look-alike or one added word away; at last handles that hold
it somewhere. Each step is one query out of what the reader may see, and the next is asked only while there is room.
"""

import re
from urllib.parse import urlencode

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.finding import Bytewise, Worded, words_in
from accounts.models import Account, AccountRequest, Platform, PreviousHandle, Report, Status
from accounts.rules.handle import BadHandle, parse
from accounts.rules.lookalike import candidates, rank
from accounts.rules.words import unit_name
from doors.search import BEGINS, EXACT, HAS, LIKE, Hit, fold

# A slip in fewer letters would be found everywhere.
SHORTEST_SLIP = 4
SHORTEST_INSIDE = 3
TYPED_AT_MOST = 60
CANDIDATES = 50
WORDED_AT_MOST = 1000
EVERY = 10_000_000
# Of a request, as people call it: R-0012.
NUMBER = re.compile(r"r-?(\d{1,9})").fullmatch


def find_accounts(person, words, limit):
    """Accounts this person may see, the best first; at most six queries. PLT-6"""
    search = _Search(person, words, limit)
    for step in (search.at_address, search.beginning, search.formerly, search.worded, search.slipped, search.inside):
        if len(search.hits) < limit:
            step()
    return list(search.hits.values())[:limit]


def all_accounts(words):
    """The list of the register with what was typed as its filter."""
    return f"{reverse('accounts:account_list')}?{urlencode({'q': words.text})}"


def find_requests(person, words, limit):
    """Requests for accounts that this person may see, by the wanted handle or who asked; two queries at most. PLT-6"""
    asked = AccountRequest.objects.visible_to(person).select_related("platform", "unit__parent", "requester")
    otherwise = words.in_fields("requester__name", "unit__name")
    if number := NUMBER(words.folded):
        otherwise |= Q(pk=int(number[1]))
    return [
        Hit(
            str(request),
            request.get_absolute_url(),
            " · ".join(str(part) for part in (request.platform, unit_name(request.unit), request.requester) if part),
            icon="inbox",
            rank=how,
            mark=request.platform,
            status=request,
        )
        for request, how in _named(asked, words, limit, otherwise)
    ]


def find_reports(person, words, limit):
    """Reports of look-alikes and strangers that this person may see, by handle; two queries at most. PLT-6"""
    seen = Report.objects.visible_to(person).select_related("platform", "unit__parent")
    return [
        Hit(
            report.label,
            report.get_absolute_url(),
            f"{report.platform} · {unit_name(report.unit)}",
            icon="flag",
            rank=how,
            mark=report.platform,
            status=report,
        )
        for report, how in _named(seen, words, limit)
    ]


def _named(rows, words, limit, otherwise=None):
    """(row, how) of what has a handle like an account: it begins so, or it is one slip away."""
    typed = handle_in(words)
    found = {}
    if typed:
        begins = Q(handle_key__begins=typed)
        for row in rows.filter(begins | otherwise if otherwise else begins).order_by("-pk")[:limit]:
            found[row.pk] = row, BEGINS if row.handle_key.startswith(typed) else HAS
    if len(found) < limit and len(typed) >= SHORTEST_SLIP:
        near = rows.filter(candidates(typed))[:CANDIDATES]
        for row in rank(typed, [(row, row.skeleton) for row in near], limit):
            found.setdefault(row.pk, (row, LIKE))
    return sorted(found.values(), key=lambda pair: pair[1])[:limit]


def handle_in(words):
    """The handle that was typed or pasted, in the letters by which handles are compared."""
    return _read(words)[1]


def _read(words):
    """(the Address that was pasted or None, the handle, the Platform named beside it or None)."""
    typed, platform = _without_platform(words) or ("".join(words), None)
    pasted = "/" in words.text or "@" in words.text[1:]
    try:
        address = parse(words.text)
    except BadHandle as error:
        address, typed = None, error.handle if error.handle and "/" in words.text else typed
    else:
        address = address if address.platform_key and pasted else None
        typed = address.handle if address else typed
    return address, fold(typed).lstrip("@")[:TYPED_AT_MOST], platform


class _Search:
    def __init__(self, person, words, limit):
        self.limit, self.hits = limit, {}
        self.seen = Account.objects.visible_to(person).select_related("platform", "unit__parent")
        self.words = words
        self.address, self.typed, self.platform = _read(words)
        if self.platform:
            self.seen = self.seen.filter(platform=self.platform)

    def at_address(self):
        if self.address:
            self.add(EXACT, self.seen.at(self.address.platform_key, self.address.key, self.address.uid))

    def beginning(self):
        if self.typed:
            found = self.seen.filter(handle_key__begins=self.typed).order_by(Bytewise(F("handle_key")), "id")
            self.add(BEGINS, found)

    def formerly(self):
        if not self.typed:
            return
        former = PreviousHandle.objects.filter(handle_key__begins=self.typed, account__in=self.seen)
        former = former.select_related("account__platform", "account__unit__parent")
        for row in former.order_by(Bytewise(F("handle_key")), "id")[: self.limit]:
            self.hit(row.account, EXACT if row.handle_key == self.typed else BEGINS, former=row.handle)

    def worded(self):
        asked = [word for word in self.words if not (self.platform and Platform.by_word(word) == self.platform)]
        if any(words_in(word) for word in asked) and not self.address:
            # Chosen first, ordered then: told to order, PostgreSQL reads the register along the order.
            some = self.seen.filter(Worded(asked)).order_by().values("pk")[:WORDED_AT_MOST]
            self.add(HAS, self.among(some).order_by(Bytewise(F("handle_key")), "id"))

    def slipped(self):
        if len(self.typed) < SHORTEST_SLIP:
            return
        near = {account.pk: account for account in self.seen.filter(candidates(self.typed))[:CANDIDATES]}
        like = rank(self.typed, [(pk, account.skeleton) for pk, account in near.items()], self.limit)
        for pk in like:
            self.hit(near[pk], LIKE)

    def inside(self):
        if not self.hits and len(self.typed) >= SHORTEST_INSIDE:
            # The index alone is read, which is a tenth of the table.
            some = Account.objects.filter(handle_key__contains=self.typed).order_by().values("pk")[:EVERY]
            self.add(HAS, self.seen.filter(pk__in=some))

    def among(self, some):
        return Account.objects.filter(pk__in=some).select_related("platform", "unit__parent")

    def add(self, how, accounts):
        for account in accounts[: self.limit]:
            exact = how == BEGINS and account.handle_key == self.typed
            self.hit(account, EXACT if exact else how)

    def hit(self, account, how, former=""):
        if account.pk in self.hits:
            return
        about = [str(account.platform), unit_name(account.unit)]
        if former:
            about.append(_("formerly %(handle)s") % {"handle": former})
        elif account.name and fold(account.name) != account.handle_key:
            about.insert(0, account.name)
        self.hits[account.pk] = Hit(
            account.label,
            account.get_absolute_url(),
            " · ".join(about),
            icon="at",
            rank=how,
            mark=account.platform,
            status=None if account.status == Status.ACTIVE else account,
        )


def _without_platform(words):
    """(the rest of the words, a platform) where one of several words names a platform: “instagram pangan”."""
    for word in words if len(words) > 1 else ():
        platform = Platform.by_word(word)
        if platform:
            return "".join(other for other in words if other != word), platform
    return None
