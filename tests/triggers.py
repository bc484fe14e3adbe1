"""The one way past the triggers, for resetting tests and for playing the intruder. It exists nowhere else."""

from contextlib import contextmanager

from django.db import connection, transaction

from trail import triggers


@contextmanager
def triggers_lifted():
    """Lift every declared trigger for the block and restore them after it."""
    _switch("DISABLE")
    try:
        yield
    finally:
        _switch("ENABLE")


def _switch(how):
    if connection.vendor == "sqlite":
        triggers.remove() if how == "DISABLE" else triggers.install()
        return
    with transaction.atomic(), connection.cursor() as cursor:
        # deferred checks that still wait would keep the table from being altered
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND t.tgname LIKE %s",
            [r"dewan\_%"],
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} {how} TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
