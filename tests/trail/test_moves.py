import json
from datetime import date

import pytest

from tests.trail.box import Box, Status
from trail.actions import action, change, move, move_many
from trail.errors import IllegalMove, OutsideAction, Stale
from trail.models import Entry, Payload


@action
def fill(box, *, by, why="", **fields):
    move(box, "fill_box", by=by, why=why, **fields)


@action
def shut(box, *, by):
    move(box, "shut_box", by=by)


@action
def shut_all(boxes, *, by, **fields):
    return move_many(boxes, "shut_box", by=by, **fields)


@action
def edit(box, *, by, **fields):
    return change(box, "edit_box", by=by, **fields)


def told():
    return [json.loads(content) for content in Payload.objects.values_list("content", flat=True)]


def test_move_sets_the_status_and_its_fields_and_tells_the_trail(box, sari, rudi):
    fill(box, by=sari, why="it was empty", due_on=date(2026, 3, 1), holder=rudi)
    assert (box.status, box.due_on, box.holder, box.version) == (Status.FULL, date(2026, 3, 1), rudi, 2)
    stored = Box.objects.get()
    assert (stored.status, stored.due_on, stored.holder_id, stored.version) == ("full", date(2026, 3, 1), 13, 2)
    [payload] = told()
    assert payload["before"] == {"status": "open", "due_on": None, "holder": None}
    assert payload["after"] == {"status": "full", "due_on": "2026-03-01", "holder": {"id": 13, "name": "Rudi"}}
    assert (payload["why"], Entry.objects.get().verb) == ("it was empty", "fill_box")


def test_of_two_stale_actors_one_wins(box, sari, rudi):
    """Both saw the open box."""
    seen_by_sari, seen_by_rudi = Box.objects.get(), Box.objects.get()
    fill(seen_by_sari, by=sari)
    with pytest.raises(IllegalMove):
        fill(seen_by_rudi, by=rudi)
    assert Entry.objects.get().actor == "person:12"


def test_the_before_is_what_stood_there_not_what_was_seen(box, sari):
    stale = Box.objects.get()
    fill(box, by=sari)
    shut(stale, by=sari)
    assert [payload["before"]["status"] for payload in told()] in (["open", "full"], ["full", "open"])
    assert (stale.status, stale.version) == (Status.SHUT, 3)


def test_a_move_from_elsewhere_is_illegal_and_leaves_the_thing_as_it_was(box, sari):
    shut(box, by=sari)
    with pytest.raises(IllegalMove) as refusal:
        fill(box, by=sari)
    assert (refusal.value.status, refusal.value.verb, box.status, box.version) == (409, "fill_box", Status.SHUT, 2)


def test_a_deleted_thing_cannot_move(box, sari):
    Box.objects.all().delete()
    with pytest.raises(IllegalMove):
        fill(box, by=sari)


def test_a_move_outside_an_action_is_refused_before_it_commits(box, sari):
    with pytest.raises(OutsideAction):
        move(box, "fill_box", by=sari)


def test_change_writes_only_what_differs(box, sari):
    assert edit(box, by=sari, name="Blue box", unit_id=7) == ["name"]
    assert (box.name, box.version) == ("Blue box", 2)
    [payload] = told()
    assert (payload["before"], payload["after"]) == ({"name": "Red box"}, {"name": "Blue box"})
    assert edit(box, by=sari, name="Blue box") == []
    assert (Entry.objects.count(), box.version) == (1, 2)


def test_change_of_another_version_than_the_one_seen_is_stale(box, sari, rudi):
    seen_by_rudi = Box.objects.get()
    edit(box, by=sari, name="Blue box")
    with pytest.raises(Stale) as refusal:
        edit(seen_by_rudi, by=rudi, name="Green box")
    assert (refusal.value.status, Box.objects.get().name) == (412, "Blue box")


def test_change_never_touches_the_status(box, sari):
    """A state changes by a move, never by assignment."""
    with pytest.raises(ValueError, match="move"):
        edit(box, by=sari, status=Status.SHUT)


def test_move_many_moves_what_it_can_and_says_which(boxes, sari, django_assert_max_num_queries):
    made = boxes.bulk_create(Box(name=f"Box {number}") for number in range(1_100))
    boxes.filter(pk__in=[made[0].pk, made[1].pk]).update(status=Status.SHUT)
    boxes.filter(pk=made[2].pk).update(status=Status.FULL)
    with django_assert_max_num_queries(20):
        moved = shut_all(boxes.all(), by=sari, due_on=date(2026, 3, 1))
    assert moved == [box.pk for box in made[2:]]
    assert boxes.filter(status=Status.SHUT, version=2, due_on=date(2026, 3, 1)).count() == 1_098
    assert Entry.objects.count() == 1_098
    full = Entry.objects.get(object_id=str(made[2].pk))
    assert json.loads(Payload.objects.get(pk=full.seq).content)["before"] == {"status": "full", "due_on": None}
    assert shut_all(boxes.all(), by=sari) == []
