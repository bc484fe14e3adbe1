"""An access review over 20,000 grants, against a bare bulk insert of as many items. REG-5"""

import io
from datetime import timedelta
from statistics import median

from benchmarks import ground
from benchmarks.measuring import Row, spent

GRANTS, ACCOUNTS, PEOPLE, LIMIT, ROUNDS = 20_000, 5_000, 2_000, 1.0, 3


def rows():
    """In turns on one database; what a turn wrote is rolled back before the next, on both sides alike.

    The target is 1: the campaign chooses a reviewer for every grant, writes the same rows and an entry of the trail,
    but in one statement inside the database. Django's bulk insert brings each row there instead, and that is dearer
    than all the choosing.
    """
    _ready()
    taken = {"campaign": [], "insert": []}
    for number in range(ROUNDS + 1):
        order = (_campaign, _insert) if number % 2 else (_insert, _campaign)
        for work in order:
            seconds = _undone(work)
            if number:  # the first turn warms both
                taken[work.__name__.strip("_")].append(seconds)
    campaign, floor = median(taken["campaign"]), median(taken["insert"])
    yield Row(
        f"access review campaign over {GRANTS:,} grants",
        f"{campaign:.2f} s",
        f"{floor:.2f} s",
        campaign / floor,
        LIMIT,
    )


def _ready():
    """5,000 accounts of 2,000 people, each with four who can get in."""
    from django.core.management import call_command
    from django.db import connections

    from accounts.models import AccessGrant, Account
    from people.models import Person
    from trail import clock

    connection = ground.fresh("review")
    call_command("seed_scale", accounts=ACCOUNTS, people=PEOPLE, stdout=io.StringIO())
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    accounts = list(Account.objects.order_by("pk").values_list("pk", flat=True))
    now = clock.now() - timedelta(days=200)
    AccessGrant.objects.bulk_create(
        (
            AccessGrant(
                account_id=accounts[number % len(accounts)],
                person_id=people[(number * 7 + number // len(accounts)) % len(people)],
                platform_role=("Editor", "Admin", "Analyst", "Advertiser")[number // len(accounts)],
                from_at=now,
            )
            for number in range(GRANTS)
        ),
        batch_size=1000,
    )
    with (connection or connections["default"]).cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


class _Undo(Exception):
    """Nothing of a turn stays."""


def _undone(work):
    from django.db import transaction

    class Undone(transaction.Atomic):
        """Rolled back always; actions take it for a test's own transaction."""

        def __init__(self):
            super().__init__(using=None, savepoint=True, durable=False)
            self._from_testcase = True

    seconds = 0.0
    try:
        with Undone():
            seconds = spent(work)
            raise _Undo
    except _Undo:
        return seconds


def _campaign():
    from accounts.actions import open_review
    from people.models import Unit
    from trail.actions import SYSTEM

    review = open_review(Unit.objects.root(), title="Half-year review", by=SYSTEM)
    if review.total != GRANTS:
        raise RuntimeError(f"the review asks about {review.total}")


def _insert():
    """The same items by Django's bulk insert and nothing else."""
    from accounts.models import AccessGrant, AccessReview, ReviewItem
    from accounts.rules.account import today
    from people.models import Unit
    from trail import clock

    root, due_on = Unit.objects.root(), today() + timedelta(days=21)
    review = AccessReview.objects.create(title="Bare", unit=root, due_on=due_on, opened_at=clock.now(), total=GRANTS)
    grants = AccessGrant.objects.values_list("pk", "person_id", "account__owner_id", "account__unit_id")
    ReviewItem.objects.bulk_create(
        (
            ReviewItem(
                review=review,
                grant_id=grant,
                holder_id=holder,
                unit_id=unit,
                reviewer_id=owner if owner != holder else None,
                due_on=due_on,
            )
            for grant, holder, owner, unit in grants
        ),
        batch_size=500,
    )
