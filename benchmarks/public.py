"""The public check of one account against a bare view, and what a look-alike costs. REG-9"""

from benchmarks.ground import asking, database, forget_callers, queries, use
from benchmarks.measuring import Row, in_turns, ms

LIMIT, ROUNDS = 1.3, 150


def rows():
    from accounts.models import Account

    database("large")
    use("large")
    listed = Account.objects.filter(platform="instagram").order_by("pk")[5000]
    strange = listed.handle_key.replace("o", "0").replace("i", "l") + "_"
    url, other = listed.url, f"https://www.instagram.com/{strange}/"
    subjects = {
        "json floor": asking("large", f"/api/floor/account?url={url}"),
        "json": asking("large", f"/api/v1/official?url={url}"),
        "json strange": asking("large", f"/api/v1/official?url={other}"),
        "page floor": asking("large", f"/floor/account?q={url}"),
        "page": asking("large", f"/official/?q={url}"),
        "page strange": asking("large", f"/official/?q={other}"),
    }
    assert b'"official"' in subjects["json"]()
    assert b'"not_listed"' in subjects["json strange"]()
    took = in_turns(subjects, ROUNDS, before=forget_callers)
    for kind, word in (("json", "API"), ("page", "page")):
        floor = took[f"{kind} floor"]
        for which, limit, known in (("", LIMIT, ""), (" strange", None, ", not listed, with look-alikes")):
            run = subjects[kind + which]
            yield Row(
                f"public check of one account, {word}{known}, 100,000 accounts",
                ms(took[kind + which]),
                ms(floor),
                took[kind + which] / floor,
                limit,
                note=f"{len(queries(run))} queries",
            )
