"""Changed means recorded: what every verb that writes is made of. AUD-1

`@action` opens the transaction; `record` and `move` note what happens in it; the outermost action appends the
notes to the chain as its last statements, after all row locks (taken earlier, the chain's lock deadlocks).
What a rolled-back savepoint had noted is gone with it.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction

from doors.secrets import refuse_secrets
from trail import chain
from trail.errors import OutsideAction

_collected = ContextVar("collected", default=None)
_source = ContextVar("source", default="")


class System:
    """Dewan itself, where no person acts; spoken, never the result of a missing person."""

    pk = None

    def __str__(self):
        return "Dewan"


SYSTEM = System()


def action(verb):
    """Make a verb that writes: `by` is a person or SYSTEM, everything or nothing, recorded or undone.

    The outermost action is the transaction: inside a foreign one, rows could be locked after the chain, so
    that is refused. To do several things as one, write an action that calls theirs.
    """

    @wraps(verb)
    def run(*args, **kwargs):
        actor_of(kwargs.get("by"))
        if _collected.get() is not None:
            with transaction.atomic():
                return verb(*args, **kwargs)
        drafts = []
        token = _collected.set(drafts)
        try:
            with transaction.atomic(durable=True):
                result = verb(*args, **kwargs)
                chain.append(_still_alive(drafts))
            return result
        finally:
            _collected.reset(token)

    return run


def record(thing, verb, *, by, before=None, after=None, why="", names=None, unit_id=None):
    """Note a change of `thing`; `before` and `after` hold only what changed, `names` what the sentence shows.

    A reason is kept for ever, so a secret in it is refused here, for every verb alike: ValidationError at `why`. REG-6
    """
    _refuse_secret_reason(why)
    note(
        verb,
        by=by,
        object_type=thing._meta.label_lower,
        object_id=str(thing.pk),
        unit_id=unit_of(thing) if unit_id is None else unit_id,
        payload={
            "object": str(thing),
            "before": chain.plain(before or {}),
            "after": chain.plain(after or {}),
            "why": str(why or ""),
            "names": {key: str(name) for key, name in (names or {}).items()},
        },
    )


def _refuse_secret_reason(why):
    try:
        refuse_secrets(str(why or ""))
    except ValidationError as error:
        raise ValidationError({"why": error}) from error


def note(verb, *, by, object_type, object_id, unit_id=None, payload, **more):
    """Put an entry down for the end of the running action."""
    drafts = _collected.get()
    if drafts is None:
        raise OutsideAction(f"“{verb}” was recorded outside an action.")
    payload |= {"actor": str(by), "source": _source.get()}
    draft = chain.Draft(verb, actor_of(by), object_type, object_id, unit_id, chain.canonical(payload), **more)
    draft.alive = _marker(drafts)
    drafts.append(draft)


def actor_of(by):
    """“person:12” or “system”."""
    if by is SYSTEM:
        return "system"
    if not isinstance(by, models.Model) or by.pk is None:
        raise TypeError("An action needs to know by whom: a person or SYSTEM.")
    return f"person:{by.pk}"


def unit_of(thing):
    """The id of the unit a thing belongs to, by its own column or along the path its model names as UNIT."""
    if hasattr(thing, "unit_id"):
        return thing.unit_id
    value = thing
    for step in filter(None, (getattr(thing, "UNIT", None) or "").split("__")):
        value = getattr(value, step, None)
    if value is thing or value is None:
        return None
    value = getattr(value, "pk", value)
    return value if isinstance(value, int) else None


@contextmanager
def came_from(where):
    """Say where the changes of the block come from: a page, an API token, a command, a job."""
    token = _source.set(str(where))
    try:
        yield
    finally:
        _source.reset(token)


def _marker(drafts):
    """A mark in the transaction that a rollback to an outer savepoint removes, as it does the rows.

    Django keeps such a list for `on_commit`; one mark serves all notes under the same savepoints.
    """
    savepoints = tuple(connection.savepoint_ids)
    if drafts and drafts[-1].alive[0] == savepoints:
        return drafts[-1].alive

    def mark():
        """Nothing is left to do after the commit."""

    transaction.on_commit(mark)
    return savepoints, mark


def _still_alive(drafts):
    marks = {id(waiting[1]) for waiting in connection.run_on_commit}
    return [draft for draft in drafts if id(draft.alive[1]) in marks]
