"""What a kind of import declares; the engine does everything else. REG-10"""

import re
from dataclasses import dataclass

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

    def field(self, key):
        return next((one for one in self.fields if one.key == key), None)


def register(kind):
    """Make a kind known to commands, pages and API; called in AppConfig.ready()."""
    _kinds[kind.name] = kind
    return kind


def kind_of(name):
    return _kinds[name]


def kinds():
    return list(_kinds.values())
