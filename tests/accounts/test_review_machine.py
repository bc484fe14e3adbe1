"""A review under any sequence of verbs keeps its promises. REG-5"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts import actions
from accounts.models import AccessGrant, AccessReview, ReviewItem
from accounts.rules.account import today
from accounts.tasks.review import ask_due_reviewers, lapse_due_items, tell_due_removals
from people import actions as people
from tests.accounts.reviewing import with_access
from trail import clock
from trail.errors import Refused
from trail.models import Entry

WHO = st.sampled_from(["sari", "rudi", "nia", "made", "dewi", "budi"])
WHOSE = st.sampled_from(["budi", "nia", "made", "rudi"])
SAID = ("keep_access", "revoke_access")


class Machine(RuleBasedStateMachine):
    """One review over four grants; `cast` and `review` are set by the test before the machine runs."""

    cast = review = None

    def __init__(self):
        super().__init__()
        self.now, self.final = clock.now(), {}

    def item(self, whose):
        return ReviewItem.objects.get(review=self.review, holder=getattr(self.cast, whose))

    def attempt(self, deed):
        entries = Entry.objects.count()
        with clock.at(self.now):
            try:
                deed()
            except (PermissionDenied, ValidationError, Refused):
                assert Entry.objects.count() == entries
                return False
        return True

    @rule(days=st.integers(1, 6))
    def wait(self, days):
        self.now += timedelta(days=days)

    @rule(verb=st.sampled_from(SAID), who=WHO, whose=WHOSE)
    def decide(self, verb, who, whose):
        item, person = self.item(whose), getattr(self.cast, who)
        with clock.at(self.now):
            in_time = item.due_on >= today()
        legal = item.is_open and item.reviewer_id == person.pk and in_time and person.is_active
        review = AccessReview.objects.get(pk=self.review.pk)
        assert self.attempt(lambda: getattr(actions, verb)(review, [item.pk], by=person, why="Reason")) is legal

    @rule(whose=WHOSE)
    def end(self, whose):
        grant = AccessGrant.objects.get(pk=self.item(whose).grant_id)
        was_open = grant.until_at is None
        assert self.attempt(lambda: actions.end_access(grant, by=self.cast.sari)) is was_open

    @rule(who=st.sampled_from(["nia", "made", "rudi"]))
    def leave(self, who):
        person = type(self.cast.sari).objects.get(pk=getattr(self.cast, who).pk)
        if person.is_active:
            assert self.attempt(lambda: people.mark_left(person, by=self.cast.sari))
            getattr(self.cast, who).refresh_from_db()

    @rule()
    def sweep(self):
        with clock.at(self.now):
            ask_due_reviewers()
            lapse_due_items()
            tell_due_removals()
            assert lapse_due_items() == 0

    @invariant()
    def nobody_answers_for_themselves(self):
        for item in ReviewItem.objects.filter(review=self.review):
            assert item.holder_id not in (item.reviewer_id, item.decided_by_id)

    @invariant()
    def an_answer_stays(self):
        for item in ReviewItem.objects.filter(review=self.review):
            if item.pk in self.final:
                assert self.final[item.pk] == (item.status, item.decided_at, item.decided_by_id)
            elif not item.is_open:
                self.final[item.pk] = (item.status, item.decided_at, item.decided_by_id)

    @invariant()
    def what_was_taken_away_is_ordered_and_the_rest_is_not(self):
        for item in ReviewItem.objects.filter(review=self.review).select_related("grant", "holder"):
            if item.status in ("revoked", "lapsed"):
                assert item.grant.removal_ordered_at is not None
            if item.status == "kept" and item.holder.is_active:
                assert item.grant.removal_ordered_at is None

    @invariant()
    def it_closes_only_when_all_is_answered(self):
        review = AccessReview.objects.get(pk=self.review.pk)
        if not review.is_open:
            assert not review.items.undecided().exists()


def test_review_keeps_its_promises_under_any_verbs(organisation):
    """REG-5: one outcome an item, never by oneself, ordered away exactly when it was revoked or nobody answered."""
    with_access(organisation, "budi", "nia", "made", "rudi")
    Machine.cast = organisation
    Machine.review = actions.open_review(organisation.pangan, by=organisation.sari)

    def fresh():
        machine = Machine()
        machine.savepoint = transaction.savepoint()
        return machine

    def undo(machine):
        transaction.savepoint_rollback(machine.savepoint)
        for name in ("nia", "made", "rudi"):
            getattr(organisation, name).refresh_from_db()

    Machine.teardown = undo
    run_state_machine_as_test(
        fresh,
        settings=settings(
            settings.default,
            max_examples=max(8, settings.default.max_examples // 4),
            stateful_step_count=10,
            suppress_health_check=list(HealthCheck),
        ),
    )
