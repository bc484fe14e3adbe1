"""List pages at any length against the same page at a hundred rows. PLT-7"""

from benchmarks.ground import ADMINISTRATOR, READER, asking, database, queries, use
from benchmarks.measuring import Row, in_turns, ms

LIMIT, LIMIT_OF_READER = 1.3, 2.0
ROUNDS = 9
LISTS = {
    "accounts": {
        "page": "/accounts/",
        "sorts": ("-handle", "status", "-status", "verified", "-verified", "owner_since", "-owner_since"),
        "filters": ("platform=instagram", "status=suspended", "unit=2", "owner=7"),
        "scans": ("q=kopi", "gap=no_custody", "purpose=sales"),
    },
    "people": {
        "page": "/people/",
        "sorts": ("-name", "status", "-status"),
        "filters": ("status=active", "unit=2"),
        "scans": ("q=wijaya", "role=administrator"),
    },
}


def rows():
    for name in ("small", "middle", "large"):
        database(name)
    for noun, listed in LISTS.items():
        yield from _rows(noun, **listed)


def _rows(noun, page, sorts, filters, scans):
    small = asking("small", page, ADMINISTRATOR)
    subjects = {
        "floor": small,
        "middle": asking("middle", page, ADMINISTRATOR),
        "large": asking("large", page, ADMINISTRATOR),
        "reader": asking("large", page, READER),
    }
    took = in_turns(subjects, 3 * ROUNDS)
    count = len(queries(small))
    many = {"accounts": ("10,000", "100,000"), "people": ("1,000", "10,000")}[noun]
    for name, number in zip(("middle", "large"), many, strict=True):
        yield _row(f"{noun} page, {number} rows", subjects[name], took[name], took["floor"], count)
    who = f"{noun} page, {many[1]} rows, a reader who may see 1 %"
    yield _row(who, subjects["reader"], took["reader"], took["floor"], None, limit=LIMIT_OF_READER)
    yield _worst(noun, page, "sort", [f"sort={sort}" for sort in sorts], against_itself=True)
    yield _worst(noun, page, "indexed filter", filters)
    yield _worst(noun, page, "filter that reads every row", scans, limit=None)


def _row(work, run, took, floor, count, limit=LIMIT, note=""):
    """The row; a count of queries that grows with the rows misses the target whatever the time."""
    found = len(queries(run))
    if count is not None and found != count:
        note, limit = f"{note} {count} queries at 100 rows".strip(), 0
    return Row(work, ms(took), ms(floor), took / floor, limit, note=f"{found} queries {note}".strip())


def _worst(noun, page, kind, asked, limit=LIMIT, against_itself=False):
    """The slowest of several ways to ask.

    A sort is held against itself at 100 rows, a filter against the page of 100 rows: of these it would leave too few.
    """
    found = []
    for query in asked:
        pair = {
            "small": asking("small", f"{page}?{query}" if against_itself else page, ADMINISTRATOR),
            "large": asking("large", f"{page}?{query}", ADMINISTRATOR),
        }
        took = in_turns(pair, ROUNDS)
        if limit and took["large"] / took["small"] > limit:
            took = in_turns(pair, 4 * ROUNDS)
        found.append((took["large"] / took["small"], query, took, pair))
    _ratio, query, took, pair = max(found, key=lambda one: one[0])
    use("small")
    count = len(queries(asking("small", f"{page}?{query}", ADMINISTRATOR)))
    work = f"{noun} page, the slowest {kind} of {len(asked)}"
    return _row(work, pair["large"], took["large"], took["small"], count, limit, note=f"`{query}`")
