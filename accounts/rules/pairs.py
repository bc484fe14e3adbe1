"""Which names of a long list are taken for one another, without comparing each with each. REG-11

Two names one letter apart share a name with one letter less: each is spelled out without each of its letters, the
spellings are sorted, and only neighbours are compared. Time and memory grow with the length of the list.
"""

import re
from collections import defaultdict
from itertools import combinations

from rapidfuzz.distance import OSA

from accounts.models import Likeness
from accounts.rules.lookalike import SHORTEST

MOST = 5000
NUMBER = re.compile(r"\d+").sub
# Of so many names that are alike in one place each stands beside the next few only.
CROWD = 200
BITS = 24


def find_pairs(names, most=MOST) -> tuple[dict, bool]:
    """{(id, id): Likeness} of the names that look the same or are one slip apart; and whether there were too many.

    `names` are (id, handle key, skeleton). Names that differ in their numbers only are a series, and meant so.
    """
    keys, alike = {}, defaultdict(list)
    for pk, key, skeleton in names:
        if skeleton:
            keys[pk] = NUMBER("#", key)
            alike[skeleton].append(pk)
    found = {}
    for same in alike.values():
        for one, other in combinations(sorted(same[:CROWD]), 2):
            found[one, other] = Likeness.SAME
            if len(found) >= most:
                return found, True
    skeletons = [skeleton for skeleton in alike if len(skeleton) >= SHORTEST - 1]
    for one, other in _neighbours(skeletons):
        if OSA.distance(one, other, score_cutoff=1) > 1 or max(len(one), len(other)) < SHORTEST:
            continue
        for a in alike[one][:CROWD]:
            for b in alike[other][:CROWD]:
                if keys[a] != keys[b] or "#" not in keys[a]:
                    found.setdefault((min(a, b), max(a, b)), Likeness.SLIP)
        if len(found) >= most:
            return dict(list(found.items())[:most]), True
    return found, False


def _neighbours(skeletons):
    """Pairs of names that share a name with one letter less; some are no neighbours, none is missing, none comes twice
    from one place."""
    spelled = []
    for number, name in enumerate(skeletons):
        shorter = {name} | {name[:cut] + name[cut + 1 :] for cut in range(len(name))}
        spelled += [hash(text) << BITS | number for text in shorter]
    spelled.sort()
    mask, start = (1 << BITS) - 1, 0
    for end in range(1, len(spelled) + 1):
        if end < len(spelled) and spelled[end] >> BITS == spelled[start] >> BITS:
            continue
        if end - start > 1:
            crowd = [skeletons[code & mask] for code in spelled[start:end]]
            for place, one in enumerate(crowd):
                for other in crowd[place + 1 : place + CROWD]:
                    yield one, other
        start = end
