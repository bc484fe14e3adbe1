"""Moves: the only way a state changes, as a compare-and-swap in the database.

`select_for_update` makes the noted "before" exact on PostgreSQL; on SQLite the transaction is the only writer.
Either way the UPDATE itself compares, so of two stale actors one wins.
"""

from django.db.models import F, Model
from django.utils.translation import gettext as _

from trail.errors import IllegalMove, Stale
from trail.recording import record

BATCH = 500


def move(thing, verb, *, by, why="", names=None, **fields):
    """Carry `thing` along its MOVES by `verb`, setting `fields` with it; IllegalMove when it is not there."""
    sources, target = thing.__class__.MOVES[verb]
    found = _read(thing, {"status", *fields})
    if found is None or found["status"] not in sources:
        raise IllegalMove(thing, verb, found and _where_it_stands(thing, found["status"]))
    _write(thing, verb, found, {"status": target, **fields}, IllegalMove(thing, verb))
    _note(thing, verb, found, {"status": target, **fields}, by=by, why=why, names=names)


def change(thing, verb, *, by, why="", names=None, **fields):
    """Set `fields` of the version of `thing` in hand; Stale when it is another one by now.

    Returns the names of the fields that changed; nothing is written or recorded when none did.
    """
    if "status" in fields:
        raise ValueError("A status changes by a move.")
    found = _read(thing, set(fields))
    if found is None or ("version" in found and found["version"] != thing.version):
        raise Stale
    changed = {name: value for name, value in fields.items() if found[name] != _stored(value)}
    if changed:
        _write(thing, verb, found, changed, Stale())
        _note(thing, verb, found, changed, by=by, why=why, names=names)
    return list(changed)


def move_many(queryset, verb, *, by, why="", note=None, **fields):
    """Carry every row of the queryset that is in a source of `verb`; the keys of those moved. In batches of 500.

    `note(row)` records a row that was moved in its own way, for instance as something that happened to what it
    belongs to; without it each row is recorded itself.
    """
    model = queryset.model
    sources, target = model.MOVES[verb]
    values = {"status": target, **fields}
    moved = []
    keys = list(queryset.filter(status__in=sources).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        # a batch is locked in the order of its keys, so that two sweeps wait instead of deadlocking
        rows = queryset.model._base_manager.filter(pk__in=keys[start : start + BATCH], status__in=sources)
        rows = list(rows.order_by("pk").select_for_update(of=("self",)))
        locked = [row.pk for row in rows]
        model._base_manager.filter(pk__in=locked, status__in=sources).update(**values, **_next_version(model))
        for row in rows:
            if note is not None:
                note(row)
                continue
            _note(row, verb, {name: _stored_of(row, name) for name in values}, values, by=by, why=why)
        moved += locked
    return moved


def _where_it_stands(thing, status):
    label = dict(thing._meta.get_field("status").flatchoices).get(status, status)
    return _("This is not possible while its state is “%(status)s”. Reload the page to see what is.") % {
        "status": label
    }


def _read(thing, names):
    """The row as it stands, locked: stored values of `names`, and its version if it has one."""
    model = thing.__class__
    columns = {name: model._meta.get_field(name).attname for name in names}
    if _next_version(model):
        columns["version"] = "version"
    row = model._base_manager.filter(pk=thing.pk).select_for_update().values(*columns.values()).first()
    return row and {name: row[column] for name, column in columns.items()}


def _write(thing, verb, found, values, otherwise):
    model = thing.__class__
    compared = {name: found[name] for name in ("status", "version") if name in found}
    if not model._base_manager.filter(pk=thing.pk, **compared).update(**values, **_next_version(model)):
        raise otherwise
    for name, value in values.items():
        setattr(thing, name, value)
    if "version" in found:
        thing.version = found["version"] + 1


def _note(thing, verb, found, values, *, by, why, names=None):
    before = {}
    for name in values:
        field = thing._meta.get_field(name)
        before[name] = found[name]
        if field.is_relation and found[name] is not None:
            before[name] = field.related_model._base_manager.filter(pk=found[name]).first()
    record(thing, verb, by=by, before=before, after=values, why=why, names=names)


def _next_version(model):
    has = any(field.name == "version" for field in model._meta.concrete_fields)
    return {"version": F("version") + 1} if has else {}


def _stored(value):
    return value.pk if isinstance(value, Model) else value


def _stored_of(row, name):
    return getattr(row, row._meta.get_field(name).attname)
