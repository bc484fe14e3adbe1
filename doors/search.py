"""One search over all rooms: each says what it finds for a reader, nobody is imported. PLT-6

A room registers in its `AppConfig.ready()`:

    search.provide("people", _("People"), find_people, scope="people", place=20, more=lambda words: url)

`find_people(person, words, limit)` gives at most `limit` Hits, the best first, out of what `person` may see, with a
constant number of queries. `words` is a `Words`: iterate for the words in small letters, `.text` for all as typed.
`scope` is what a token must be allowed to read, `more` the address of the room's own list of everything that matches.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from unicodedata import category, normalize

from django.db.models import Q
from django.utils.functional import cached_property

LIMIT = 200
AT_MOST_WORDS = 8
EXACT, BEGINS, HAS, LIKE = range(4)


@dataclass
class Hit:
    """One thing found. `rank` says how: EXACT, BEGINS, HAS the words, or LIKE them but for a slip."""

    title: Any
    url: str
    detail: Any = ""
    icon: str = "search"
    rank: int = HAS
    mark: Any = None
    status: Any = None
    aside: Any = ""


@dataclass
class Group:
    """What one room found."""

    key: str
    label: Any
    hits: list
    more_url: str = ""
    place: int = 50

    @property
    def order(self):
        return (min(hit.rank for hit in self.hits) == LIKE, self.place)


@dataclass(frozen=True)
class Provider:
    key: str
    label: Any
    find: Callable
    scope: str = ""
    place: int = 50
    more: Callable | None = None


@dataclass(frozen=True)
class Words:
    """What somebody typed or pasted, without what cannot be seen; iterating gives its words in small letters."""

    text: str
    words: tuple = field(default=())

    def __iter__(self):
        return iter(self.words)

    def __len__(self):
        return len(self.words)

    def __bool__(self):
        return bool(self.words)

    @cached_property
    def folded(self):
        return " ".join(self.words)

    def in_fields(self, *names):
        """Each word begins a word of one of these text fields: what short lists are searched by."""
        found = Q()
        for word in self.words:
            either = Q()
            for name in names:
                either |= Q(**{f"{name}__istartswith": word}) | Q(**{f"{name}__icontains": f" {word}"})
            found &= either
        return found

    def rank_in(self, *texts):
        """How well texts that match do so."""
        folded = [fold(text) for text in texts if text]
        if self.folded in folded:
            return EXACT
        return BEGINS if any(text.startswith(self.folded) for text in folded) else HAS


_providers: dict[str, Provider] = {}


def provide(key, label, find, *, scope="", place=50, more=None):
    """Register what a room finds; a key stands once."""
    if key in _providers:
        raise ValueError(f"another room already provides the search {key!r}")
    _providers[key] = Provider(key, label, find, scope or key, place, more)


def providers():
    """Every room's search, in the order in which groups stand."""
    return sorted(_providers.values(), key=lambda provider: provider.place)


def read(text):
    """The Words of a text: no control, format or direction characters, blanks single, eight words at most."""
    shown = "".join(
        " " if category(char)[0] in "CZ" else char for char in normalize("NFC", text[: 4 * LIMIT]) if _is_seen(char)
    )
    shown = " ".join(shown.split())
    if len(shown) > LIMIT:
        # not in the middle of a word, unless there is but one
        shown = shown[:LIMIT].rpartition(" ")[0] or shown[:LIMIT]
    words = [word for word in re.split(r"[\s,;]+", fold(shown)) if word.strip("@.")]
    return Words(shown, tuple(dict.fromkeys(words))[:AT_MOST_WORDS])


def find(person, words, *, limit, only=None, allows=lambda scope: True):
    """The groups with at least one hit, those with a true match before those with slips only. PLT-6"""
    groups = []
    for provider in providers() if words else ():
        if (only and provider.key != only) or not allows(provider.scope):
            continue
        hits = list(provider.find(person, words, limit + 1))
        if hits:
            more = provider.more(words) if provider.more and len(hits) > limit else ""
            groups.append(Group(provider.key, provider.label, hits[:limit], more, provider.place))
    return sorted(groups, key=lambda group: group.order)


def fold(text):
    """A text in the letters by which it is compared."""
    return normalize("NFKC", str(text)).casefold()


def _is_seen(char):
    # joiners and marks of direction stand inside a word and vanish; other control characters part words
    return category(char) != "Cf"
