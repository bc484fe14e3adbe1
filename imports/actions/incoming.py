"""Take a file in, say what its columns mean, apply it or leave it. REG-10 ORG-3"""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from imports.checking import missing
from imports.files import opener as opener_of
from imports.files import store
from imports.kinds import kind_of
from imports.mapping import map_columns, require_fields
from imports.models import Import, Source
from imports.readers import inspect
from imports.rows import CREATE, UPDATE, Row
from imports.rules import guard_stops
from notices.actions import notify_many
from people.actions import create_root
from people.models import Organisation, Person, Role, Unit, UnitLink, UnitRole
from people.permissions import require
from trail import clock
from trail.actions import SYSTEM, action, move
from trail.errors import Refused

BATCH = 500
MEANWHILE = gettext_lazy("Somebody has changed the register meanwhile. Check the file again.")


@action
def upload_import(
    kind,
    opener,
    filename,
    *,
    by,
    source="default",
    unit=None,
    format=None,
    sheet="",
    shape=None,
    accepted_drop=None,
    reason="",
):
    """Store a file and find out what it is; the columns that name themselves are mapped. Raises FileRefused.

    `unit` takes the rows that name none; without one it is the organisation itself. Doors look at the file before and
    bring its `shape`, for a long workbook takes seconds in which SQLite's one writer should not be held.
    """
    unit = unit or Unit.objects.root()
    importer = kind_of(kind)
    require(by, importer.permission, unit or Unit())
    shape = shape or inspect(opener, format, sheet)
    origin, _new = Source.objects.get_or_create(kind=kind, name=source[:100])
    job = Import.objects.create(
        source=origin,
        kind=kind,
        filename=clean_name(filename),
        shape=shape.as_dict(),
        mapping=map_columns(importer, shape.columns, origin.mapping),
        by=None if by is SYSTEM else by,
        unit=unit,
        total=shape.lines,
        accepted_drop=accepted_drop,
        reason=reason.strip()[:500],
        created_at=clock.now(),
    )
    with opener() as stream:
        digest, size = store(job, stream)
    Import.objects.filter(pk=job.pk).update(sha256=digest, size=size)
    job.refresh_from_db(fields=["sha256", "size"])
    return job


@action
def choose_sheet(job, sheet, *, by, shape=None):
    """Read another sheet of the workbook; its columns are to be mapped anew. Raises FileRefused."""
    require(by, job.importer.permission, job)
    shape = shape or inspect(opener_of(job), None, sheet)
    mapping = map_columns(job.importer, shape.columns, job.source.mapping)
    # back to the beginning: nothing that was checked of another sheet may be applied
    move(job, "choose_sheet", by=by, names={"sheet": shape.sheet}, mapping=mapping, failure="")
    Import.objects.filter(pk=job.pk).update(shape=shape.as_dict(), total=shape.lines)
    _start_over(job)
    return job


@action
def map_import(job, asked, *, by):
    """Say which column means which field, remember it for the source, and have the rows checked. Raises BadMapping.

    `asked` is {column: field, or "" to leave it out}; columns not named are mapped as before.
    """
    require(by, job.importer.permission, job)
    columns = job.shape["columns"]
    mapping = map_columns(job.importer, columns, job.source.mapping, asked)
    require_fields(job.importer, mapping, columns)
    if asked:
        Source.objects.filter(pk=job.source_id).update(mapping={**job.source.mapping, **asked})
    move(job, "map_import", by=by, mapping=mapping, failure="")
    _start_over(job)
    return job


@action
def take_in(kind, opener, filename, asked, *, by, **more):
    """Upload and map as one, for doors that ask nothing in between."""
    return map_import(upload_import(kind, opener, filename, by=by, **more), asked, by=by)


@action
def weigh_import(job, *, by):
    """All rows are checked: note what is missing from the file, and stop where that is too much."""
    targets = job.rows.exclude(target=None).values_list("target", flat=True)
    covered, gone = missing(job, targets)
    counts = {"covered": covered, "dropped": len(gone)}
    Import.objects.filter(pk=job.pk).update(dropped_keys=gone)
    stops = guard_stops(covered, len(gone), Organisation.current().sync_guard_percent, job.accepted_drop)
    names = {"dropped": len(gone), "covered": covered}
    if job.errors:
        move(job, "finish_check", by=by, **counts)
        _tell(job, "import_stopped", {"reason": "errors", "errors": job.errors}, by=by)
    elif stops:
        move(job, "stop_import", by=by, names=names, **counts)
        _tell(job, "import_stopped", {"reason": "guard", **names}, by=by)
    elif job.status == Import.Status.CHECKING:
        move(job, "finish_check", by=by, **counts)
    return job


@action
def apply_import(job, *, by, accept_drop=None, reason=""):
    """Have a checked import written. One that the guard stopped needs the exact number that will be dropped.

    Rows that look as if they held a secret need a reason, which stands in the trail. REG-6
    """
    require(by, job.importer.permission, job)
    if job.errors:
        raise Refused(_("%(count)s rows have errors. Correct the file and import it again.") % {"count": job.errors})
    if job.status == Import.Status.STOPPED and accept_drop != job.dropped:
        raise Refused(_("Confirm that %(count)s are to be dropped.") % {"count": job.dropped})
    reason = reason.strip()[:500]
    if job.warnings and not reason:
        raise Refused(_no_reason(job))
    move(job, "apply_import", by=by, why=reason, accepted_drop=accept_drop, reason=reason)
    _start_over(job)
    return job


@action
def finish_import(job, *, by):
    """Write everything in this one transaction, or nothing."""
    unit = job.unit or Unit.objects.root() or create_root(name=_("Organisation"), by=by)
    require(by, job.importer.permission, unit)
    if job.warnings and not job.reason:
        raise Refused(_no_reason(job))
    targets = job.rows.exclude(target=None).values_list("target", flat=True)
    covered, gone = missing(job, targets)
    if guard_stops(covered, len(gone), Organisation.current().sync_guard_percent, job.accepted_drop):
        raise Refused(MEANWHILE)
    # first of all, so that of two workers the second hears it before writing anything
    move(job, "finish_import", by=by, why=job.reason, unit=unit, covered=covered, dropped=len(gone),
         names=_counts(job) | {"dropped": len(gone)})  # fmt: skip
    job.importer.apply(job, _batches(job), by=by)
    if gone:
        job.importer.drop(job, gone, by=by)
    finished_at = clock.now()
    Import.objects.filter(pk=job.pk).update(finished_at=finished_at, dropped_keys=gone)
    Source.objects.filter(pk=job.source_id).update(last_import_at=finished_at)
    job.finished_at = finished_at
    _tell(job, "import_finished", _counts(job) | {"retired": len(gone)}, by=by)
    return job


@action
def fail_import(job, *, by, reason):
    """Note that an import could not go on; nothing was written."""
    job.refresh_from_db()
    move(job, "fail_import", by=by, why=reason, failure=reason)
    _tell(job, "import_stopped", {"reason": "failed", "message": str(reason)}, by=by)
    return job


@action
def cancel_import(job, *, by):
    """Leave an import be; its file and rows are forgotten soon after."""
    require(by, job.importer.permission, job)
    move(job, "cancel_import", by=by)
    return job


def clean_name(filename):
    """The last part of a name, as a label only: no file of ours is ever called by it."""
    name = str(filename).replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in name if letter.isprintable())[:200] or "file"


def _no_reason(job):
    return ngettext(
        "%(count)s row looks as if it held a password or a token. Correct it, or say why it is none.",
        "%(count)s rows look as if they held a password or a token. Correct them, or say why they are none.",
        job.warnings,
    ) % {"count": job.warnings}


def _start_over(job):
    Import.objects.filter(pk=job.pk).update(read=0, done=0, created=0, updated=0, unchanged=0, errors=0, warnings=0)
    job.refresh_from_db()


def _counts(job):
    return {"created": job.created, "updated": job.updated, "unchanged": job.unchanged}


def _batches(job):
    columns = ("number", "values", "verdict", "target")

    def batches():
        after = 0
        written = job.rows.filter(verdict__in=[CREATE, UPDATE]).order_by("number").values_list(*columns)
        while rows := [Row(*found) for found in written.filter(number__gt=after)[:BATCH]]:
            after = rows[-1].number
            yield rows

    return batches


def _tell(job, kind, params, *, by):
    """Tell whoever imports; where nobody does (a nightly command), the administrators of the unit."""
    if job.by:
        people = [job.by]
    elif kind == "import_stopped" and job.unit:
        people = _administrators(job.unit)
    else:
        people = []
    url = job.get_absolute_url()
    notify_many([(person, job, params, url) for person in people], kind, by=by)


def _administrators(unit):
    above = UnitLink.objects.filter(descendant=unit).values("ancestor")
    held = UnitRole.objects.filter(permission__codename=Role.ADMINISTRATOR, content_object__in=above)
    held = held.filter(Q(ends_at=None) | Q(ends_at__gt=clock.Now()))
    return Person.objects.filter(pk__in=held.values("user"))
