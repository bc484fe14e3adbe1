"""Search at 100,000 accounts against the same search at 100, the thousandth part. PLT-6

Every question is asked of the API, which writes no page around it, by who sees everything and by who sees 1 %.
"""

from benchmarks.ground import ADMINISTRATOR, READER, asking, database, queries, use
from benchmarks.measuring import Row, in_turns, ms

# A thousand times the rows may cost twice: a hit is read through indexes, but a popular word has more to choose from.
LIMIT, MOST_MS, ROUNDS = 2.0, 100, 15


def rows():
    for name in ("small", "large"):
        database(name)
    use("large")
    for what, text in _questions().items():
        yield from _rows(what, text)


def _questions():
    """What people type, from what stands in both databases."""
    from accounts.models import Account

    handle = Account.objects.order_by("pk")[4].handle_key
    return {
        "a whole handle": handle,
        "the first three letters": handle[:3],
        "a word that an eighth of all accounts have": "pangan",
        "a handle with a slip": f"{handle[:6]}{handle[7:]}",
        "a handle in other letters": handle.replace("o", "0").replace("a", "а"),
        "a pasted address": f"https://www.instagram.com/{handle}/?hl=id",
        "what nobody is called": "qwertyzuiop",
        "a name of a person": "wijaya",
    }


def _rows(what, text):
    from urllib.parse import quote

    address = f"/api/v1/search/?q={quote(text)}"
    subjects = {
        "small": asking("small", address, ADMINISTRATOR),
        "large": asking("large", address, ADMINISTRATOR),
        "reader": asking("large", address, READER),
    }
    took = in_turns(subjects, ROUNDS)
    for who, words in (("large", ""), ("reader", ", a reader who may see 1 %")):
        yield Row(
            f"search for {what}, 100,000 accounts{words}",
            ms(took[who]),
            ms(took["small"]),
            took[who] / took["small"],
            LIMIT,
            note=f"{len(queries(subjects[who]))} queries"
            + ("" if took[who] * 1000 <= MOST_MS else f", more than {MOST_MS} ms"),
        )
