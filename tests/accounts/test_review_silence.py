"""Silence has its consequence exactly once, also after a crash; reminders come on time. REG-5"""

import signal
import time
from datetime import timedelta

import pytest

from accounts import actions
from accounts.models import AccessGrant, AccessReview, Platform, ReviewItem
from accounts.rules.account import today
from accounts.rules.review import months_later, next_opening
from accounts.tasks.review import ask_due_reviewers, lapse_due_items, open_due_reviews, tell_due_removals
from notices.models import Notice
from people import actions as people
from people.models import RoleGrant
from tests.accounts.reviewing import opened, with_access
from trail import clock
from trail.actions import SYSTEM, action
from trail.models import Entry


def later(days):
    return clock.at(clock.now() + timedelta(days=days))


def test_silence_orders_the_access_away_once(organisation):
    """REG-5: on the day itself there is still time; the day after it goes, and again changes nothing."""
    review, items = opened(organisation, "budi", "rudi", days=10)
    actions.keep_access(review, [items["rudi"].pk], by=organisation.nia, why="Needed")
    with later(10):
        assert lapse_due_items() == 0
    with later(11):
        assert [lapse_due_items(), lapse_due_items()] == [1, 0]
        assert [tell_due_removals(), tell_due_removals()] == [1, 0]
    item = review.items.get(pk=items["budi"].pk)
    assert [item.status, item.decided_by, item.grant.removal_reason] == ["lapsed", None, "silence"]
    review.refresh_from_db()
    assert review.status == "closed"
    assert Entry.objects.filter(verb="lapse_item").count() == 1
    assert AccessGrant.objects.to_remove(today()).get() == item.grant


def test_silence_asks_the_head_first_where_the_review_says_so(organisation):
    """REG-5: the head of the unit has a week; then it goes. Who was silent is not asked again."""
    review, _items = opened(organisation, "budi", days=10, silence="escalate")
    with later(11):
        assert [lapse_due_items(), lapse_due_items()] == [1, 0]
        item = review.items.get()
        assert [item.status, item.reviewer, item.due_on] == [
            "escalated",
            organisation.rudi,
            today() + timedelta(days=7),
        ]
        ask_due_reviewers()
        assert Notice.objects.filter(person=organisation.rudi, kind="review_asked").count() == 1
    with later(18):
        assert lapse_due_items() == 0
    with later(19):
        assert lapse_due_items() == 1
    assert review.items.get().status == "lapsed"
    assert list(Entry.objects.filter(verb__endswith="_item").order_by("seq").values_list("verb", flat=True)) == [
        "escalate_item",
        "lapse_item",
    ]


def test_the_head_may_keep_what_was_escalated(organisation):
    """REG-5: an escalated item is answered like any other."""
    review, items = opened(organisation, "budi", days=10, silence="escalate")
    with later(12):
        lapse_due_items()
        actions.keep_access(review, [items["budi"].pk], by=organisation.rudi, why="Still on the team")
    assert review.items.get().status == "kept"


def test_silence_about_roles_ends_them_but_not_the_last_administrator(organisation):
    """ORG-7: the organisation stays governed; that nobody answered is on record."""
    review = actions.open_review(organisation.root, subject="roles", by=organisation.sari)
    with later(30):
        lapse_due_items()
    assert set(review.items.values_list("status", flat=True)) == {"lapsed"}
    assert [grant.person for grant in RoleGrant.objects.filter(ended_at=None)] == [organisation.sari]


def test_reviewers_are_asked_and_reminded_once_each(organisation):
    """REG-5 PLT-5: at once, a week before, a day before, on the day; one message a reviewer, listing the items."""
    opened(organisation, "budi", "rudi", "nia", days=20)
    for days in (0, 0, 5, 13, 13, 14, 19, 20, 20, 21):
        with later(days):
            ask_due_reviewers()
    told = Notice.objects.filter(kind__startswith="review").order_by("pk")
    assert [(notice.person.name.split()[0], notice.kind, len(notice.items)) for notice in told] == [
        *[("Nia", "review_asked", 2), ("Made", "review_asked", 1)],
        *[("Nia", "review_due", 2), ("Made", "review_due", 1)] * 3,
    ]


def test_reminders_missed_in_a_pause_are_one(organisation):
    """PLT-5: who was not asked for two weeks is asked once, and reminded on the day."""
    opened(organisation, "budi", days=20)
    for days in (19, 19, 20):
        with later(days):
            ask_due_reviewers()
    kinds = Notice.objects.filter(kind__startswith="review").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["review_asked", "review_due"]


def test_what_is_answered_is_not_reminded_of(organisation):
    review, items = opened(organisation, "budi", days=3)
    actions.keep_access(review, [items["budi"].pk], by=organisation.nia, why="Needed")
    assert ask_due_reviewers() == 0


# Plans


@pytest.mark.parametrize("who", ["oki", "nia", "rudi", "andi"])
def test_set_review_plan_by_the_wrong_person(organisation, who):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        actions.set_review_plan(organisation.pangan, months=6, next_on=today(), by=getattr(organisation, who))


def test_a_plan_opens_its_review_once_and_moves_on(organisation):
    """REG-5: by itself, on its day, once; what a pause missed is not caught up."""
    with_access(organisation, "budi")
    first = today() + timedelta(days=5)
    plan = actions.set_review_plan(organisation.root, months=3, next_on=first, days=14, by=organisation.sari)
    assert open_due_reviews() == 0
    with later(6):
        assert [open_due_reviews(), open_due_reviews()] == [1, 0]
        review = AccessReview.objects.get()
        assert [review.plan, review.due_on, review.opened_by] == [plan, today() + timedelta(days=14), None]
    plan.refresh_from_db()
    assert plan.next_on == months_later(first, 3)
    with later(400):
        lapse_due_items()
        actions.grant_access(review.items.get().grant.account, organisation.rudi, "Editor", by=organisation.sari)
        assert open_due_reviews() == 1
        plan.refresh_from_db()
        assert plan.next_on > today()
    assert AccessReview.objects.count() == 2


def test_a_unit_with_a_plan_of_its_own_is_left_out_of_the_one_above(organisation):
    """REG-5: the root's plan is the default of all who have none."""
    with_access(organisation, "budi")
    with_access(organisation, "dewi", handle="nusantaragroup", owner="rudi", backup=None, unit="root")
    actions.set_review_plan(organisation.root, months=12, next_on=today(), by=organisation.sari)
    own = actions.set_review_plan(
        organisation.pangan, months=3, next_on=today() + timedelta(days=9), by=organisation.sari
    )
    assert open_due_reviews() == 1
    assert [item.holder for item in ReviewItem.objects.all()] == [organisation.dewi]
    actions.stop_review_plan(own, by=organisation.sari, why="As everybody")
    with later(370):
        lapse_due_items()
        open_due_reviews()
    assert set(ReviewItem.objects.values_list("holder__name", flat=True)) == {"Dewi Anggraini", "Budi Prasetyo"}


def test_a_plan_with_nothing_to_ask_opens_nothing(organisation):
    actions.set_review_plan(organisation.energi, months=6, next_on=today(), by=organisation.sari)
    assert [open_due_reviews(), AccessReview.objects.count()] == [0, 0]


def test_months_later_keeps_to_the_calendar():
    """REG-5: the last day of a shorter month, and no drift."""
    from datetime import date
    from types import SimpleNamespace

    assert months_later(date(2026, 1, 31), 3) == date(2026, 4, 30)
    assert months_later(date(2024, 2, 29), 12) == date(2025, 2, 28)
    plan = SimpleNamespace(next_on=date(2026, 1, 31), months=3)
    assert next_opening(plan, date(2026, 1, 31)) == date(2026, 4, 30)
    assert next_opening(plan, date(2027, 2, 1)) == date(2027, 4, 30)


# Crash

MANY = 2000


@action
def _crowd(cast, *, by):
    """Many grants on one account, of people of whom nobody is the owner."""
    account = actions.register_account(
        cast.pangan, Platform.objects.get(key="instagram"), "nusantaraluas", cast.nia, backup=cast.made, by=by
    )
    now = clock.now()
    AccessGrant.objects.bulk_create(
        (AccessGrant(account=account, person=cast.budi, platform_role=f"Role {n}", from_at=now) for n in range(MANY)),
        batch_size=500,
    )


@pytest.mark.django_db(transaction=True)
def test_silence_survives_kills_in_the_middle(organisation, environment_here, start):
    """REG-5: kill -9 mid-sweep, again and again; every access goes once, is told once and is on record once."""
    with clock.at(clock.now() - timedelta(days=30)):
        _crowd(organisation, by=SYSTEM)
        actions.open_review(organisation.pangan, due_on=today() + timedelta(days=10), by=organisation.sari)
    assert ReviewItem.objects.silent(today()).count() == MANY
    killed_halfway = 0
    for number in range(4):
        sweep = start("manage.py", "run_due", env=environment_here, log=f"{number}.log")
        before = ReviewItem.objects.silent(today()).count()
        deadline = time.monotonic() + 30
        while sweep.poll() is None and time.monotonic() < deadline:
            if ReviewItem.objects.silent(today()).count() < before:
                break
            time.sleep(0.005)
        sweep.send_signal(signal.SIGKILL)
        sweep.wait()
        killed_halfway += 0 < ReviewItem.objects.silent(today()).count() < MANY
    while lapse_due_items() or tell_due_removals():
        pass
    assert killed_halfway
    assert ReviewItem.objects.filter(status="lapsed").count() == MANY
    assert AccessGrant.objects.filter(removal_reason="silence", removal_told_at__isnull=False).count() == MANY
    told = Entry.objects.filter(verb="lapse_item")
    assert told.count() == MANY
    assert AccessReview.objects.get().status == "closed"
    assert Notice.objects.filter(kind="access_removal").count() >= 1


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_do_it_once(organisation):
    """REG-5: of two sweeps at the same instant each item has one consequence."""
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    with clock.at(clock.now() - timedelta(days=30)):
        review, _items = opened(organisation, "budi", "rudi", "made", days=10)

    def sweep(_number):
        try:
            return lapse_due_items()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(sweep, range(4)))
    assert Entry.objects.filter(verb="lapse_item").count() == 3
    assert Entry.objects.filter(verb="close_review").count() == 1
    assert set(review.items.values_list("status", flat=True)) == {"lapsed"}


def test_mark_left_of_everybody_who_could_answer_still_lapses(organisation):
    """REG-5: an item nobody may answer has its consequence all the same."""
    review, items = opened(organisation, "budi", days=10)
    ReviewItem.objects.filter(pk=items["budi"].pk).update(reviewer=None)
    assert ask_due_reviewers() == 0
    people.mark_left(organisation.oki, by=organisation.sari)
    with later(11):
        lapse_due_items()
    assert review.items.get().status == "lapsed"
