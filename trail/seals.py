"""Seals: event tables too busy for an entry per row are sealed every minute by one entry over their new rows.

`after` of a seal holds for every table the highest id sealed so far (`upto`) and, where rows came, their range,
number and digest. The ranges of a table join without a gap, so an edited, removed or late row shows.
"""

import hashlib
import json
import logging
from dataclasses import dataclass

from django.db import OperationalError, connection, models, transaction
from django.db.models import Max

from trail import chain
from trail.models import Entry, Payload
from trail.recording import SYSTEM, action, note

log = logging.getLogger(__name__)
LOCK = chain.LOCK + 1
_tables = {}


@dataclass(frozen=True, slots=True)
class Sealed:
    """An append-only event table; `columns` are those that never change."""

    name: str
    model: type[models.Model]
    columns: tuple[str, ...]

    def digest(self, after, upto):
        """(rows, SHA-256) over the rows with after < id <= upto, in order of id."""
        rows, digest = 0, hashlib.sha256()
        found = self.model._base_manager.filter(pk__gt=after, pk__lte=upto).order_by("pk")
        for row in found.values_list("pk", *self.columns).iterator(chunk_size=5000):
            digest.update(chain.canonical(chain.plain(row)).encode("ascii") + b"\n")
            rows += 1
        return rows, digest.hexdigest()


def register(name, model, columns):
    """Seal `columns` of the model's rows from now on."""
    _tables[name] = Sealed(name, model, tuple(columns))


def registered(name):
    return _tables.get(name)


def sweep():
    """Seal what is new. A cheap look first; without new rows nothing is written."""
    state = last_state()
    if any(_highest(table) > state.get(name, 0) for name, table in _tables.items()):
        seal_events({name: _settled(table) for name, table in _tables.items()}, by=SYSTEM)


@action
def seal_events(highest, *, by):
    """Chain one entry over the rows of each table up to its highest settled id. AUD-1"""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # of two sweeps the second must see what the first has sealed
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    state = last_state()
    after = {name: {"upto": upto} for name, upto in state.items()}
    for name, upto in highest.items():
        since = state.get(name, 0)
        if upto is not None and upto > since:
            rows, digest = _tables[name].digest(since, upto)
            after[name] = {"after": since, "upto": upto, "rows": rows, "digest": digest}
    if any("digest" in part for part in after.values()):
        payload = {"object": "", "before": {}, "after": after, "why": "", "names": {}}
        kind = Entry.Kind.SEAL.value
        note("seal_events", by=by, object_type="trail.seal", object_id="", payload=payload, kind=kind)


def last_state():
    """name → highest id sealed so far."""
    seal = Entry.objects.filter(verb="seal_events", kind=Entry.Kind.SEAL).order_by("-seq").first()
    content = seal and Payload.objects.filter(pk=seal.seq).values_list("content", flat=True).first()
    parts = json.loads(content)["after"] if content else {}
    return {name: part["upto"] for name, part in parts.items()}


def _highest(table):
    return table.model._base_manager.aggregate(upto=Max("pk"))["upto"] or 0


def _settled(table):
    """The highest id below which no row can appear any more; None if writers are too busy to tell.

    A transaction that inserted earlier may commit later. SHARE waits for all of them and is given back at once;
    a table whose writers take longer is sealed a minute later instead of being held up.
    """
    if connection.vendor == "sqlite":
        return _highest(table)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            cursor.execute(f"LOCK TABLE {connection.ops.quote_name(table.model._meta.db_table)} IN SHARE MODE")
            return _highest(table)
    except OperationalError:
        log.warning("seal of %s put off: its writers are busy", table.name)
        return None
