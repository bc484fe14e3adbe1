"""What there is already that a wished-for account would repeat. REG-3

The same account, one that looks the same, one that serves the same people for the same purpose in the same unit, and
requests that wait for a decision. Shown while one types, and again to who decides.
"""

from dataclasses import dataclass, field
from functools import cache

from django.db.models import Q

from accounts.models import Account, AccountRequest, Status
from accounts.models.request import RequestStatus
from accounts.rules.handle import BadHandle, parse
from accounts.rules.lookalike import ADDED, candidates, rank, skeleton

AT_MOST = 3
WAITING = (RequestStatus.SUBMITTED, RequestStatus.CHANGES_REQUESTED)


@dataclass
class Duplicates:
    """`same`: this very account; `alike`: accounts whose name could be mistaken for it; `serving`: accounts of the
    unit with a purpose and an audience in common; `asked`: requests of others for the same or a similar handle."""

    same: list = field(default_factory=list)
    alike: list = field(default_factory=list)
    serving: list = field(default_factory=list)
    asked: list = field(default_factory=list)

    def __len__(self):
        return len(self.same) + len(self.alike) + len(self.serving) + len(self.asked)

    def accounts(self):
        return [*self.same, *self.alike, *self.serving]


def duplicates(*, platform=None, handle="", unit=None, purposes=(), audiences=(), but=None) -> Duplicates:
    """Everything on record that resembles a wish; `but` is the request itself. At most seven queries. REG-3"""
    found = Duplicates()
    key = platform.key if platform else None
    try:
        address = parse(handle, key) if handle else None
    except BadHandle:
        address = None
    named = address.handle if address else handle
    if address is not None and address.platform_key:
        key = address.platform_key
        same = Account.objects.exclude(status=Status.ABANDONED).at(key, address.key, address.uid)
        found.same = list(_shown(same).order_by("-status", "pk")[:AT_MOST])
    if named:
        found.alike = _alike(named, key, {account.pk for account in found.same})
        found.asked = _asked(named, address, key, but)
    if unit is not None and purposes and audiences:
        known = [account.pk for account in found.accounts()]
        serving = _serving(unit, purposes, audiences).exclude(pk__in=known)
        rows = list(_shown(serving).order_by("handle_key", "pk")[: AT_MOST * 4])
        found.serving = sorted(rows, key=lambda account: account.platform_id != key)[:AT_MOST]
    return found


def duplicates_of(request) -> Duplicates:
    """The same for a request on record."""
    return duplicates(
        platform=request.platform,
        handle=request.handle,
        unit=request.unit,
        purposes=request.purposes,
        audiences=request.audiences,
        but=request,
    )


def _shown(accounts):
    return accounts.select_related("platform", "unit__parent", "owner")


def _alike(handle, platform, known):
    pairs = Account.objects.standing().filter(candidates(handle)).values_list("pk", "skeleton", "platform_id")[:2000]
    own = skeleton(handle)
    # Of equally similar names the one on the same platform comes first.
    near_first = sorted((pair for pair in pairs if _is_near(own, pair[1])), key=lambda pair: pair[2] != platform)
    wanted = [pk for pk in rank(handle, [pair[:2] for pair in near_first], AT_MOST + len(known)) if pk not in known]
    rows = {account.pk: account for account in _shown(Account.objects.filter(pk__in=wanted[:AT_MOST]))}
    return [rows[pk] for pk in wanted[:AT_MOST]]


def _is_near(one, other):
    """Not merely the company's name with another word: nusantararesep is no nusantara. REG-3"""
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    for rest in (longer.removeprefix(shorter), longer.removesuffix(shorter)):
        if len(rest) < len(longer):
            return len(rest) <= 1 or rest in _additions()
    return True


@cache
def _additions():
    """Words that fakes put before or behind a real name."""
    return frozenset(skeleton(word) for word in ADDED.split())


def _serving(unit, purposes, audiences):
    """Accounts of the unit that have a purpose and an audience in common with the wish."""
    purpose, audience = Q(), Q()
    for word in purposes:
        purpose |= Q(purposes__holding=word)
    for word in audiences:
        audience |= Q(audiences__holding=word)
    return Account.objects.standing().filter(purpose, audience, unit=unit)


def _asked(handle, address, platform, but):
    waiting = AccountRequest.objects.filter(status__in=WAITING).exclude(pk=but.pk if but else None)
    waiting = waiting.select_related("platform", "unit__parent", "requester")
    same = list(waiting.filter(handle_key=address.key).order_by("pk")[:AT_MOST]) if address else []
    same.sort(key=lambda request: request.platform_id != platform)
    own = skeleton(handle)
    pairs = list(waiting.filter(candidates(handle)).order_by("pk")[:200])
    alike = rank(handle, [(request, request.skeleton) for request in pairs if _is_near(own, request.skeleton)])
    return list({request.pk: request for request in (*same, *alike)}.values())[:AT_MOST]
