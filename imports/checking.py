"""Rows through a kind's check, slice by slice, with what only the whole file can tell. REG-10 PLT-8"""

from itertools import islice

from django.utils.translation import gettext as _

from doors.secrets import looks_random
from imports.readers import records
from imports.readers.documents import Nested
from imports.rows import CREATE, ERROR, UNCHANGED, UPDATE, Row

SLICE = 1000
COUNTERS = {CREATE: "created", UPDATE: "updated", UNCHANGED: "unchanged", ERROR: "errors"}


class Seen:
    """Unique keys of the rows so far, and rows that wait for a key; hashes only, as files may be long."""

    def __init__(self, earlier=()):
        self.rows = {}
        self.waiting = {}
        for number, keys, needs in earlier:
            self.note(number, keys, needs)

    def note(self, number, keys, needs):
        """Remember a row; the first (key, number of the earlier row) that it repeats, or None."""
        repeated = None
        for key, value in keys:
            first = self.rows.setdefault(hash((key, value)), number)
            if first != number and repeated is None:
                repeated = key, first
            self.waiting.pop(hash((key, value)), None)
        for key, value, field in needs:
            if hash((key, value)) not in self.rows:
                self.waiting.setdefault(hash((key, value)), []).append((number, field, value))
        return repeated

    def unanswered(self):
        """(row number, field, value) of every reference to a row that never came, in order."""
        return sorted(one for waits in self.waiting.values() for one in waits)


def checked_slices(job, opener, shape, seen, *, skip=0):
    """Yield lists of checked rows, up to 1,000 each, from the row after `skip`."""
    kind = job.importer
    context = kind.prepare(job)
    rows = islice(records(opener, shape), skip, None)
    while batch := list(islice(rows, SLICE)):
        yield _checked(kind, context, job.mapping, batch, seen)


def missing(job, targets):
    """(how many things the source covers, keys of those without a row), as of now.

    Rows with errors may stand for any of them, so while there are errors nothing is missing yet.
    """
    if job.errors:
        return 0, []
    covered = set(job.importer.covered(job))
    return len(covered), sorted(covered.difference(targets))


def no_such_row(value):
    """What is wrong with a reference that nothing answers."""
    return _("“%(value)s” is neither in the file nor in Dewan") % {"value": value}


def count(rows):
    """{counter: number} of verdicts, and of rows somebody has to answer for."""
    found = dict.fromkeys(COUNTERS.values(), 0)
    for row in rows:
        found[COUNTERS[row.verdict]] += 1
    found["warnings"] = sum(bool(row.warnings) for row in rows)
    return found


def _ask_about_secrets(kind, row):
    """Tokens and passwords look like chance; what is none is accepted with a reason. REG-6"""
    for key in kind.free_texts:
        if looks_random(row.values.get(key)):
            row.warn(key, _("looks like a password or a token; if it is none, say why it has to stand here"))


def _checked(kind, context, mapping, batch, seen):
    required = [field for field in kind.fields if field.required]
    rows, whole = [], []
    for record in batch:
        row = Row(record.number, {})
        rows.append(row)
        if record.problem:
            row.error("", record.problem)
            continue
        row.values = {
            field: record.cells[column].strip() if column in record.cells else "" for column, field in mapping.items()
        }
        for column, field in mapping.items():
            if isinstance(record.cells.get(column), Nested):
                row.error(field, _("holds a list or an object where one value belongs"))
        for field in required:
            if not row.values.get(field.key):
                row.error(field.key, _("is empty"))
        if not row.errors:
            whole.append(row)
    kind.check(whole, context)
    for row in rows:
        repeated = seen.note(row.number, row.keys, row.needed)
        if repeated:
            key, first = repeated
            row.error(key, _("stands in row %(row)s already") % {"row": first})
        if row.verdict in (CREATE, UPDATE):
            _ask_about_secrets(kind, row)
        if not row.verdict:
            raise RuntimeError(f"{kind.name} gave row {row.number} no verdict")
    return rows
