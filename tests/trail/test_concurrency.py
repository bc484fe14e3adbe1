"""Many at once, on either engine."""

from threading import Barrier, Thread

from django.db import connection

from tests.trail.box import Box
from trail import chain
from trail.actions import action, move, record
from trail.errors import IllegalMove
from trail.models import Entry
from trail.verify import verify


def at_once(*works):
    """Run each in a thread of its own, all beginning together; what they raised, in order."""
    barrier, outcomes = Barrier(len(works)), [None] * len(works)

    def run(number, work):
        try:
            barrier.wait(10)
            work()
        except Exception as fault:
            outcomes[number] = fault
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return outcomes


@action
def paint_some(box, *, by, after=lambda: None):
    for number in range(3):
        record(box, "paint_box", by=by, after={"colour": number})
    after()


def test_eight_writers_make_one_chain_without_gaps(committed_boxes, sari):
    """Gapless seq under the chain's lock."""
    box = committed_boxes.create(name="Red box")

    def write():
        for _ in range(10):
            paint_some(box, by=sari)

    assert at_once(*[write] * 8) == [None] * 8
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 241))
    assert verify().is_whole


def test_recording_before_locking_a_row_does_not_deadlock(committed_boxes, sari):
    """One records and then locks the row, the other locks and then records: the chain's lock comes last for both."""
    box = committed_boxes.create(name="Red box")

    @action
    def record_then_lock(*, by):
        record(box, "paint_box", by=by)
        Box.objects.filter(pk=box.pk).update(unit_id=1)

    @action
    def lock_then_record(*, by):
        Box.objects.filter(pk=box.pk).update(unit_id=2)
        record(box, "paint_box", by=by)

    def often(verb):
        return lambda: [verb(by=sari) for _ in range(20)]

    works = [often(record_then_lock), often(lock_then_record)] * 2
    assert at_once(*works) == [None] * 4
    assert verify().count == 80


def test_of_twenty_at_once_exactly_one_moves(committed_boxes, sari):
    """The others hear 409; one entry."""
    box = committed_boxes.create(name="Red box")

    @action
    def fill(box, *, by):
        move(box, "fill_box", by=by)

    outcomes = at_once(*[lambda: fill(Box.objects.get(pk=box.pk), by=sari)] * 20)
    assert [outcome is None for outcome in outcomes].count(True) == 1
    assert {type(outcome) for outcome in outcomes if outcome} == {IllegalMove}
    assert (Entry.objects.count(), Box.objects.get().version) == (1, 2)


def test_writers_that_fail_leave_no_gap(committed_boxes, sari):
    box = committed_boxes.create(name="Red box")

    def fail():
        raise ValueError

    works = [lambda: paint_some(box, by=sari), lambda: paint_some(box, by=sari, after=fail)] * 4
    outcomes = at_once(*works)
    assert [type(outcome) for outcome in outcomes] == [type(None), ValueError] * 4
    assert (chain.head()[0], verify().is_whole) == (12, True)
