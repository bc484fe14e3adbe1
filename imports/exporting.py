"""Going on with exports: slice after slice to a file, never losing the place, never outliving a right. PLT-8"""

import fcntl
import hashlib
import logging
import os
import time
import uuid
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from imports import actions
from imports.models import Export
from imports.permissions import rights_of
from imports.xlsx import TooManyRows
from trail import clock
from trail.actions import SYSTEM
from trail.errors import Refused

log = logging.getLogger(__name__)
SECONDS = 20
SLICE = 1000
LEASE = timedelta(seconds=60)
ORPHANED = timedelta(days=8)


def export_due():
    """Go on with one waiting export for at most 20 seconds; called every two seconds."""
    now = clock.now()
    job = Export.objects.working().free(now).select_related("by").order_by("pk").first()
    if job is not None and (lease := _take(job, now)):
        with translation.override(job.by.language):
            go_on(job, lease, until=time.monotonic() + SECONDS)


def go_on(job, lease, *, until=None):
    """Write what is left. Whatever refuses ends in `failed` with its reason; a database away is tried again."""
    try:
        _write(job, lease, until)
    except (OperationalError, InterfaceError):
        raise
    except (PermissionDenied, BadRequest):
        _fail(job, _("You may not export this any more."))
    except TooManyRows:
        _fail(job, _("Excel holds 1,048,576 rows at most. Narrow the list, or export it as CSV or JSON Lines."))
    except Refused as refusal:
        _fail(job, refusal.message)
    except OSError as error:
        log.exception("export %s cannot be written", job.pk)
        _fail(
            job,
            _("The disk of the server refused it (%(reason)s). Tell an administrator.") % {"reason": error.strerror},
        )
    except Exception:
        # our own mistake, which trying again would only repeat
        log.exception("export %s cannot go on", job.pk)
        _fail(job, _("Dewan made a mistake. An administrator finds it in the log."))
    finally:
        Export.objects.filter(pk=job.pk, leased_by=lease).update(leased_by=None, lease_until=None)


def clean_up():
    """Forget files that are past their week, cancelled or failed, and those no row knows of."""
    now = clock.now()
    for job in Export.objects.filter(status="ready", expires_at__lte=now).order_by("expires_at")[:100]:
        actions.expire_export(job, by=SYSTEM)
    folder = _folder()
    if not folder.is_dir():
        return
    kept = {str(key) for key in Export.objects.filter(status__in=["writing", "ready"]).values_list("key", flat=True)}
    for path in folder.iterdir():
        if path.name.split(".")[0] not in kept:
            path.unlink(missing_ok=True)


def _write(job, lease, until):
    person = job.by
    if not person.is_active or person.status == "left":
        raise PermissionDenied
    job.exporter.check(person)
    rights = rights_of(person)
    if rights != job.rights:
        # what was written under other rights is thrown away
        job.rights, job.place, job.done = rights, {}, 0
    with _held(job) as part:
        if part is None:
            return
        if not _go_to(part, job.place.get("bytes", 0)):
            job.place, job.done = {}, 0
        while True:
            finished = _slice(job, part, lease)
            if finished is None:
                return
            if finished:
                break
            if until is not None and time.monotonic() > until:
                return
        job.encoder.finish(job.part, job.path, str(job.exporter.label), job.exporter.columns, job.place["format"])
    with job.path.open("rb") as whole:
        digest = hashlib.file_digest(whole, "sha256").hexdigest()
    actions.finish_export(job, by=SYSTEM, size=job.path.stat().st_size, sha256=digest)


def _slice(job, part, lease):
    """Append up to 1,000 rows and write the place down: True when none is left, None when the lease was lost."""
    encoder, columns = job.encoder, job.exporter.columns
    place = {"format": {}, "after": 0, "bytes": 0} | job.place
    body = b"" if job.place else encoder.begin(columns, place["format"])
    seen = job.exporter.seen(job.by, QueryDict(job.query))
    keys = list(seen.filter(pk__gt=place["after"]).order_by("pk").values_list("pk", flat=True)[:SLICE])
    if keys:
        model = seen.model
        things = seen.filter(pk__gt=place["after"], pk__lte=keys[-1]).order_by(model._meta.pk.name)
        rows = list(job.exporter.rows(things))
        body += encoder.rows(columns, rows, place["format"])
        place["after"] = keys[-1]
    part.write(body)
    part.flush()
    os.fsync(part.fileno())
    place["bytes"] = part.tell()
    mine = Export.objects.working().filter(pk=job.pk, leased_by=lease)
    done = job.done + len(keys)
    until = clock.now() + LEASE
    if not mine.update(place=place, done=done, total=max(job.total, done), rights=job.rights, lease_until=until):
        return None
    job.place, job.done = place, done
    return len(keys) < SLICE


@contextmanager
def _held(job):
    """The file of what is written so far, or None while another process, dead to the database only, has it."""
    folder = _folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(job.part, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as part:
        try:
            fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        yield part


def _go_to(part, place):
    """Go on where the row says; whether the file is that long."""
    is_whole = os.fstat(part.fileno()).st_size >= place
    part.truncate(place if is_whole else 0)
    part.seek(0, os.SEEK_END)
    return is_whole


def _take(job, now):
    lease = uuid.uuid4()
    mine = Export.objects.working().free(now).filter(pk=job.pk)
    if mine.update(leased_by=lease, lease_until=now + LEASE):
        job.refresh_from_db()
        return lease
    return None


def _fail(job, reason):
    job.refresh_from_db()
    if job.status == Export.Status.WRITING:
        actions.fail_export(job, by=SYSTEM, reason=reason)
    job.part.unlink(missing_ok=True)


def _folder():
    return Path(settings.DATA_DIR) / "exports"
