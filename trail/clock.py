"""The one clock: the database's on PostgreSQL, a registered function on SQLite.

Only tests, demo seeding and replays may set it; the setting holds for the whole process, so that the threads
of a test server see it too.
"""

import threading
from contextlib import contextmanager
from datetime import UTC, datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import DateTimeField, Func, Value

_lock = threading.Lock()
_set_to = None


def now():
    """The present instant, aware, in UTC."""
    if _set_to is not None:
        return _set_to
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT dewan_now()")
            return datetime.fromisoformat(cursor.fetchone()[0]).replace(tzinfo=UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0].astimezone(UTC)


class Now(Func):
    """The present instant inside a query, one for the whole statement."""

    output_field = DateTimeField()

    def as_sql(self, compiler, connection, **context):
        if _set_to is not None:
            return compiler.compile(Value(_set_to, output_field=self.output_field))
        return ("dewan_now()" if connection.vendor == "sqlite" else "statement_timestamp()"), []


def is_set():
    return _set_to is not None


def set(at):
    """Stop the clock at `at`. Refused in production."""
    if not settings.CLOCK_MAY_BE_SET:
        raise ImproperlyConfigured("The clock cannot be set here: CLOCK_MAY_BE_SET is off.")
    if at.tzinfo is None:
        raise ValueError("The clock is set to an aware instant.")
    global _set_to
    with _lock:
        _set_to = at.astimezone(UTC)


def clear():
    """Let the clock run again."""
    global _set_to
    with _lock:
        _set_to = None


@contextmanager
def at(instant):
    """Stop the clock at `instant` for the block; the clock before it returns afterwards."""
    before = _set_to
    set(instant)
    try:
        yield
    finally:
        if before is None:
            clear()
        else:
            set(before)


def register_function(sender, connection, **kwargs):
    """Give every new SQLite connection `dewan_now()`, in the form in which Django stores instants."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("dewan_now", 0, _sqlite_now)


def _sqlite_now():
    return str((_set_to or datetime.now(UTC)).replace(tzinfo=None))
