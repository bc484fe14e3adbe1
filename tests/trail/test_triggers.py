import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.trail.conftest import paint
from tests.triggers import triggers_lifted
from trail import triggers
from trail.models import Entry, Payload

pytestmark = pytest.mark.django_db
BLANK = "salt = NULL, content = NULL, erased_at = '2026-01-01 00:00:00+00:00'"


def run(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail_entry SET verb = 'other'",
        "UPDATE trail_entry SET seq = seq + 1",
        "DELETE FROM trail_entry",
        "UPDATE trail_payload SET content = '{}'",
        "UPDATE trail_payload SET salt = NULL, content = NULL",
        "UPDATE trail_payload SET content = NULL, erased_at = '2026-01-01 00:00:00+00:00'",
        f"UPDATE trail_payload SET seq = 99, {BLANK}",
        "DELETE FROM trail_payload",
    ],
)
def test_raw_sql_cannot_change_the_trail(box, sari, statement):
    """Append-only is held by the database, on both engines."""
    paint(box, "red", by=sari)
    before = list(Entry.objects.values()), list(Payload.objects.values())
    with pytest.raises(IntegrityError):
        run(statement)
    assert (list(Entry.objects.values()), list(Payload.objects.values())) == before


def test_a_blanked_payload_stays_blank(box, sari):
    paint(box, "red", by=sari)
    run(f"UPDATE trail_payload SET {BLANK}")
    with pytest.raises(IntegrityError):
        run("UPDATE trail_payload SET erased_at = '2027-01-01 00:00:00+00:00'")


@pytest.mark.parametrize("table", ["trail_entry", "trail_payload"])
def test_truncate_is_refused(box, sari, table):
    """Row triggers do not see TRUNCATE; SQLite has none."""
    paint(box, "red", by=sari)
    with pytest.raises(DatabaseError):
        run(f"TRUNCATE {table}")
    assert Entry.objects.count() == 1


def test_all_triggers_are_in_place_after_migrate():
    assert triggers.check() == []


def test_a_missing_trigger_is_named_and_comes_back_with_migrate():
    name = "dewan_trail_entry_append_only"
    run(f"DROP TRIGGER {name}{'' if connection.vendor == 'sqlite' else ' ON trail_entry'}")
    assert triggers.check() == [f"trigger {name} is missing"]
    call_command("migrate", verbosity=0)
    assert triggers.check() == []


def test_a_weakened_trigger_is_named():
    """The catalogue is compared word for word."""
    name = "dewan_trail_entry_append_only"
    if connection.vendor == "sqlite":
        run(f"DROP TRIGGER {name}")
        run(f"CREATE TRIGGER {name} BEFORE UPDATE ON trail_entry WHEN 0 BEGIN SELECT RAISE(ABORT, 'never'); END")
    else:
        run(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END;$$")
    assert triggers.check() == [f"trigger {name} is changed or off"]
    triggers.install()
    assert triggers.check() == []


def test_a_trigger_that_is_off_or_answers_to_less_is_named():
    """PostgreSQL can keep a trigger and not fire it."""
    if connection.vendor == "sqlite":
        return
    name = "dewan_trail_entry_append_only"
    run(f"ALTER TABLE trail_entry DISABLE TRIGGER {name}")
    assert triggers.check() == [f"trigger {name} is changed or off"]
    run(f"DROP TRIGGER {name} ON trail_entry")
    run(f"CREATE TRIGGER {name} BEFORE UPDATE ON trail_entry FOR EACH ROW EXECUTE FUNCTION {name}()")
    assert triggers.check() == [f"trigger {name} is changed or off"]


def test_an_unknown_trigger_is_named_and_taken_out():
    if connection.vendor == "sqlite":
        run("CREATE TRIGGER dewan_stray BEFORE UPDATE ON trail_heartbeat BEGIN SELECT 1; END")
    else:
        run("CREATE FUNCTION dewan_stray() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END;$$")
        run("CREATE TRIGGER dewan_stray BEFORE UPDATE ON trail_heartbeat EXECUTE FUNCTION dewan_stray()")
    assert triggers.check() == ["trigger dewan_stray is unknown"]
    triggers.install()
    assert triggers.check() == []


def test_the_start_check_speaks_of_the_database_only_when_asked(capsys):
    with triggers_lifted():
        call_command("check")
        assert "trail.W001" not in capsys.readouterr().err
        call_command("check", databases=["default"])
        assert "trail.W001" in capsys.readouterr().err
    call_command("check", databases=["default"])
    assert "trail.W001" not in capsys.readouterr().err


def test_append_only_lets_the_named_columns_change(boxes, monkeypatch):
    """A delivery may be marked read, its text may not change."""
    monkeypatch.setattr(triggers, "_declared", dict(triggers._declared))
    monkeypatch.setattr(triggers, "_columns", lambda table: {"id", "name", "status", "unit_id"})
    triggers.declare(triggers.append_only("tests_box", ("status",)))
    box = boxes.create(name="Red box")
    triggers.install()
    try:
        boxes.update(status="full")
        for refused in (lambda: boxes.update(name="Blue box"), lambda: boxes.update(unit_id=3), box.delete):
            with pytest.raises(IntegrityError), transaction.atomic():
                refused()
    finally:
        monkeypatch.undo()
        triggers.install()
    boxes.update(name="Blue box")
    assert triggers.check() == []


def test_two_triggers_of_one_name_are_refused():
    with pytest.raises(ValueError, match="trail_entry_append_only"):
        triggers.declare(triggers.Trigger("trail_entry_append_only", "trail_entry"))
