"""The intruder: someone who writes to the database past every trigger, but has no key."""

import json
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from tests.triggers import triggers_lifted
from trail import chain, checkpoints
from trail.actions import action, record
from trail.erasure import erase_payload
from trail.errors import Refused
from trail.models import Entry, Payload
from trail.verify import verify


def tamper(*statements):
    with triggers_lifted(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def first():
    """(seq, kind) of the first fault, by the command."""
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("verify_trail", "--json", stdout=out)
    assert end.value.code == 1
    fault = json.loads(out.getvalue())["faults"][0]
    return fault["seq"], fault["kind"]


def renumber(by, since):
    """Move all entries from `since` on, by way of free numbers."""
    return (
        f"UPDATE trail_entry SET seq = seq + 1000000 WHERE seq >= {since}",
        f"UPDATE trail_entry SET seq = seq - 1000000 + {by} WHERE seq >= 1000000",
    )


COLUMNS = ", ".join(chain.COLUMNS)
COPY = COLUMNS.removeprefix("seq, ")
FORGED = COPY.replace("prev, hash", f"prev, '{'f' * 64}'")
FIELDS = {
    "at": "'2020-01-01 00:00:00+00:00'",
    "verb": "'other'",
    "kind": "'seal'",
    "actor": "'person:99'",
    "object_type": "'tests.other'",
    "object_id": "'99'",
    "unit_id": "NULL",
    "commitment": f"'{'0' * 64}'",
    "hash": f"'{'0' * 64}'",
}


def test_a_whole_trail_is_whole(chain_of, capsys):
    """AUD-1"""
    chain_of(5)
    checkpoints.write()
    call_command("verify_trail")
    _seq, head = chain.head()
    lines = capsys.readouterr().out.splitlines()
    assert (lines[0], lines[2]) == (f"entries=5 head={head}", "The trail is whole.")
    assert lines[1].startswith("last checkpoint: seq 5 at ")
    call_command("verify_trail", "--quiet")
    assert capsys.readouterr().out == ""


@pytest.mark.django_db
def test_an_empty_trail_is_whole():
    assert verify().is_whole


@pytest.mark.parametrize("column", FIELDS)
def test_an_edited_entry_is_named(chain_of, column):
    chain_of(5)
    tamper(f"UPDATE trail_entry SET {column} = {FIELDS[column]} WHERE seq = 3")
    assert first() == (3, "edited")


def test_an_edited_last_entry_is_named(chain_of):
    chain_of(5)
    checkpoints.write()
    tamper("UPDATE trail_entry SET verb = 'other' WHERE seq = 5")
    assert first() == (5, "edited")


@pytest.mark.parametrize("seq", [1, 3])
def test_an_edited_payload_is_named(chain_of, seq):
    chain_of(5)
    tamper(f"UPDATE trail_payload SET content = '{{}}' WHERE seq = {seq}")
    assert first() == (seq, "payload edited")


@pytest.mark.parametrize(
    "how",
    [
        "DELETE FROM trail_payload WHERE seq = 3",
        "UPDATE trail_payload SET salt = NULL, content = NULL, erased_at = CURRENT_TIMESTAMP WHERE seq = 3",
    ],
)
def test_a_payload_removed_without_an_erasure_is_named(chain_of, how):
    chain_of(5)
    tamper(how)
    assert first() == (3, "payload removed")


@pytest.mark.parametrize("seq", [1, 3, 4])
def test_a_deleted_entry_is_named(chain_of, seq):
    chain_of(5)
    tamper(f"DELETE FROM trail_entry WHERE seq = {seq}")
    assert first() == (seq, "deleted")


@pytest.mark.parametrize("seq", [1, 3])
def test_a_deleted_entry_is_named_when_the_rest_moved_up(chain_of, seq):
    chain_of(6)
    tamper(f"DELETE FROM trail_entry WHERE seq = {seq}", *renumber(-1, seq + 1))
    assert first() == (seq, "deleted")


@pytest.mark.parametrize(("one", "other"), [(2, 3), (1, 5), (4, 5), (1, 2)])
def test_swapped_entries_are_named(chain_of, one, other):
    chain_of(5)
    tamper(
        f"UPDATE trail_entry SET seq = -1 WHERE seq = {one}",
        f"UPDATE trail_entry SET seq = {one} WHERE seq = {other}",
        f"UPDATE trail_entry SET seq = {other} WHERE seq = -1",
    )
    assert first() == (one, "swapped")


@pytest.mark.parametrize("values", [COPY, FORGED])
@pytest.mark.parametrize("seq", [1, 3, 5])
def test_an_inserted_entry_is_named(chain_of, seq, values):
    """A copy of a real entry, or one of the intruder's own."""
    chain_of(5)
    source = 6 if seq < 5 else 1
    forged = f"INSERT INTO trail_entry ({COLUMNS}) SELECT {seq}, {values} FROM trail_entry WHERE seq = {source}"
    tamper(*renumber(1, seq), forged)
    assert first() == (seq, "inserted")


@pytest.mark.parametrize("seq", [6, 60])
def test_an_entry_added_at_the_end_is_named(chain_of, seq):
    chain_of(5)
    tamper(f"INSERT INTO trail_entry ({COLUMNS}) SELECT {seq}, {FORGED} FROM trail_entry WHERE seq = 5")
    assert first() == (seq, "inserted")


@pytest.mark.parametrize("left", [0, 2, 4])
def test_a_cut_before_the_last_checkpoint_is_named(chain_of, left):
    chain_of(5)
    checkpoints.write()
    tamper(f"DELETE FROM trail_entry WHERE seq > {left}")
    assert first() == (left + 1, "cut before checkpoint")


def test_a_cut_that_was_written_over_is_named(chain_of):
    """An older copy of the database came back, and work went on."""
    chain_of(5)
    checkpoints.write()
    tamper(
        "DELETE FROM trail_entry WHERE seq > 3",
        "DELETE FROM trail_payload WHERE seq > 3",
    )
    chain_of(4)
    assert first() == (5, "cut before checkpoint")


def test_a_cut_after_the_last_checkpoint_is_the_stated_limit(chain_of):
    chain_of(3)
    checkpoints.write()
    chain_of(2)
    tamper("DELETE FROM trail_entry WHERE seq > 3", "DELETE FROM trail_payload WHERE seq > 3")
    assert verify().is_whole


def test_a_forged_checkpoint_is_named(chain_of, own_folder):
    chain_of(3)
    checkpoints.write()
    line = json.loads(own_folder().read_text())
    own_folder().write_text(json.dumps(line | {"seq": 2}) + "\n")
    assert first() == (2, "checkpoint forged")


def test_a_line_torn_by_a_crash_is_passed_over(chain_of, own_folder):
    chain_of(2)
    checkpoints.write()
    with own_folder().open("a") as file:
        file.write('{"seq": 3, "hea')
    chain_of(1)
    checkpoints.write()
    report = verify()
    assert (report.is_whole, report.checkpoint.seq, checkpoints.newest().seq) == (True, 3, 3)


def test_another_key_proves_nothing(chain_of, settings):
    chain_of(3)
    settings.TRAIL_KEY = "another"
    assert first() == (1, "edited")


def test_erasing_blanks_the_payload_and_keeps_the_chain(chain_of, sari, rudi):
    """AUD-6"""
    chain_of(5)
    checkpoints.write()
    second, fourth = Entry.objects.filter(seq__in=[2, 4]).order_by("seq")
    assert erase_payload(second, fourth, by=rudi, why="Asked by its author") == 2
    blank = Payload.objects.get(pk=second.seq)
    assert (blank.salt, blank.content, blank.erased_at is not None) == (None, None, True)
    told = Entry.objects.filter(kind="erasure").order_by("seq")
    assert list(told.values_list("object_type", "object_id", "actor", "unit_id")) == [
        ("trail.entry", "2", "person:13", 7),
        ("trail.entry", "4", "person:13", 7),
    ]
    assert verify().is_whole
    assert erase_payload(second, by=rudi, why="Again") == 0


def test_an_erasure_cannot_be_erased(chain_of, sari):
    """The proof needs it."""
    chain_of(1)
    erase_payload(Entry.objects.get(seq=1), by=sari, why="Asked")
    with pytest.raises(Refused):
        erase_payload(Entry.objects.get(seq=2), by=sari, why="Asked")


def test_a_removed_payload_is_named_though_another_was_erased(chain_of, sari):
    chain_of(4)
    erase_payload(Entry.objects.get(seq=2), by=sari, why="Asked")
    tamper("DELETE FROM trail_payload WHERE seq = 3")
    assert first() == (3, "payload removed")


@pytest.mark.deep
def test_a_hundred_thousand_entries_take_seconds(box, sari):
    @action
    def paint_much(box, *, by):
        for number in range(50_000):
            record(box, "paint_box", by=by, after={"colour": number})

    began = time.monotonic()
    paint_much(box, by=sari)
    paint_much(box, by=sari)
    written = time.monotonic()
    assert verify().count == 100_000
    print(f"written in {written - began:.1f} s, verified in {time.monotonic() - written:.1f} s")
    assert time.monotonic() - began < 60


def test_a_payload_without_an_entry_is_named(chain_of):
    """A content slipped in, or left by a cut behind the last checkpoint, which the chain alone cannot show. AUD-1"""
    chain_of(5)
    tamper("INSERT INTO trail_payload (seq, salt, content) VALUES (900, 'salt', '{}')")
    assert first() == (900, "payload without entry")
    tamper("DELETE FROM trail_payload WHERE seq = 900", "DELETE FROM trail_entry WHERE seq = 5")
    assert first() == (5, "payload without entry")
