"""Which official handles a name could be mistaken for. REG-9

A *skeleton* is what is left of a name when everything that looks the same is written the same (Unicode TR 39,
folded further: case, accents, separators, 0/o, 1/i/l, rn/m, vv/w). It is stored with the account. A name asked
for is spelled out into all skeletons one slip away, so that the database answers by equality on one index, the
same at a hundred accounts and at a hundred thousand that begin alike.
"""

import json
import re
from functools import cache, cached_property
from unicodedata import category, normalize

from django.db.models import BigAutoField, CharField, Lookup, Q
from rapidfuzz.distance import OSA

from accounts.models.platform import Form

SHORTEST = 5
LONGEST = 60
ALPHABET = "abcdefghjklmnopqrstuvwxyz26789"
TWINS = str.maketrans("01345i", "oleasl")
# Letters of other scripts that resemble no Latin one share these, so that the alphabet stays small.
BUCKETS = "26789bcdfghjkpqx"
JUNK = re.compile(r"[^a-z0-9]+").sub
# Words that fakes put before or behind a real name, and real accounts too.
ADDED = (
    "official officials resmi asli real the its im iam id ina indonesia indo promo promosi info cs care help helpdesk "
    "support layanan service admin bantuan hadiah undian giveaway event store shop toko news berita team tim tv hq "
    "online app bot new baru backup page fans fanpage group grup us uk gov verified center centre pusat contact "
    "kontak customer bisnis business channel media social live karir career hr loker 2 24 01 123"
)
# What stands between the name and the top of a domain: nusantara.co.id, nusantara.or.id.
SECOND_LEVEL = {
    "co",
    "com",
    "go",
    "or",
    "ac",
    "net",
    "org",
    "gov",
    "edu",
    "web",
    "sch",
    "my",
    "desa",
    "biz",
    "ltd",
    "mil",
}


def skeleton(text) -> str:
    """What a name looks like, in small letters; the same for names one takes for each other. Repeatable."""
    return _merge(_bones(text))[:200]


def skeleton_of(address, platform=None) -> str:
    """The skeleton of the name in an address: without server, top-level domain, path, or the platform's id.

    `address` is a rules.handle.Address, `platform` its Platform; an id has no skeleton, nobody mistakes ids.
    """
    name = address.handle
    form = platform.form if platform is not None else None
    if address.uid and address.uid == name:
        return ""
    if address.uid:
        name = name.removesuffix(address.uid)
    if form == Form.PHONE:
        return ""
    if form in (Form.DOMAIN, Form.ADDRESS):
        return skeleton(_name_of_domain(name))
    return skeleton(name.partition("@")[0])


def candidates(text) -> Q:
    """The condition that fetches every account `rank` could choose, by equality on the column `skeleton`."""
    return Q(skeleton__among=sorted(neighbours(text)))


def neighbours(text) -> set[str]:
    """All skeletons one slip, one look-alike or one added word away from a name."""
    bones = _bones(_name_in(text))[:LONGEST]
    merged = _merge(bones)
    if len(merged) < SHORTEST - 1:
        return {merged} if merged else set()
    found = set()
    for name in {bones, merged} | _stripped(bones) | _stripped(merged):
        found.update(_one_slip(name))
    found.update(merged + _merge(affix) for affix in _affix_bones())
    found.update(_merge(affix) + merged for affix in _affix_bones())
    for cut in range(SHORTEST, len(merged)):
        found.add(merged[:cut])
        found.add(merged[-cut:])
    return {_merge(name) for name in found}


def rank(text, pairs, limit=3) -> list:
    """The things most like a name, best first: `pairs` are (thing, handle or skeleton). Unlike ones are left out."""
    asked = _Asked(text)
    scored = []
    for thing, name in pairs:
        score = asked.likeness(skeleton(_name_in(name)))
        if score is not None:
            scored.append((score, len(scored), thing))
    scored.sort()
    return [thing for _score, _place, thing in scored[:limit]]


class _Asked:
    """A name somebody asks for, ready to be compared with many."""

    def __init__(self, text):
        self.bones = _bones(_name_in(text))[:LONGEST]
        self.merged = _merge(self.bones)

    @cached_property
    def slips(self):
        """One slip inside what reads as one letter: “buryns” for “burns”, which looks like “bums”."""
        return {_merge(name) for name in _one_slip(self.bones)}

    @cached_property
    def stems(self):
        return {_merge(stem) for stem in _stripped(self.bones)}

    def likeness(self, other):
        """A score, lower is more alike, or None: same look, one slip, then one name inside the other."""
        if not other or self.merged == other:
            return (0, 0) if other else None
        if min(len(self.merged), len(other)) < SHORTEST - 1 or max(len(self.bones), len(other)) < SHORTEST:
            return None
        if OSA.distance(self.merged, other, score_cutoff=1) <= 1:
            return (1, 0)
        if (self.bones != self.merged or "m" in other or "w" in other) and other in self.slips:
            return (1, 0)
        rest = _rest(self.merged, other)
        if rest is None:
            near = any(OSA.distance(stem, other, score_cutoff=1) <= 1 for stem in self.stems)
            return (3, 0) if near else None
        if rest in _merged_affixes():
            return (2, len(rest))
        # An unknown word is an addition to the name only when the name is the greater part.
        return (4, len(rest)) if len(self.merged) > len(other) >= 8 and len(rest) <= len(other) else None


def _rest(one, other):
    """What the longer of two names adds before or behind the shorter, or None."""
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    if longer.startswith(shorter):
        return longer[len(shorter) :]
    if longer.endswith(shorter):
        return longer[: -len(shorter)]
    return None


def _stripped(bones) -> set[str]:
    """The name without one known word before or behind it."""
    stems = set()
    for affix in _affix_bones():
        if len(bones) - len(affix) >= SHORTEST:
            if bones.endswith(affix):
                stems.add(bones[: -len(affix)])
            if bones.startswith(affix):
                stems.add(bones[len(affix) :])
    return stems


def _one_slip(name) -> set[str]:
    """A name and all that one letter dropped, added, replaced or swapped makes of it."""
    splits = [(name[:cut], name[cut:]) for cut in range(len(name) + 1)]
    found = {name}
    found.update(left + right[1:] for left, right in splits if right)
    found.update(left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1)
    found.update(left + letter + right[1:] for left, right in splits if right for letter in ALPHABET)
    found.update(left + letter + right for left, right in splits for letter in ALPHABET)
    return found


def _name_in(text) -> str:
    """The name in a handle that may carry @ and a server."""
    return str(text).lstrip("@").partition("@")[0]


def _name_of_domain(text) -> str:
    """The part of a domain people read: nusantara of www.nusantara.co.id, with the path behind it."""
    host, _slash, path = text.partition("/")
    labels = [label for label in host.partition(":")[0].split(".") if label != "www"]
    if len(labels) > 1:
        labels.pop()
    if labels[-2:] == ["bsky", "social"] or labels[-1:] == ["bsky"]:
        labels = labels[:1]
    elif len(labels) > 1 and labels[-1] in SECOND_LEVEL:
        labels.pop()
    name = ".".join(_decoded(label) for label in labels)
    return f"{name}.{path}" if path else name


def _decoded(label) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label


def _bones(text) -> str:
    """A name letter by letter: look-alikes, case, accents and separators gone, no letters joined yet."""
    if not text.isascii():
        text = "".join(map(_latin, normalize("NFKD", text)))
    return JUNK("", text.lower()).translate(TWINS)


def _merge(bones) -> str:
    return bones.replace("rn", "m").replace("vv", "w")


@cache
def _affix_bones():
    return frozenset(_bones(affix) for affix in ADDED.split())


@cache
def _merged_affixes():
    return frozenset(_merge(affix) for affix in _affix_bones())


def _latin(char) -> str:
    """The Latin letters a character looks like, nothing for marks and signs, else its bucket."""
    if char.isascii():
        return char
    kind = category(char)[0]
    if kind == "M":
        return ""
    looks = _confusables()
    for form in (char, char.casefold(), char.upper()):
        if form in looks:
            return looks[form]
        if form.isascii():
            return form
    return BUCKETS[ord(char) % len(BUCKETS)] if kind in "LN" else ""


@cache
def _confusables() -> dict[str, str]:
    """Unicode's confusables that look like Latin letters or digits; read when first needed, in about 50 ms."""
    from confusable_homoglyphs.confusables import confusables_data

    table = {}
    for char, twins in confusables_data.items():
        if len(char) == 1 and not char.isascii():
            latin = [twin["c"] for twin in twins if twin["c"].isascii() and twin["c"].isalnum()]
            if latin:
                table[char] = min(latin, key=lambda twin: (len(twin), not twin.islower(), twin))
    return table


@CharField.register_lookup
@BigAutoField.register_lookup
class Among(Lookup):
    """`column__among=[…]`: equal to one of thousands of values, sent as one parameter; a text is taken as JSON.

    A list from a subquery is probed through the index; PostgreSQL reads the whole table for a literal one. It
    must stand alone among the conditions, not behind an OR.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_postgresql(self, compiler, connection):
        cast = "::bigint" if isinstance(self.lhs.output_field, BigAutoField) else ""
        return self._as_list(compiler, connection, f"jsonb_array_elements_text(%s::jsonb){cast}")

    def as_sqlite(self, compiler, connection):
        return self._as_list(compiler, connection, "value FROM json_each(%s)")

    def _as_list(self, compiler, connection, values):
        column, params = self.process_lhs(compiler, connection)
        sent = self.rhs if isinstance(self.rhs, str) else json.dumps(list(self.rhs))
        return f"{column} IN (SELECT {values})", [*params, sent]
