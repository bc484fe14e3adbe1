"""The public check of one account against a bare view, what a look-alike costs, and the scan for them. REG-9 REG-11"""

from benchmarks.ground import asking, database, forget_callers, queries, use
from benchmarks.measuring import Row, in_turns, ms, spent

# An answer with look-alikes asks for some two thousand names one slip away, by one query.
LIMIT, LIMIT_ALIKE, ROUNDS = 1.3, 5, 150


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
        for which, limit, known in (("", LIMIT, ""), (" strange", LIMIT_ALIKE, ", not listed, with look-alike search")):
            run = subjects[kind + which]
            yield Row(
                f"public check of one account, {word}{known}, 100,000 accounts",
                ms(took[kind + which]),
                ms(floor),
                took[kind + which] / floor,
                limit,
                note=f"{len(queries(run))} queries",
            )
    yield _scan()


def _scan():
    """All accounts of all platforms compared with one another, and the pairs written; against reading their names."""
    from accounts.actions.lookalike import scan_platform, stale_platforms
    from accounts.models import Account, Lookalike

    use("large")
    names = Account.objects.standing().values_list("pk", "handle_key", "skeleton")
    floor = spent(lambda: list(names.iterator()))
    took = spent(lambda: [scan_platform(*stale) for stale in stale_platforms()])
    found = Lookalike.objects.count()
    return Row(
        "look-alike scan of the register, 100,000 accounts",
        ms(took),
        ms(floor),
        took / floor,
        None,
        note=f"{found:,} pairs on record; one platform a sweep",
    )
