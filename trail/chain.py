"""The chain itself: how an entry is written down, signed and appended."""

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model
from django.utils.functional import Promise

from trail import clock
from trail.models import Entry

GENESIS = "0" * 64
LOCK = 0x6465_7761_6E  # one advisory lock for the one chain of a database
COLUMNS = (
    "seq", "at", "kind", "verb", "actor", "object_type", "object_id", "unit_id", "commitment", "prev", "hash",
)  # fmt: skip
PAYLOAD_COLUMNS = ("seq", "salt", "content")
ROWS_A_STATEMENT = 1000
SQLITE_VARIABLES = 32_000  # of 32,766 allowed in one statement


@dataclass(slots=True)
class Draft:
    """An entry that waits for the end of its action; its payload as text already, for there may be very many."""

    verb: str
    actor: str
    object_type: str
    object_id: str
    unit_id: int | None
    content: str
    kind: str = Entry.Kind.CHANGE.value
    alive: object = None


def plain(value):
    """A value as JSON can keep it: models by id and name, instants in UTC, enums by value."""
    match value:
        case None | bool() | Enum():
            return value.value if isinstance(value, Enum) else value
        case int() | float() | str():
            return value
        case Model():
            return {"id": plain(value.pk), "name": str(value)}
        case datetime():
            return instant(value)
        case date() | time():
            return value.isoformat()
        case Decimal() | UUID() | Promise():
            return str(value)
        case timedelta():
            return value.total_seconds()
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case set() | frozenset():
            return sorted((plain(item) for item in value), key=str)
        case list() | tuple():
            return [plain(item) for item in value]
    raise TypeError(f"The trail cannot keep a {type(value).__name__}.")


def instant(at):
    return at.astimezone(UTC).isoformat(timespec="microseconds")


_write_down = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode


def canonical(value):
    """The one way to write a value down: same value, same bytes, in ASCII."""
    return _write_down(value)


def commit_to(salt, content):
    """A commitment says nothing about the payload once the salt is gone."""
    return hashlib.sha256(f"{salt}{content}".encode("ascii")).hexdigest()


def sign(text):
    return hmac.digest(settings.TRAIL_KEY.encode(), text.encode("ascii"), "sha256").hex()


def entry_hash(seq, at, kind, verb, actor, object_type, object_id, unit_id, commitment, prev):
    """The keyed hash over every other column of an entry."""
    fields = [seq, instant(at), kind, verb, actor, object_type, object_id, unit_id, commitment, prev]
    return sign("entry" + canonical(fields))


def append(drafts):
    """Write the drafts at the end of the chain, as the last statements of the transaction they belong to."""
    if not drafts:
        return
    # asked once: others wait while an entry is made, and each look at `connection` costs as much as a signature
    database = connections[DEFAULT_DB_ALIAS]
    size = SQLITE_VARIABLES // len(COLUMNS) if database.vendor == "sqlite" else ROWS_A_STATEMENT
    with database.cursor() as cursor:
        at, seq, prev = _lock_and_read_head(cursor, database.vendor)
        stored_at = database.ops.adapt_datetimefield_value(at)
        for start in range(0, len(drafts), size):
            entries, payloads = [], []
            for draft in drafts[start : start + size]:
                seq += 1
                salt = secrets.token_hex(16)
                fields = (draft.kind, draft.verb, draft.actor, draft.object_type, draft.object_id, draft.unit_id,
                          commit_to(salt, draft.content), prev)  # fmt: skip
                prev = entry_hash(seq, at, *fields)
                entries.append((seq, stored_at, *fields, prev))
                payloads.append((seq, salt, draft.content))
            _insert(cursor, database.vendor, payloads, entries)


def head():
    """(seq, hash) of the last entry, (0, GENESIS) of an empty chain."""
    return Entry.objects.order_by("-seq").values_list("seq", "hash").first() or (0, GENESIS)


def _lock_and_read_head(cursor, vendor):
    """(now, seq, hash) of the head, which nobody else can move any more."""
    if vendor == "sqlite":
        # BEGIN IMMEDIATE made this connection the only writer already
        return clock.now(), *head()
    # one round trip, but two statements: the second takes its snapshot after the lock is ours
    cursor.execute(
        "SELECT pg_advisory_xact_lock(%s);"
        "SELECT clock_timestamp(), seq, hash FROM trail_entry ORDER BY seq DESC LIMIT 1",
        [LOCK],
    )
    at, seq, prev = cursor.fetchone() or (clock.now(), 0, GENESIS)
    return (clock.now() if clock.is_set() else at.astimezone(UTC)), seq, prev


def _insert(cursor, vendor, payloads, entries):
    """Write the rows in a statement for each table, on PostgreSQL both in one round trip."""
    payload, entry = _statements(len(entries))
    payloads, entries = ([value for row in rows for value in row] for rows in (payloads, entries))
    if vendor == "sqlite":
        cursor.execute(payload, payloads)
        cursor.execute(entry, entries)
    else:
        cursor.execute(f"{payload};{entry}", payloads + entries)


@lru_cache(maxsize=8)
def _statements(number):
    """What writes so many payloads and entries."""
    tables = {"trail_payload": PAYLOAD_COLUMNS, "trail_entry": COLUMNS}
    return [
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES "  # noqa: S608
        + ", ".join([f"({', '.join(['%s'] * len(columns))})"] * number)
        for table, columns in tables.items()
    ]
