"""A whole import at once, for commands, seeding and tests; browsers do the same in slices. REG-10"""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from imports import actions, work
from imports.checking import Seen, checked_slices, count, missing, no_such_row
from imports.kinds import kind_of
from imports.mapping import map_columns, read_maps, require_fields
from imports.models import Import, Source
from imports.readers import inspect
from imports.rules import guard_stops
from people.models import Organisation, Unit
from people.permissions import require
from trail.actions import SYSTEM

APPLIED, ROW_ERRORS, USAGE, GUARD = 0, 1, 2, 3


@dataclass
class Outcome:
    """What came of it: `code` is the exit status of the command, `line` its last line."""

    job: Import
    code: int = APPLIED
    messages: list = field(default_factory=list)

    def __getattr__(self, name):
        if name in ("created", "updated", "unchanged", "errors", "line", "covered", "dropped"):
            return getattr(self.job, name)
        raise AttributeError(name)

    @property
    def retired(self):
        return self.job.dropped


def import_file(kind, path, *, by, source="default", unit=None, maps=(), format=None, sheet="", dry_run=False,
                accept_drop=None, reason="", say=None):  # fmt: skip
    """Read, map, check and apply a file. Raises FileRefused and BadMapping, which are faults of use, not of rows.

    `say(text)` hears every row's error as it is found. A dry run writes nothing at all.
    """
    asked = read_maps(maps)

    def opener():
        return open(path, "rb")

    if dry_run:
        return _rehearse(
            kind, opener, path, by, source, unit, asked, format, sheet, accept_drop, reason, say or _silent
        )
    with opener() as stream:
        stream.read(1)
    job = actions.upload_import(
        kind,
        opener,
        str(path),
        by=by,
        source=source,
        unit=unit,
        format=format,
        sheet=sheet,
        shape=inspect(opener, format, sheet),
        accepted_drop=accept_drop,
        reason=reason,
    )
    try:
        actions.map_import(job, asked, by=by)
    except Exception:
        actions.cancel_import(job, by=by)
        raise
    lease = work.take(job)
    work.go_on(job, lease)
    if job.status == Import.Status.CHECKED and not job.errors and (job.reason or not job.warnings):
        try:
            actions.finish_import(job, by=by)
        except work.REFUSALS as refusal:
            job.refresh_from_db()
            actions.fail_import(job, by=by, reason=work.reason_of(refusal))
    told = job.rows.filter(Q(verdict="error") | ~Q(warnings=[])).order_by("number")
    for number, errors, warnings in told.values_list("number", "errors", "warnings"):
        _say_errors(say or _silent, number, [*errors, *warnings])
    return _outcome(job)


def _rehearse(kind, opener, path, by, source, unit, asked, format, sheet, accept_drop, reason, say):
    importer = kind_of(kind)
    unit = unit or Unit.objects.root()
    require(by, importer.permission, unit or Unit())
    shape = inspect(opener, format, sheet)
    origin = Source.objects.filter(kind=kind, name=source).first() or Source(kind=kind, name=source)
    mapping = map_columns(importer, shape.columns, origin.mapping, asked)
    require_fields(importer, mapping, shape.columns)
    job = Import(
        source=origin,
        kind=kind,
        filename=actions.clean_name(path),
        shape=shape.as_dict(),
        mapping=mapping,
        by=None if by is SYSTEM else by,
        unit=unit,
        accepted_drop=accept_drop,
        reason=reason,
    )
    seen, targets, faulty = Seen(), set(), set()
    for rows in checked_slices(job, opener, shape, seen):
        for name, number in count(rows).items():
            setattr(job, name, getattr(job, name) + number)
        targets.update(row.target for row in rows if row.target is not None)
        for row in rows:
            if row.errors:
                faulty.add(row.number)
            _say_errors(say, row.number, [*row.errors, *row.warnings])
    for number, field_key, value in seen.unanswered():
        say(_error_line(number, field_key, no_such_row(value)))
        if number not in faulty:
            faulty.add(number)
            job.errors += 1
    job.covered, gone = missing(job, targets)
    job.dropped = len(gone)
    percent = Organisation.current().sync_guard_percent
    if not job.errors and guard_stops(job.covered, job.dropped, percent, accept_drop):
        job.status = Import.Status.STOPPED
    return _outcome(job)


def _outcome(job):
    if not job.errors and job.warnings and not job.reason:
        return Outcome(job, ROW_ERRORS, [_("Nothing was written. Correct these rows, or run it again with --reason.")])
    if job.errors or job.status == Import.Status.FAILED:
        return Outcome(job, ROW_ERRORS, [job.failure] if job.failure else [])
    return Outcome(job, GUARD if job.status == Import.Status.STOPPED else APPLIED)


def _say_errors(say, number, errors):
    for key, message in errors:
        say(_error_line(number, key, message))


def _error_line(number, key, message):
    return f"row {number}: {key}: {message}" if key else f"row {number}: {message}"


def _silent(_text):
    pass
