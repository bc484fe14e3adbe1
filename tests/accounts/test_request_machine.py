"""A request under any sequence of verbs, by anybody, keeps its promises. REG-3 ORG-5"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts import actions
from accounts.models import Account, AccountRequest
from tests.accounts.opening import drafted, fresh
from trail.errors import IllegalMove
from trail.models import Entry

# Who may do what: Rudi asks, Dewi decides, Sari administers; Nia and Oki have no part in it.
MAY = {
    "submit_request": {"rudi"},
    "withdraw_request": {"rudi", "sari"},
    "edit_request": {"rudi"},
    "approve_request": {"dewi"},
    "reject_request": {"dewi"},
    "request_changes": {"dewi"},
}
SOURCES = {verb: sources for verb, (sources, _target) in AccountRequest.MOVES.items()}
SOURCES["edit_request"] = AccountRequest.MOVES["submit_request"][0]
NAMES = st.sampled_from(["rudi", "dewi", "sari", "nia", "oki"])


class Machine(RuleBasedStateMachine):
    """One request of the cast; `cast` and `pk` are set by the test before the machine runs."""

    cast = pk = None

    def __init__(self):
        super().__init__()
        self.status, self.reason, self.edits = "draft", "", 0

    @rule(verb=st.sampled_from(sorted(MAY)), name=NAMES, why=st.sampled_from(["", "Because"]))
    def act(self, verb, name, why):
        request, entries = fresh(AccountRequest(pk=self.pk)), Entry.objects.count()
        given = {"why": why}
        if verb == "submit_request":
            given = {}
        elif verb == "edit_request":
            given = {"planned_content": f"Plan {self.edits}"}
        legal = name in MAY[verb] and self.status in SOURCES[verb]
        legal &= bool(why) or verb not in ("reject_request", "request_changes")
        try:
            getattr(actions, verb)(request, by=getattr(self.cast, name), **given)
            done = True
        except (PermissionDenied, ValidationError, IllegalMove):
            done = False
            assert Entry.objects.count() == entries
        assert done is legal
        if not done:
            return
        if verb == "edit_request":
            self.edits += 1
            return
        self.status = AccountRequest.MOVES[verb][1]
        if verb != "withdraw_request":
            self.reason = why if verb != "submit_request" else ""

    @invariant()
    def the_request_says_what_happened(self):
        request = fresh(AccountRequest(pk=self.pk))
        assert (request.status, request.reason) == (self.status, self.reason)
        assert request.decided_by_id != request.requester_id

    @invariant()
    def an_account_stands_exactly_when_it_was_approved(self):
        assert Account.objects.count() == (self.status == "approved")
        assert not Account.objects.public().exists()


def test_request_keeps_its_promises_under_any_verbs(organisation):
    """REG-3: refused changes nothing; approved leads to one account, which is not public."""

    def begin():
        machine = Machine()
        machine.savepoint = transaction.savepoint()
        return machine

    Machine.cast, Machine.pk = organisation, drafted(organisation).pk
    Machine.teardown = lambda machine: transaction.savepoint_rollback(machine.savepoint)
    run_state_machine_as_test(
        begin,
        settings=settings(
            settings.default,
            max_examples=max(8, settings.default.max_examples // 4),
            stateful_step_count=15,
            suppress_health_check=list(HealthCheck),
        ),
    )
