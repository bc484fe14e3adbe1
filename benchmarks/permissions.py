"""Who may see and do what: a count of queries at any depth, and what the question costs a list. PLT-4"""

import io
from functools import partial

from django.core.management import call_command

from benchmarks import ground
from benchmarks.ground import ADMINISTRATOR, READER, queries, use
from benchmarks.measuring import Row, in_turns, ms

DEPTHS, MOST, ROUNDS = (1, 10, 100), 2, 40


def rows():
    yield _scope()
    yield _depth()


def _scope():
    """What the first page costs because not everybody may see everything."""
    from accounts.models import Account
    from people.models import Person

    use("large")
    readers = {email: Person.objects.get(email=email) for email in (ADMINISTRATOR, READER)}

    def first_page(email=None):
        seen = Account.objects.visible_to(readers[email]) if email else Account.objects.all()
        return list(seen.order_by("handle_key", "id").values_list("pk")[:51])

    subjects = {"all": first_page, **{email: lambda email=email: first_page(email) for email in readers}}
    took = in_turns(subjects, ROUNDS)
    count = len(queries(subjects[READER]))
    return Row(
        "rows of a page for a reader who may see 1 % of 100,000, against rows for nobody in particular",
        ms(took[READER]),
        ms(took["all"]),
        count,
        1,
        unit="query",
        note=f"administrator {ms(took[ADMINISTRATOR])}",
    )


def _depth():
    """The most queries of `may`, by role and by part, in a unit at each depth."""
    from accounts.models import Account
    from people import actions as people
    from people.models import Person, Unit
    from people.permissions import may
    from trail.actions import SYSTEM

    ground.fresh("depth")
    call_command("seed_scale", accounts=100, people=100, stdout=io.StringIO())
    unit, units = Unit.objects.root(), {}
    for depth in range(1, max(DEPTHS) + 1):
        units[depth] = unit = people.create_unit(parent=unit, name=f"Level {depth}", by=SYSTEM)
    asked = {}
    account = Account.objects.with_people().first()
    for depth in DEPTHS:
        Account.objects.filter(pk=account.pk).update(unit=units[depth])
        account = Account.objects.get(pk=account.pk)
        for person in (Person.objects.get(email=ADMINISTRATOR), account.owner, Person.objects.get(email=READER)):
            for verb in ("see_account", "set_owner", "see_custody"):
                asked[depth, person.pk, verb] = len(queries(partial(may, person, verb, account), warm=False))
    most = max(asked.values())
    return Row(f"`may` in a unit {max(DEPTHS)} levels deep, by role and by part", "–", "–", most, MOST, unit="queries")
