"""What the database itself holds: triggers declared by the rooms, installed after migrate, compared at start.

A room declares its own in `<app>/triggers.py`:

    declare(Trigger(
        "accounts_never_ownerless", "accounts_account",
        postgres=("BEFORE UPDATE ON accounts_account FOR EACH ROW", "BEGIN … RETURN NEW; END;"),
        sqlite="BEFORE UPDATE ON accounts_account WHEN NEW.owner_id IS NULL BEGIN SELECT RAISE(ABORT, '…'); END",
    ))

Header and body are SQL word for word; `sqlite` may be several, as one trigger of SQLite knows one event. A
refusal is `RAISE EXCEPTION '…' USING ERRCODE = '23000'` on PostgreSQL and `RAISE(ABORT, '…')` on SQLite: an
IntegrityError on both. Timing and events of a PostgreSQL trigger are compared, its conditions belong in the body.
"""

import re
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction

PREFIX = "dewan_"
_declared = {}


@dataclass(frozen=True)
class Trigger:
    name: str
    table: str
    postgres: tuple[str, str] | None = None
    sqlite: str | tuple[str, ...] | None = None


def declare(*triggers):
    """Add triggers, or lists of them, to what the database must hold."""
    for trigger in triggers:
        if not isinstance(trigger, Trigger):
            declare(*trigger)
        elif _declared.setdefault(trigger.name, trigger) != trigger:
            raise ValueError(f"Two triggers are named {trigger.name}.")


def append_only(table, columns_that_may_change=()):
    """Triggers that refuse to change or delete a row of `table`, and to empty it."""
    fixed = _columns(table) - set(columns_that_may_change) if columns_that_may_change else set()
    differs = "".join(f" OR NEW.{name} IS DISTINCT FROM OLD.{name}" for name in sorted(fixed))
    differs_lite = "".join(f" OR NEW.{name} IS NOT OLD.{name}" for name in sorted(fixed))
    body = _raise(table)
    if fixed:
        body = f"IF TG_OP <> 'UPDATE'{differs} THEN\n    {body}\nEND IF;\nRETURN NEW;"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    when = f" WHEN {differs_lite.removeprefix(' OR ')}" if fixed else ""
    return (
        Trigger(
            f"{table}_append_only",
            table,
            postgres=(f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW", f"BEGIN\n{body}\nEND;"),
            sqlite=(f"BEFORE UPDATE ON {table}{when} {refuse}", f"BEFORE DELETE ON {table} {refuse}"),
        ),
        never_emptied(table),
    )


def never_emptied(table):
    """A trigger that refuses TRUNCATE, which passes the row triggers of PostgreSQL by."""
    return Trigger(
        f"{table}_never_emptied",
        table,
        postgres=(f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT", f"BEGIN\n    {_raise(table)}\nEND;"),
    )


def install():
    """Bring the triggers of the database to what is declared; what is right already stays untouched."""
    with transaction.atomic(), connection.cursor() as cursor:
        wanted, found = _wanted(), _found(cursor)
        tables = set(connection.introspection.table_names(cursor))
        for name in sorted(found.keys() - wanted.keys()):
            _drop(cursor, name, found[name]["table"])
        for name, trigger in wanted.items():
            if trigger["table"] in tables and not _same(trigger, found.get(name)):
                if name in found:
                    _drop(cursor, name, found[name]["table"])
                _create(cursor, name, trigger)


def remove():
    """Take all declared triggers out of the database."""
    with transaction.atomic(), connection.cursor() as cursor:
        for name, found in _found(cursor).items():
            _drop(cursor, name, found["table"])


def check():
    """What of the declared the catalogue of the database does not hold word for word; empty when all is well."""
    with connection.cursor() as cursor:
        wanted, found = _wanted(), _found(cursor)
        tables = set(connection.introspection.table_names(cursor))
    faults = []
    for name, trigger in sorted(wanted.items()):
        if trigger["table"] not in tables:
            faults.append(f"table {trigger['table']} is missing")
        elif name not in found:
            faults.append(f"trigger {name} is missing")
        elif not _same(trigger, found[name]):
            faults.append(f"trigger {name} is changed or off")
    return faults + [f"trigger {name} is unknown" for name in sorted(found.keys() - wanted.keys())]


def _raise(table):
    return f"RAISE EXCEPTION '{table} is append-only' USING ERRCODE = '23000';"


def _columns(table):
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table == table:
            return {field.column for field in model._meta.concrete_fields}
    raise ValueError(f"There is no table {table}.")


def _wanted():
    """name → what the catalogue of this engine shall say about it."""
    wanted = {}
    for trigger in _declared.values():
        if connection.vendor == "sqlite":
            parts = (trigger.sqlite,) if isinstance(trigger.sqlite, str) else trigger.sqlite or ()
            for number, part in enumerate(parts, start=1):
                name = f"{PREFIX}{trigger.name}" + (f"_{number}" if number > 1 else "")
                text = f"CREATE TRIGGER {name} {part.strip().removesuffix(';')}"
                wanted[name] = {"table": trigger.table, "text": text}
        elif trigger.postgres:
            header, body = (part.strip() for part in trigger.postgres)
            wanted[PREFIX + trigger.name] = {"table": trigger.table, "header": header, "body": body, **_events(header)}
    return wanted


def _events(header):
    """The bits of pg_trigger.tgtype and what else the catalogue tells of a header."""
    words = header.upper()
    events = words.split(" ON ")[0]
    bits = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32, "BEFORE": 2}
    return {
        "type": sum(bit for word, bit in bits.items() if re.search(rf"\b{word}\b", events)) + ("EACH ROW" in words),
        "deferred": "INITIALLY DEFERRED" in words,
        "is_on": True,
    }


def _found(cursor):
    """name → what the catalogue of this engine says about the triggers that are there."""
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: {"table": table, "text": text} for name, table, text in cursor.fetchall()}
    cursor.execute(
        "SELECT t.tgname, c.relname, p.prosrc, t.tgtype, t.tginitdeferred, t.tgenabled IN ('O', 'A')"
        " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid) AND t.tgname LIKE %s",
        [PREFIX.replace("_", r"\_") + "%"],
    )
    keys = ("table", "body", "type", "deferred", "is_on")
    return {name: dict(zip(keys, rest, strict=True)) for name, *rest in cursor.fetchall()}


def _same(wanted, found):
    return found is not None and all(wanted[key] == value for key, value in found.items())


def _create(cursor, name, trigger):
    if connection.vendor == "sqlite":
        cursor.execute(trigger["text"])
        return
    cursor.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $dewan${trigger['body']}$dewan$"
    )
    kind = "CONSTRAINT TRIGGER" if "DEFERRABLE" in trigger["header"].upper() else "TRIGGER"
    cursor.execute(f"CREATE {kind} {name} {trigger['header']} EXECUTE FUNCTION {name}()")


def _drop(cursor, name, table):
    quote = connection.ops.quote_name
    if connection.vendor == "sqlite":
        cursor.execute(f"DROP TRIGGER {quote(name)}")
    else:
        cursor.execute(f"DROP TRIGGER {quote(name)} ON {quote(table)}")
        cursor.execute(f"DROP FUNCTION IF EXISTS {quote(name)}()")


declare(append_only("trail_entry"))
declare(
    # a payload is written once and may be blanked once; its number stays
    Trigger(
        "trail_payload_blanked_only",
        "trail_payload",
        postgres=(
            "BEFORE UPDATE OR DELETE ON trail_payload FOR EACH ROW",
            """BEGIN
IF TG_OP = 'DELETE' OR OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL OR NEW.salt IS NOT NULL
    OR NEW.content IS NOT NULL OR NEW.seq IS DISTINCT FROM OLD.seq THEN
    RAISE EXCEPTION 'trail_payload can only be blanked' USING ERRCODE = '23000';
END IF;
RETURN NEW;
END;""",
        ),
        sqlite=(
            """BEFORE UPDATE ON trail_payload WHEN OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL
    OR NEW.salt IS NOT NULL OR NEW.content IS NOT NULL OR NEW.seq IS NOT OLD.seq
BEGIN SELECT RAISE(ABORT, 'trail_payload can only be blanked'); END""",
            "BEFORE DELETE ON trail_payload BEGIN SELECT RAISE(ABORT, 'trail_payload can only be blanked'); END",
        ),
    ),
    never_emptied("trail_payload"),
)
