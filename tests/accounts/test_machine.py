"""An account under any sequence of verbs keeps its promises. REG-2 REG-7

The machine does what people do, in any order, and knows by itself what should come of it.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from accounts import actions
from accounts.models import LIVE, Account, Status
from people import actions as people
from tests.accounts.steps import work_off
from trail import clock
from trail.errors import IllegalMove
from trail.models import Entry

VERBS = st.sampled_from(sorted(Account.MOVES))
TROUBLE = {"compromised", "lost_access"}
NAMES = st.sampled_from(["rudi", "nia", "budi", "made", "andi"])


class Machine(RuleBasedStateMachine):
    """One account of the cast; `cast` and `account` are set by the test before the machine runs."""

    cast = pk = None

    def __init__(self):
        super().__init__()
        self.now = clock.now()
        self.status, self.owner, self.backup, self.left = "active", "budi", "nia", set()
        self.to_do, self.done, self.is_proven = set(), set(), False
        self.recorded = Entry.objects.count()

    def account(self):
        return Account.objects.with_people().get(pk=self.pk)

    def attempt(self, deed):
        """Give whether it was done; what is refused changes nothing and records nothing."""
        self.now += timedelta(days=40)
        before, entries = vars(self.account()).copy(), Entry.objects.count()
        with clock.at(self.now):
            try:
                deed()
            except (ValidationError, IllegalMove):
                after = vars(self.account())
                kept = [name for name in before if not name.startswith("_")]
                assert {name: before[name] for name in kept} == {name: after[name] for name in kept}
                assert Entry.objects.count() == entries
                return False
        return True

    @rule(verb=VERBS)
    def move(self, verb):
        sources, target = Account.MOVES[verb]
        options = {"by": self.cast.sari, "why": "For a reason"}
        if verb == "retire_account":
            options |= {"archive_place": "Archive", "exported_on": self.account().official_since}
        legal = self.status in sources and not (verb == "reinstate_account" and self.owner in self.left)
        if verb == "restore_account" and self.status in ("compromised", "lost_access"):
            legal = self.status in self.done and not self.to_do & TROUBLE and self.is_proven
        if verb == "retire_account":
            legal = legal and "retirement" in self.done
        assert self.attempt(lambda: getattr(actions, verb)(self.account(), **options)) is legal
        if legal:
            self.status = target
            self.carry_lists_on(verb)

    def carry_lists_on(self, verb):
        """What a move opens and closes among the checklists."""
        opened = {"report_compromised": "compromised", "report_lost_access": "lost_access"}.get(verb)
        self.is_proven = self.is_proven and opened is None
        opened = "retirement" if verb == "start_retiring" else opened
        self.to_do |= {opened} - self.done - {None}
        closed = {"restore_account": TROUBLE, "retire_account": TROUBLE | {"retirement"}}.get(verb, set())
        self.to_do, self.done = self.to_do - closed, self.done - closed

    @precondition(lambda self: self.to_do)
    @rule()
    def work_the_checklists_off(self):
        def attest():
            work_off(self.account(), by=self.cast.sari, verify=False)

        assert self.attempt(attest)
        self.to_do, self.done = set(), self.done | self.to_do

    @precondition(lambda self: self.status in TROUBLE)
    @rule()
    def verify_account(self):
        assert self.attempt(lambda: actions.verify_account(self.account(), by=self.cast.sari, how="Code in the bio"))
        self.is_proven = True

    @invariant()
    def open_checklists_are_these(self):
        open_now = set(self.account().checklists.open().values_list("kind", flat=True))
        assert open_now == self.to_do | self.done

    @rule(name=NAMES)
    def set_owner(self, name):
        person = getattr(self.cast, name)
        done = self.attempt(lambda: actions.set_owner(self.account(), person, by=self.cast.sari))
        assert done is (name not in self.left)
        if done:
            self.owner, self.backup = name, None if self.backup == name else self.backup

    @rule(name=NAMES)
    def set_backup(self, name):
        person = getattr(self.cast, name)
        done = self.attempt(lambda: actions.set_backup(self.account(), person, by=self.cast.sari))
        assert done is (name not in self.left and name != self.owner)
        if done:
            self.backup = name

    @precondition(lambda self: len(self.left) < 3)
    @rule(name=NAMES)
    def leave(self, name):
        person = getattr(self.cast, name)
        assert self.attempt(lambda: people.mark_left(type(person).objects.get(pk=person.pk), by=self.cast.sari))
        self.left.add(name)
        if self.owner == name and self.status != Status.RETIRED:
            self.owner = self.backup or ("dewi" if "rudi" in self.left else "rudi")
            self.backup = None if self.owner == self.backup else self.backup
        if self.backup == name:
            self.backup = None

    @invariant()
    def the_register_says_what_happened(self):
        account = self.account()
        people_now = [getattr(self.cast, name) if name else None for name in (self.owner, self.backup)]
        assert [account.status, account.owner, account.backup] == [self.status, *people_now]

    @invariant()
    def exactly_one_owner_who_is_here(self):
        account = self.account()
        current = list(account.tenures.current().filter(part="owner"))
        assert [tenure.person_id for tenure in current] == [account.owner_id]
        if account.status in LIVE:
            assert account.owner.is_employee_now

    @invariant()
    def periods_follow_each_other(self):
        for part in ("owner", "backup"):
            ends = [None]
            for tenure in self.account().tenures.filter(part=part).order_by("from_at"):
                assert ends[-1] is None or ends[-1] <= tenure.from_at
                ends.append(tenure.until_at)
            assert None not in ends[1:-1]


def test_account_keeps_its_promises_under_any_verbs(account, organisation):
    """REG-2 REG-7: never none, never two, never one who has left; a refusal changes nothing."""
    from django.db import transaction

    def fresh():
        machine = Machine()
        machine.savepoint = transaction.savepoint()
        return machine

    Machine.cast, Machine.pk = organisation, account.pk
    Machine.teardown = lambda machine: transaction.savepoint_rollback(machine.savepoint)
    run_state_machine_as_test(
        fresh,
        settings=settings(
            settings.default,
            max_examples=max(8, settings.default.max_examples // 4),
            stateful_step_count=12,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db(transaction=True)
def test_twenty_writers_of_one_version_leave_one(account, organisation):
    """REG-2: of twenty who saw the same account, one wins, the others hear that it changed; one trail entry."""
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    from trail.errors import Stale

    seen = [Account.objects.get(pk=account.pk) for _ in range(20)]
    entries = Entry.objects.filter(verb="set_owner").count()

    def write(mine):
        try:
            actions.set_owner(mine, organisation.rudi, by=organisation.sari)
        except Stale:
            return "stale"
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(20) as pool:
        heard = sorted(pool.map(write, seen))
    assert heard == ["stale"] * 19 + ["won"]
    assert Entry.objects.filter(verb="set_owner").count() == entries + 1
    assert account.tenures.filter(part="owner").count() == 2
