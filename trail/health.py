"""What readiness asks: every room registers its figures here, the page at /readyz collects them. PLT-9"""

import logging

from django.db import DatabaseError, OperationalError, connection

log = logging.getLogger(__name__)
STALE = 180
_checks = {}


def register(name, check):
    """`check() -> (ok, figure)`; the figure is a number, a text, a list or None, for JSON."""
    _checks[name] = check


def fresh(age, limit=STALE):
    """`(ok, age)` of an age in seconds; None means that it has never happened."""
    return (age is not None and age <= limit), (age if age is None else round(age, 1))


def figures():
    """`{name: {"ok": …, "figure": …}}`, the database first: without it nothing else is known."""
    try:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, OperationalError):
        log.exception("the database does not answer")
        return {"database": {"ok": False, "figure": "does not answer"}}
    found = {"database": {"ok": True, "figure": connection.vendor}}
    for name, check in _checks.items():
        try:
            ok, figure = check()
        except Exception:
            log.exception("readiness cannot tell %s", name)
            ok, figure = False, "unknown"
        found[name] = {"ok": ok, "figure": figure}
    return found
