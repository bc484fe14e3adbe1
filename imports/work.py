"""Going on with imports: check in slices, apply in one transaction, never lose the place. REG-10 PLT-8"""

import logging
import time
import uuid
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from imports import actions
from imports.checking import ERROR, Seen, checked_slices, count, no_such_row
from imports.files import opener
from imports.models import Import, ImportPart, ImportRow
from imports.readers import FileRefused, Shape
from trail import clock
from trail.actions import SYSTEM
from trail.errors import Refused

log = logging.getLogger(__name__)
SECONDS = 20
LEASE = timedelta(seconds=60)
REFUSALS = (FileRefused, Refused, PermissionDenied, ValidationError, IntegrityError)


def work_due():
    """Go on with one waiting import for at most 20 seconds; called every two seconds."""
    now = clock.now()
    job = Import.objects.working().free(now).order_by("pk").first()
    if job is not None and (lease := take(job)):
        language = job.by.language if job.by else None
        with translation.override(language):
            go_on(job, lease, until=time.monotonic() + SECONDS)


def take(job):
    """Hold an import for a minute, renewed with every slice; None when somebody else was faster."""
    lease, now = uuid.uuid4(), clock.now()
    mine = Import.objects.working().free(now).filter(pk=job.pk)
    if mine.update(leased_by=lease, lease_until=now + LEASE):
        job.refresh_from_db()
        return lease
    return None


def go_on(job, lease, *, until=None):
    """Check what is left, then do what the state asks for. Whatever refuses ends in `failed` with its reason."""
    try:
        if check(job, lease, until=until):
            settle(job)
    except (OperationalError, InterfaceError):
        # the database is away: the next worker goes on from the last slice
        raise
    except REFUSALS as refusal:
        actions.fail_import(job, reason=reason_of(refusal), by=job.actor)
    except Exception:
        # our own mistake, which trying again would only repeat
        log.exception("import %s cannot go on", job.pk)
        actions.fail_import(job, reason=_("Dewan made a mistake. An administrator finds it in the log."), by=job.actor)
    finally:
        Import.objects.filter(pk=job.pk, leased_by=lease).update(leased_by=None, lease_until=None)


def check(job, lease=None, *, until=None):
    """Stage and check rows from where the last worker stopped; whether the end was reached.

    Each slice is one short transaction that writes its rows and the place together.
    """
    if not job.read:
        _delete(ImportRow.objects.filter(job=job))
    seen = Seen(job.rows.order_by("number").values_list("number", "keys", "needs").iterator())
    slices = checked_slices(job, opener(job), Shape(**job.shape), seen, skip=job.read)
    for rows in slices:
        _stage(job, rows, lease)
        if until is not None and time.monotonic() > until:
            return False
    _answer(job, seen)
    return True


def settle(job):
    """All rows are checked: ask, stop, or write, as the state and the findings say."""
    actions.weigh_import(job, by=job.actor)
    if job.status == Import.Status.APPLYING:
        actions.finish_import(job, by=job.actor)


def reason_of(refusal):
    """Words for whatever refused."""
    if isinstance(refusal, IntegrityError):
        return actions.MEANWHILE
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    return str(getattr(refusal, "message", refusal))


def clean_up():
    """Forget the rows and files of imports that are over, and imports nobody went on with for 30 days."""
    now = clock.now()
    old = Import.objects.filter(
        status__in=["uploaded", "checked", "stopped", "failed"], created_at__lt=now - timedelta(days=30)
    )
    for job in old.order_by("pk")[:50]:
        actions.cancel_import(job, by=SYSTEM)
    over = Import.objects.filter(status__in=["applied", "cancelled"])
    for rows in (ImportRow.objects.filter(job__in=over), ImportPart.objects.filter(job__in=over)):
        _delete(rows)


def _stage(job, rows, lease):
    found = count(rows)
    with transaction.atomic():
        held = Import.objects.working().filter(pk=job.pk, read=job.read, leased_by=lease)
        moved = held.update(
            read=F("read") + len(rows),
            done=rows[-1].number,
            lease_until=None if lease is None else clock.now() + LEASE,
            **{name: F(name) + number for name, number in found.items()},
        )
        if not moved:
            raise Refused(actions.MEANWHILE)
        ImportRow.objects.bulk_create(
            ImportRow(
                job=job,
                number=row.number,
                verdict=row.verdict,
                values=row.values if row.verdict != "unchanged" else {},
                errors=row.errors,
                warnings=row.warnings,
                keys=row.keys,
                needs=row.needed,
                target=row.target,
            )
            for row in rows
        )
    job.refresh_from_db(fields=["read", "done", *found])


def _answer(job, seen):
    """References to rows that never came are errors of the rows that made them."""
    for number, field, value in seen.unanswered():
        with transaction.atomic():
            row = ImportRow.objects.get(job=job, number=number)
            error = [field, no_such_row(value)]
            if error not in row.errors:
                if row.verdict != ERROR:
                    counter = {"create": "created", "update": "updated", "unchanged": "unchanged"}[row.verdict]
                    Import.objects.filter(pk=job.pk).update(errors=F("errors") + 1, **{counter: F(counter) - 1})
                ImportRow.objects.filter(pk=row.pk).update(verdict=ERROR, errors=[*row.errors, error])
    job.refresh_from_db()


def _delete(rows):
    """In steps, so that nobody waits long for SQLite's one writer."""
    while keys := list(rows.values_list("pk", flat=True)[:2000]):
        rows.model.objects.filter(pk__in=keys).delete()
