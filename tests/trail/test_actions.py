import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from tests.trail.box import Status
from tests.trail.conftest import paint
from trail import chain
from trail.actions import SYSTEM, action, came_from, record
from trail.errors import OutsideAction
from trail.models import Entry, Payload
from trail.verify import verify


def payload_of(entry):
    return json.loads(Payload.objects.get(pk=entry.seq).content)


def verbs():
    return list(Entry.objects.order_by("seq").values_list("verb", flat=True))


def test_record_keeps_who_what_when_before_after_why_and_where(box, sari, clock):
    """AUD-1"""
    at = datetime(2026, 2, 16, 10, 5, tzinfo=UTC)

    @action
    def relabel(box, *, by):
        record(
            box,
            "relabel_box",
            by=by,
            before={"name": "Old", "status": Status.OPEN},
            after={"name": "New", "due_on": date(2026, 3, 1), "holder": sari, "share": Decimal("0.10")},
            why="tidying",
            names={"shelf": "Third"},
        )

    with clock.at(at), came_from("api token CRM"):
        relabel(box, by=sari)
    entry = Entry.objects.get()
    assert (entry.seq, entry.at, entry.kind, entry.verb) == (1, at, "change", "relabel_box")
    assert (entry.actor, entry.object_type, entry.object_id, entry.unit_id) == (
        "person:12",
        "tests.box",
        str(box.pk),
        7,
    )
    assert payload_of(entry) == {
        "actor": "Sari",
        "object": "Red box",
        "source": "api token CRM",
        "before": {"name": "Old", "status": "open"},
        "after": {"name": "New", "due_on": "2026-03-01", "holder": {"id": 12, "name": "Sari"}, "share": "0.10"},
        "why": "tidying",
        "names": {"shelf": "Third"},
    }


def test_each_entry_carries_the_hash_of_the_one_before(box, sari):
    """AUD-1"""
    for colour in ("red", "blue", "green"):
        paint(box, colour, by=sari)
    entries = list(Entry.objects.order_by("seq"))
    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert [entry.prev for entry in entries] == [chain.GENESIS, entries[0].hash, entries[1].hash]


def test_system_is_spoken_and_nobody_is_an_error(box):
    paint(box, "red", by=SYSTEM)
    assert Entry.objects.get().actor == "system"
    for nobody in (None, "Sari", object()):
        with pytest.raises(TypeError):
            paint(box, "red", by=nobody)
    with pytest.raises(TypeError):
        paint(box, "red")


def test_record_outside_an_action_is_refused(box, sari):
    with pytest.raises(OutsideAction):
        record(box, "paint_box", by=sari)


def test_an_action_in_a_foreign_transaction_is_refused(committed_boxes, sari):
    """Rows locked after the chain would deadlock with those who lock them before."""
    box = committed_boxes.create(name="Red box")
    with pytest.raises(RuntimeError), transaction.atomic():
        paint(box, "red", by=sari)
    assert not Entry.objects.exists()


def test_nested_actions_are_one_transaction_and_one_run_of_entries(box, sari):
    @action
    def paint_twice(box, *, by):
        paint(box, "red", by=by)
        record(box, "look_at_box", by=by)
        paint(box, "blue", by=by)

    paint_twice(box, by=sari)
    assert verbs() == ["paint_box", "look_at_box", "paint_box"]


def test_an_inner_action_that_fails_takes_its_entries_along(box, sari):
    """Its savepoint is rolled back, so what it recorded did not happen."""

    @action
    def fail(box, *, by):
        box.name = "Gone"
        box.save()
        paint(box, "red", by=by)
        raise ValueError

    @action
    def go_on(box, *, by):
        paint(box, "green", by=by)
        with pytest.raises(ValueError):  # noqa: PT011
            fail(box, by=by)
        record(box, "look_at_box", by=by)

    go_on(box, by=sari)
    box.refresh_from_db()
    assert (verbs(), box.name) == (["paint_box", "look_at_box"], "Red box")


def test_a_plain_savepoint_that_rolls_back_takes_its_entries_along(box, sari):
    @action
    def go_on(box, *, by):
        record(box, "first", by=by)
        with pytest.raises(ValueError), transaction.atomic():  # noqa: PT011, PT012
            record(box, "lost", by=by)
            with transaction.atomic():
                record(box, "lost too", by=by)
            raise ValueError
        with transaction.atomic():
            record(box, "kept", by=by)
        record(box, "last", by=by)

    go_on(box, by=sari)
    assert verbs() == ["first", "kept", "last"]


def test_an_action_that_fails_leaves_nothing(box, sari):
    @action
    def fail(box, *, by):
        box.name = "Gone"
        box.save()
        paint(box, "red", by=by)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        fail(box, by=sari)
    box.refresh_from_db()
    assert (box.name, Entry.objects.count(), Payload.objects.count()) == ("Red box", 0, 0)


def test_when_the_entry_cannot_be_written_the_change_does_not_happen(committed_boxes, sari):
    """Changed means recorded; disk full or insert refused."""
    box = committed_boxes.create(name="Red box")
    paint(box, "red", by=sari)

    @action
    def rename(box, *, by):
        box.name = "Blue box"
        box.save()
        record(box, "rename_box", by=by)

    _refuse_entries("CREATE")
    try:
        with pytest.raises(IntegrityError):
            rename(box, by=sari)
    finally:
        _refuse_entries("DROP")
    box.refresh_from_db()
    assert (box.name, verbs()) == ("Red box", ["paint_box"])
    rename(box, by=sari)
    assert verify().is_whole


def _refuse_entries(how):
    with connection.cursor() as cursor:
        if how == "DROP":
            cursor.execute(f"DROP TRIGGER full_disk{'' if connection.vendor == 'sqlite' else ' ON trail_entry'}")
        elif connection.vendor == "sqlite":
            cursor.execute(
                "CREATE TRIGGER full_disk BEFORE INSERT ON trail_entry BEGIN SELECT RAISE(ABORT, 'full'); END"
            )
        else:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
                " $$BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '23000'; END$$"
            )
            cursor.execute(
                "CREATE TRIGGER full_disk BEFORE INSERT ON trail_entry FOR EACH ROW EXECUTE FUNCTION full_disk()"
            )


def test_an_action_without_entries_writes_none(box, sari):
    @action
    def look(box, *, by):
        return box.name

    assert look(box, by=sari) == "Red box"
    assert not Entry.objects.exists()


def test_odd_text_survives(box, sari):
    """NUL, lone surrogates and other scripts are kept as they are."""
    odd = "\x00 \ud800 ‮ Ⅷ 🐘"
    paint(box, odd, by=sari, why=odd)
    assert payload_of(Entry.objects.get())["after"] == {"colour": odd}
    assert verify().is_whole


def test_one_action_of_many_entries_takes_few_statements(box, sari, django_assert_max_num_queries):
    """An import of thousands of accounts is one action."""

    @action
    def paint_much(box, *, by):
        for number in range(2_500):
            record(box, "paint_box", by=by, after={"colour": number})

    with django_assert_max_num_queries(14):
        paint_much(box, by=sari)
    assert Entry.objects.count() == 2_500
    assert verify().is_whole


def test_a_single_record_takes_few_statements(box, sari, django_assert_num_queries):
    """Savepoint, payload, head with lock and clock, entry, release: the trail's share of every change."""
    with django_assert_num_queries(6 if connection.vendor == "sqlite" else 5):
        paint(box, "red", by=sari)


def test_the_unit_comes_from_the_path_a_model_names(sari):
    """A thing without a unit of its own names the way to it as UNIT."""
    from trail.recording import unit_of

    class Inner:
        pk = 5

    class Account:
        unit = Inner()

    class Transfer:
        UNIT = "account__unit"
        account = Account()

    class Group:
        UNIT = "pk"
        pk = 9

    assert [unit_of(Transfer()), unit_of(Group()), unit_of(object())] == [5, 9, None]
