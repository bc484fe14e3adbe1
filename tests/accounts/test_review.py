"""A review: who is asked, who may answer, and what an answer does. REG-5 ORG-7"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from accounts import actions
from accounts.models import AccessGrant, AccessReview, ReviewItem
from accounts.rules.account import today
from accounts.tasks.review import ask_due_reviewers, tell_due_removals
from notices.models import Notice
from people import actions as people
from people.models import Role, RoleGrant
from tests.accounts.reviewing import opened, with_access
from trail import clock
from trail.actions import SYSTEM
from trail.errors import IllegalMove, Refused
from trail.models import Entry


@pytest.mark.parametrize("who", ["oki", "andi", "nia", "rudi"])
def test_open_review_by_the_wrong_person(organisation, who):
    """REG-5: the keepers of the register open reviews."""
    with_access(organisation, "budi")
    with pytest.raises(PermissionDenied):
        actions.open_review(organisation.pangan, by=getattr(organisation, who))


def test_open_review_asks_the_owner_and_nobody_about_their_own(organisation):
    """REG-5: owner, then backup owner, then the head of the unit and above."""
    review, items = opened(organisation, "budi", "nia", "made", "rudi")
    asked = {name: item.reviewer.name.split()[0].lower() for name, item in items.items()}
    assert asked == {"budi": "nia", "made": "nia", "rudi": "nia", "nia": "made"}
    assert [review.total, review.status, review.opened_by] == [4, "open", organisation.sari]
    entry = Entry.objects.latest("seq")
    assert [entry.verb, entry.object_type] == ["open_review", "accounts.accessreview"]


@pytest.mark.parametrize(
    ("owner", "backup", "holder", "expected"),
    [
        ("nia", "made", "nia", "made"),
        ("nia", None, "nia", "rudi"),
        ("rudi", None, "rudi", "dewi"),
        ("nia", None, "budi", "nia"),
    ],
)
def test_reviewer_is_the_next_who_is_somebody_else(organisation, owner, backup, holder, expected):
    """REG-5: backup owner, head of the unit, head of the parent."""
    with_access(organisation, holder, owner=owner, backup=backup)
    review = actions.open_review(organisation.root, by=organisation.sari)
    assert review.items.get().reviewer == getattr(organisation, expected)


def test_reviewer_without_heads_is_an_administrator_and_never_oneself(organisation):
    """REG-5: where no head may be asked an administrator is; of the only administrator's own access nobody is."""
    with_access(organisation, "dewi", owner="dewi", backup=None, unit="root", handle="nusantaragroup")
    with_access(organisation, "sari", owner="sari", backup=None, unit="root", handle="nusantarajobs")
    people.set_head(organisation.pangan, None, by=SYSTEM)
    review = actions.open_review(organisation.root, by=organisation.sari)
    assert {item.holder: item.reviewer for item in review.items.all()} == {
        organisation.dewi: organisation.sari,
        organisation.sari: organisation.dewi,
    }


def test_reviewers_can_sign_in(organisation):
    """REG-5: who has left, works outside or has no e-mail is not asked."""
    with_access(organisation, "budi")
    people.edit_person(organisation.nia, email=None, by=organisation.sari)
    review = actions.open_review(organisation.root, by=organisation.sari)
    assert review.items.get().reviewer == organisation.made


def test_open_review_of_a_part(organisation):
    """REG-5: a unit and below, and if wanted one platform, one way in, or only who manages others' access."""
    account, (grant, _other) = with_access(organisation, "budi", "rudi")
    actions.grant_access(account, organisation.budi, "Full control", is_admin=True, by=organisation.sari)
    shared = actions.grant_access(
        account, organisation.budi, "Login", route="shared", why="Shop tablet", by=organisation.sari
    )

    def asked(**fields):
        review = actions.open_review(organisation.root, by=organisation.sari, **fields)
        actions.cancel_review(review, by=organisation.sari, why="Tried")
        return set(review.items.values_list("grant__platform_role", flat=True))

    assert asked() == {"Editor", "Full control", "Login"}
    assert asked(is_admin_only=True) == {"Full control"}
    assert asked(route="shared") == {shared.platform_role}
    assert asked(platform=account.platform) == {"Editor", "Full control", "Login"}
    for nothing in ({"unit": organisation.energi}, {"route": "partner"}):
        with pytest.raises(ValidationError, match="nothing to review"):
            actions.open_review(nothing.pop("unit", organisation.root), by=organisation.sari, **nothing)
    actions.end_access(grant, by=organisation.sari)
    assert grant.platform_role == "Editor"


def test_open_review_leaves_what_another_asks_about(organisation):
    """REG-5: nobody is asked twice about the same thing."""
    review, _items = opened(organisation, "budi")
    with pytest.raises(ValidationError, match="nothing to review"):
        actions.open_review(organisation.root, by=organisation.sari)
    with_access(organisation, "rudi", handle="nusantarabaru")
    other = actions.open_review(organisation.root, by=organisation.sari)
    assert [item.holder for item in other.items.all()] == [organisation.rudi]
    assert review.items.count() == 1


@pytest.mark.parametrize("days", [0, -1, 400])
def test_open_review_needs_a_sensible_day(organisation, days):
    with_access(organisation, "budi")
    with pytest.raises(ValidationError) as refused:
        actions.open_review(organisation.root, due_on=today() + timedelta(days=days), by=organisation.sari)
    assert list(refused.value.message_dict) == ["due_on"]


@pytest.mark.parametrize("who", ["oki", "sari", "andi", "rudi", "budi"])
def test_keep_access_by_the_wrong_person(organisation, who):
    """REG-5: only who was asked; an administrator neither, and never about one's own."""
    review, items = opened(organisation, "budi")
    with pytest.raises(PermissionDenied):
        actions.keep_access(review, [items["budi"].pk], by=getattr(organisation, who), why="Needed")


def test_keep_access_needs_a_reason_revoke_none(organisation):
    """REG-5: reason for keep; what goes needs none."""
    review, items = opened(organisation, "budi", "rudi")
    with pytest.raises(ValidationError, match="Say why"):
        actions.keep_access(review, [items["budi"].pk], by=organisation.nia, why="  ")
    actions.keep_access(review, [items["budi"].pk], by=organisation.nia, why="Posts daily")
    actions.revoke_access(review, [items["rudi"].pk], by=organisation.nia)
    kept, revoked = (review.items.get(pk=items[name].pk) for name in ("budi", "rudi"))
    assert [kept.status, kept.reason, kept.decided_by] == ["kept", "Posts daily", organisation.nia]
    assert [revoked.status, revoked.grant.removal_reason, revoked.grant.until_at] == ["revoked", "review", None]
    review.refresh_from_db()
    assert review.status == "closed"
    verbs = Entry.objects.filter(object_type="accounts.account").order_by("-seq").values_list("verb", flat=True)
    assert list(verbs[:2]) == ["revoke_access", "keep_access"]


def test_decide_many_at_once_is_all_or_nothing(organisation):
    """REG-5: bulk weakens no rule: an item that is not mine, or is decided, stops the whole."""
    review, items = opened(organisation, "budi", "rudi", "nia")
    everything = [item.pk for item in items.values()]
    with pytest.raises(ValidationError):
        actions.keep_access(review, everything, by=organisation.nia, why="Needed")
    with pytest.raises(PermissionDenied):
        actions.keep_access(review, everything, by=organisation.rudi, why="Needed")
    with pytest.raises(ValidationError):
        actions.keep_access(review, [items["budi"].pk, 999_999], by=organisation.nia, why="Needed")
    with pytest.raises(ValidationError):
        actions.revoke_access(review, [], by=organisation.nia)
    assert review.items.undecided().count() == 3
    actions.keep_access(review, [items["budi"].pk], by=organisation.nia, why="Needed")
    with pytest.raises(IllegalMove):
        actions.revoke_access(review, [items["budi"].pk, items["rudi"].pk], by=organisation.nia)
    assert review.items.get(pk=items["rudi"].pk).status == "pending"


def test_decide_after_the_last_day_is_refused(organisation):
    """REG-5: the clock closes the time to answer, not the sweep that notices."""
    review, items = opened(organisation, "budi", days=10)
    with clock.at(clock.now() + timedelta(days=11)), pytest.raises(Refused, match="time to answer has passed"):
        actions.keep_access(review, [items["budi"].pk], by=organisation.nia, why="Needed")


def test_revoke_access_is_a_task_until_the_end_is_recorded(organisation):
    """REG-5: the custodian, else the owner, is told once, and the grant stays overdue until then."""
    review, items = opened(organisation, "budi", "rudi")
    actions.revoke_access(review, [item.pk for item in items.values()], by=organisation.nia, why="Left the team")
    assert AccessGrant.objects.to_remove(today()).count() == 2
    assert [tell_due_removals(), tell_due_removals()] == [2, 0]
    notice = Notice.objects.get(kind="access_removal")
    assert [notice.person, len(notice.items)] == [organisation.nia, 2]
    for item in items.values():
        actions.end_access(item.grant, by=organisation.nia)
    assert not AccessGrant.objects.to_remove(today()).exists()


def test_end_access_closes_its_item(organisation):
    """REG-5: what has ended needs no answer; the last one closes the review."""
    review, items = opened(organisation, "budi")
    actions.end_access(items["budi"].grant, by=organisation.sari)
    items["budi"].refresh_from_db()
    assert [items["budi"].status, items["budi"].decided_by] == ["ended", None]
    from accounts.tasks.review import lapse_due_items

    lapse_due_items()
    review.refresh_from_db()
    assert review.status == "closed"


def test_mark_left_hands_open_items_on(organisation):
    """REG-5 REG-8: inside the departure; to the next who may be asked, who is told anew."""
    review, _items = opened(organisation, "budi", "rudi", "made")
    ask_due_reviewers()
    people.mark_left(organisation.nia, by=organisation.sari)
    asked = {item.holder: item.reviewer for item in review.items.all()}
    # Made took the account over; about his own access the head of the unit is asked.
    assert asked == {
        organisation.budi: organisation.made,
        organisation.rudi: organisation.made,
        organisation.made: organisation.rudi,
    }
    assert set(review.items.values_list("told", flat=True)) == {0}
    assert Entry.objects.filter(verb="pass_on_items", object_id=str(review.pk)).count() == 1


def test_set_owner_asks_the_new_owner(organisation):
    """REG-5: who answers for the account is asked, and nobody about their own."""
    review, items = opened(organisation, "budi", "rudi")
    account = items["budi"].grant.account
    actions.set_owner(account, organisation.rudi, by=organisation.sari)
    asked = {item.holder: item.reviewer for item in review.items.all()}
    assert asked == {organisation.budi: organisation.rudi, organisation.rudi: organisation.made}


def test_hand_on_items_by_the_wrong_person(organisation):
    review, _items = opened(organisation, "budi")
    with pytest.raises(PermissionDenied):
        actions.hand_on_items(review, organisation.nia, organisation.made, by=organisation.nia, why="Holiday")


def test_hand_on_items_gives_nobody_their_own(organisation):
    """REG-5: for a holiday; the stand-in's own access goes to somebody else."""
    review, _items = opened(organisation, "budi", "rudi")
    assert actions.hand_on_items(review, organisation.nia, organisation.rudi, by=organisation.sari, why="Holiday") == 2
    asked = {item.holder: item.reviewer for item in review.items.all()}
    assert asked == {organisation.budi: organisation.rudi, organisation.rudi: organisation.made}
    with pytest.raises(Refused):
        actions.hand_on_items(review, organisation.nia, organisation.rudi, by=organisation.sari, why="Holiday")


def test_cancel_review_leaves_access_as_it_is(organisation):
    """REG-5: called off with a reason; nothing happens to what nobody answered."""
    review, items = opened(organisation, "budi")
    with pytest.raises(PermissionDenied):
        actions.cancel_review(review, by=organisation.nia, why="No")
    with pytest.raises(ValidationError):
        actions.cancel_review(review, by=organisation.sari, why="")
    actions.cancel_review(review, by=organisation.sari, why="Wrong unit")
    items["budi"].refresh_from_db()
    assert [review.status, items["budi"].status] == ["cancelled", "cancelled"]
    assert not AccessGrant.objects.to_remove(today()).exists()
    with pytest.raises(IllegalMove):
        actions.cancel_review(review, by=organisation.sari, why="Again")


def test_role_review_is_the_same_campaign(organisation):
    """ORG-7: reviewed by the head of the unit, never by the holder; what is revoked ends at once."""
    with pytest.raises(PermissionDenied):
        actions.open_review(organisation.pangan, subject="roles", by=organisation.rudi)
    review = actions.open_review(organisation.root, subject="roles", by=organisation.sari)
    asked = {item.holder: item.reviewer for item in review.items.all()}
    assert asked == {
        organisation.sari: organisation.dewi,
        organisation.andi: organisation.dewi,
        organisation.nia: organisation.rudi,
    }
    mine = {item.holder: item for item in review.items.all()}
    actions.revoke_access(review, [mine[organisation.nia].pk], by=organisation.rudi)
    grant = RoleGrant.objects.get(person=organisation.nia)
    assert [grant.ended_by, grant.end_reason] == [organisation.rudi, "A review decided so"]
    with pytest.raises(Refused, match="last administrator"):
        actions.revoke_access(review, [mine[organisation.sari].pk], by=organisation.dewi)
    actions.keep_access(review, [mine[organisation.sari].pk], by=organisation.dewi, why="Keeps the register")
    people.end_role(RoleGrant.objects.get(role=Role.AUDITOR), by=organisation.sari, reason="Audit is over")
    from accounts.tasks.review import lapse_due_items

    lapse_due_items()
    review.refresh_from_db()
    statuses = dict(review.items.values_list("holder__name", "status"))
    assert statuses == {"Sari Wulandari": "kept", "Andi Wijaya": "ended", "Nia Kurniasih": "revoked"}
    assert review.status == "closed"


def test_database_refuses_reviewing_ones_own(organisation):
    """REG-5: on both engines, also by writes that go around the models."""
    review, items = opened(organisation, "budi", "rudi")
    table, item = "accounts_reviewitem", items["budi"]
    for sql in (
        f"UPDATE {table} SET reviewer_id = holder_id",
        f"UPDATE {table} SET holder_id = {organisation.nia.pk}",
        f"UPDATE {table} SET status = 'kept', reason = 'x', decided_at = due_on, decided_by_id = holder_id",
        f"UPDATE {table} SET status = 'kept', decided_at = due_on, decided_by_id = reviewer_id",
        f"UPDATE {table} SET status = 'lapsed'",
        f"DELETE FROM {table}",
        "DELETE FROM accounts_accessreview",
        "UPDATE accounts_accessreview SET silence = 'escalate'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewItem.objects.create(
            review=review, grant=item.grant, holder=organisation.oki, unit=item.unit, due_on=today()
        )
    actions.keep_access(review, [item.pk], by=organisation.nia, why="Needed")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewItem.objects.filter(pk=item.pk).update(status="pending", decided_at=None, decided_by=None)
    assert AccessReview.objects.get().status == "open"
