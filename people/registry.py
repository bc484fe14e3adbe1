"""What hangs on a person, and questions only higher rooms can answer; filled in each room's `ready()`. ORG-3 REG-8

A room above `people` says here what a departure touches, answers facts and carries letters, so that nobody
imports upward.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Holding:
    """A kind of thing that hangs on people.

    `rows(person)` is the queryset of what hangs on them now; `on_left(person, *, by)` runs inside the
    departure's transaction and leaves nothing without an owner; `url(person)` is the list of the rows, if any;
    `employees_only` keeps a person who has such rows from becoming one from outside.
    """

    name: str
    label: Any
    rows: Callable
    on_left: Callable | None = None
    url: Callable | None = None
    employees_only: bool = False


_holdings: dict[str, Holding] = {}
_facts: dict[str, Callable] = {}
_couriers: dict[str, Callable] = {}
_clock_keepers: list[Callable] = []


def holding(name, label, rows, on_left=None, url=None, employees_only=False):
    """Register a kind of holding; a name stands once."""
    if name in _holdings:
        raise ValueError(f"another room already provides the holding {name!r}")
    _holdings[name] = Holding(name, label, rows, on_left, url, employees_only)


def holdings():
    """Every kind of holding, in the order of the rooms."""
    return tuple(_holdings.values())


def fact(name, fn):
    """Register the answer to a question, e.g. `fact("trained_for", lambda person, account: …)`."""
    if name in _facts:
        raise ValueError(f"another room already answers {name!r}")
    _facts[name] = fn


def ask(name, *args):
    """The answer to a question, or "unknown" while no room provides it."""
    return _facts[name](*args) if name in _facts else UNKNOWN


def courier(*, mail, notify):
    """Register who carries letters and notices, in the sender's transaction.

    `mail(person, kind, params, *, by)` goes to the person's e-mail only, for it holds a secret link;
    `notify(person, kind, subject, *, by, url, params)` also stands in the application.
    """
    _couriers["mail"], _couriers["notify"] = mail, notify


def on_new_clock(keep):
    """Register who has promised something by people's own clocks: `keep(person, *, by)` after one has changed."""
    _clock_keepers.append(keep)


def clock_changed(person, *, by):
    """Tell them, in the transaction of the change."""
    for keep in _clock_keepers:
        keep(person, by=by)


def mail(person, kind, params, *, by):
    """Hand a letter to the courier; while there is none, nothing is sent."""
    if carry := _couriers.get("mail"):
        carry(person, kind, params, by=by)


def notify(person, kind, subject, *, by, url="", params=None):
    """Hand a notice to the courier; while there is none, nothing is sent."""
    if carry := _couriers.get("notify"):
        carry(person, kind, subject, by=by, url=url, params=params or {})
