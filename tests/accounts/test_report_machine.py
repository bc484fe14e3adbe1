"""A reported account under any sequence of verbs keeps its promises. REG-9 REG-11"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts import actions
from accounts.models import FAKE, Account, Platform, Report
from accounts.official import look_up
from trail import clock
from trail.actions import SYSTEM
from trail.errors import IllegalMove, Refused
from trail.models import Entry

FAKE_URL = "https://instagram.com/nusantarapangan_promo"
GIVEN = {
    "find_official": {},
    "claim_account": {},
    "find_fan": {"why": "Looked at it"},
    "confirm_impostor": {"why": "Looked at it"},
    "ask_takedown": {"channel": "form"},
    "close_report": {"result": "no_answer"},
    "find_again": {},
    "reopen_report": {"why": "Looked at it"},
}
ON_RECORD = ("remind_platform", "escalate_takedown")


class Machine(RuleBasedStateMachine):
    """One case of the cast, beside the register; `cast` is set by the test."""

    cast = None

    def __init__(self):
        super().__init__()
        self.now = clock.now()
        self.status, self.times, self.is_ours = None, 0, False

    def report(self):
        return Report.objects.select_related("platform", "unit", "account").get()

    def attempt(self, deed):
        """Give whether it was done; what is refused changes nothing and records nothing."""
        self.now += timedelta(days=9)
        before, entries = Report.objects.values().first(), Entry.objects.count()
        with clock.at(self.now):
            try:
                deed()
            except (Refused, ValidationError):
                assert Report.objects.values().first() == before
                assert Entry.objects.count() == entries
                return False
        return True

    @rule(outside=st.booleans())
    def report_it(self, outside):
        if outside:
            assert self.attempt(lambda: actions.report_publicly(FAKE_URL, by=SYSTEM))
        else:
            assert self.attempt(lambda: actions.report_account(FAKE_URL, by=self.cast.oki))
        self.times += 1
        if self.status is None:
            self.status = "reported"

    @rule(verb=st.sampled_from(sorted(Report.MOVES)))
    def move(self, verb):
        if self.status is None:
            return
        sources, target = Report.MOVES[verb]
        legal = self.status in sources
        if verb in ("find_fan", "confirm_impostor", "claim_account"):
            legal = legal and not self.is_ours
        if verb == "find_official":
            legal = legal and self.is_ours
        done = self.attempt(lambda: getattr(actions, verb)(self.report(), by=self.cast.sari, **GIVEN[verb]))
        assert done is legal, (verb, self.status)
        if legal:
            self.status = target.value

    @rule(answer=st.sampled_from(["removed", "refused", "asks"]))
    def record_answer(self, answer):
        if self.status is None:
            return
        done = self.attempt(lambda: actions.record_answer(self.report(), by=self.cast.sari, answer=answer))
        assert done is (self.status == "takedown")
        if done and answer == "removed":
            self.status = "closed"
            # Whoever reports it after its removal takes the case up again.
            self.report_again()

    def report_again(self):
        assert self.attempt(lambda: actions.report_account(FAKE_URL, by=self.cast.oki))
        self.times, self.status = self.times + 1, "impostor"

    @rule(verb=st.sampled_from(ON_RECORD))
    def put_on_record(self, verb):
        if self.status is None:
            return
        done = self.attempt(lambda: getattr(actions, verb)(self.report(), by=self.cast.sari, channel="email"))
        assert done is (self.status == "takedown")

    @rule()
    def register(self):
        """The account of this very address enters the register, or leaves it."""
        mine = Account.objects.live().filter(handle_key="nusantarapangan_promo").first()
        if mine is not None:
            assert self.attempt(lambda: actions.drop_account(mine, by=SYSTEM, why="Gone"))
            self.is_ours = False
            return
        cast, instagram = self.cast, Platform.objects.get(key="instagram")
        done = self.attempt(
            lambda: actions.register_account(cast.pangan, instagram, "nusantarapangan_promo", cast.rudi, by=cast.sari)
        )
        assert done is (self.status not in FAKE)
        self.is_ours = self.is_ours or done

    @invariant()
    def the_case_says_what_happened(self):
        if self.status is not None:
            report = self.report()
            assert (report.status, report.times) == (self.status, self.times)
            assert report.sightings.count() == self.times

    @invariant()
    def the_public_hears_of_confirmed_fakes_only(self):
        answer = look_up(FAKE_URL).answer
        if self.is_ours:
            assert answer == "official"
        else:
            assert (answer == "reported_fake") is (self.status in FAKE)
            assert answer != "official"

    @invariant()
    def a_closed_case_has_a_result(self):
        if self.status is not None:
            report = self.report()
            assert bool(report.result) is bool(report.closed_on) is (self.status == "closed")
            if self.status == "takedown":
                assert report.asked_on
                assert report.follow_up_on


def test_report_keeps_its_promises_under_any_verbs(account, organisation):
    """REG-9 REG-11: never a fake and ours at once, never a fake that nobody confirmed."""
    from django.db import transaction

    def fresh():
        machine = Machine()
        machine.savepoint = transaction.savepoint()
        return machine

    Machine.cast = organisation
    Machine.teardown = lambda machine: transaction.savepoint_rollback(machine.savepoint)
    run_state_machine_as_test(
        fresh,
        settings=settings(
            settings.default,
            max_examples=max(8, settings.default.max_examples // 4),
            stateful_step_count=14,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_moves_are_all_tried():
    assert set(GIVEN) == set(Report.MOVES)
    assert issubclass(IllegalMove, Refused)
