import json
from datetime import UTC, datetime
from threading import Event as Signal
from threading import Thread

import pytest
from django.db import connection, transaction

from tests.trail.box import Event
from trail import seals
from trail.models import Entry, Payload
from trail.verify import verify


def sealed():
    entry = Entry.objects.order_by("-seq").first()
    return json.loads(Payload.objects.get(pk=entry.seq).content)["after"]


def happen(*names):
    return [Event.objects.create(what=name, at=datetime(2026, 2, 16, tzinfo=UTC)) for name in names]


def test_a_sweep_seals_what_is_new_and_only_that(events):
    """Every minute one entry over the new rows of each event table."""
    first, *_, last = happen("one", "two", "three")
    seals.sweep()
    assert (Entry.objects.get().verb, Entry.objects.get().kind) == ("seal_events", "seal")
    assert (sealed()["events"]["upto"], sealed()["events"]["rows"]) == (last.pk, 3)
    seals.sweep()
    assert Entry.objects.count() == 1
    [newer] = happen("four")
    seals.sweep()
    part = sealed()["events"]
    assert (part["after"], part["upto"], part["rows"]) == (last.pk, newer.pk, 1)
    assert first.pk < last.pk
    assert verify().is_whole


def test_a_sweep_without_new_rows_only_looks(events, django_assert_num_queries):
    happen("one")
    seals.sweep()
    with django_assert_num_queries(3):
        seals.sweep()


def test_a_table_without_new_rows_stays_in_the_seal(events):
    """The newest seal alone says how far each table is sealed."""
    [one] = happen("one")
    seals.sweep()
    seals.register("again", Event, ("what",))
    seals.sweep()
    assert sealed()["events"] == {"upto": one.pk}
    assert sealed()["again"]["rows"] == 1
    assert seals.last_state() == {"events": one.pk, "again": one.pk}
    assert verify().is_whole


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.filter(what="two").update(what="other"),
        lambda rows: rows.filter(what="two").delete(),
        lambda rows: rows.filter(what="two").update(at=None),
        lambda rows: rows.create(pk=rows.get(what="three").pk - 1, what="late"),
    ],
)
def test_a_changed_sealed_row_is_named_by_the_seal_over_it(events, change):
    happen("one", "two")
    seals.sweep()
    last = Event.objects.latest("pk").pk
    Event.objects.create(pk=last + 5, what="three")
    seals.sweep()
    change(Event.objects)
    [fault] = verify().faults
    assert (fault.kind, fault.seq in (1, 2)) == ("events changed", True)


def test_rows_not_yet_sealed_may_come_and_go(events):
    happen("one")
    seals.sweep()
    happen("two")
    Event.objects.filter(what="two").delete()
    assert verify().is_whole


def test_a_late_commit_is_not_lost_from_its_seal(committed_boxes, monkeypatch):
    """Of two transactions the one with the lower id may commit later; the seal waits for it."""
    if connection.vendor == "sqlite":
        return  # one writer at a time
    monkeypatch.setattr(seals, "_tables", {})
    seals.register("events", Event, ("what",))
    inserted, go_on = Signal(), Signal()

    def insert_slowly():
        with transaction.atomic():
            Event.objects.create(what="late")
            inserted.set()
            go_on.wait(10)
        connection.close()

    slow = Thread(target=insert_slowly)
    slow.start()
    inserted.wait(10)
    Event.objects.create(what="early")
    Thread(target=lambda: (go_on.wait(0.3), go_on.set())).start()
    seals.sweep()
    slow.join()
    assert sealed()["events"]["rows"] == 2
    assert verify().is_whole


def test_a_busy_table_is_sealed_later(committed_boxes, monkeypatch):
    """Writers are not held up for a seal."""
    if connection.vendor == "sqlite":
        return  # one writer at a time
    monkeypatch.setattr(seals, "_tables", {})
    seals.register("events", Event, ("what",))
    Event.objects.create(what="early")
    inserted, go_on = Signal(), Signal()

    def insert_slowly():
        with transaction.atomic():
            Event.objects.create(what="late")
            inserted.set()
            go_on.wait(10)
        connection.close()

    slow = Thread(target=insert_slowly)
    slow.start()
    inserted.wait(10)
    seals.sweep()
    assert not Entry.objects.exists()
    go_on.set()
    slow.join()
    seals.sweep()
    assert sealed()["events"]["rows"] == 2
