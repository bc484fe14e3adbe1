"""What a kind of import declares; the engine does everything else. REG-10"""

import re
from dataclasses import dataclass

from django.apps import apps

_kinds = {}


def column_key(name):
    """How header names are compared: `E-Mail ` and `e_mail` are one."""
    return re.sub(r"[\s\-./]+", "_", name.strip().lower()).strip("_")


@dataclass(frozen=True)
class Field:
    """A value that a file may bring; `headers` are the well-known column names, best first."""

    key: str
    label: str
    headers: tuple = ()
    required: bool = False


class ImportKind:
    """The promises between the engine and a room's importer; see each method."""

    name = ""
    label = ""
    permission = ""
    drop_verb = ""
    model = None
    fields = ()
    # Fields that `check` turns into keys of other things, and of which: {"unit": "people.Unit"}.
    references = {}
    # Fields of free text, in which a word that looks random is asked about. REG-6
    free_texts = ()

    def prepare(self, job):
        """Load look-up tables once per slice; handed to `check` as its context. Writes nothing."""

    def check(self, rows, context):
        """Give every row its verdict and target, set-based, without writing; see imports.rows.Row."""
        raise NotImplementedError

    def covered(self, job):
        """Keys of the live things that this job's source holds; those without a row are dropped."""
        raise NotImplementedError

    def apply(self, job, batches, *, by):
        """Create and update, inside the one transaction. `batches()` yields lists of rows, afresh at each call."""
        raise NotImplementedError

    def drop(self, job, pks, *, by):
        """Let go of what the source no longer holds, inside the same transaction."""
        raise NotImplementedError

    def cells(self, rows):
        """For each row the values as a reader would say them: (label, text) in the order of the fields."""
        names = {}
        for key, label in self.references.items():
            found = {row.values[key] for row in rows if isinstance(row.values.get(key), int | str)}
            model = apps.get_model(label)
            known = model._base_manager.filter(pk__in=[one for one in found if _fits(model, one)])
            names[key] = {thing.pk: str(thing) for thing in known}
        for row in rows:
            said = ((field, row.values.get(field.key)) for field in self.fields)
            yield [
                (field.label, names.get(field.key, {}).get(value) or _as_text(value))
                for field, value in said
                if value not in ("", None, [])
            ]

    def field(self, key):
        return next((one for one in self.fields if one.key == key), None)


def _fits(model, key):
    return isinstance(key, int) or not model._meta.pk.get_internal_type().endswith("AutoField")


def _as_text(value):
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def register(kind):
    """Make a kind known to commands, pages and API; called in AppConfig.ready()."""
    _kinds[kind.name] = kind
    return kind


def kind_of(name):
    return _kinds[name]


def kinds():
    return list(_kinds.values())
