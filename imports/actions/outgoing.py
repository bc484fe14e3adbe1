"""Have a file written out, end it, or leave it. PLT-8"""

from datetime import timedelta

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imports.export_kinds import export_kind
from imports.models import Export
from imports.permissions import rights_of
from notices.actions import notify
from people.models import Organisation
from people.permissions import require
from trail import clock
from trail.actions import action, move, record
from trail.errors import Refused

KEPT = timedelta(days=7)
AT_ONCE = 5
OTHER_RIGHTS = gettext_lazy("Your rights have changed since this file was written. Export it again.")


class Gone(Refused):
    """The file is no longer kept."""

    status = 410
    default = gettext_lazy("This file is no longer kept. Export it again.")


@action
def request_export(kind, format, query, *, by):
    """Have a long list written to a file that waits for its person. `query` is the list's filters as in an address."""
    exporter = export_kind(kind)
    exporter.check(by)
    if len(query) > 2000:
        raise BadRequest(_("These filters cannot be exported; open the list and try again."))
    if Export.objects.working().filter(by=by).count() >= AT_ONCE:
        raise Refused(_("Five files of yours are being written. Wait for one of them, or cancel it."))
    total = exporter.seen(by, QueryDict(query)).count()
    now = clock.now()
    job = Export.objects.create(
        kind=kind,
        format=format,
        query=query,
        by=by,
        filename=file_name(kind, format, now),
        rights=rights_of(by),
        total=total,
        created_at=now,
    )
    record(job, "request_export", by=by, after={"kind": kind, "format": format, "total": total}, names={"n": total})
    return job


@action
def finish_export(job, *, by, size, sha256):
    """The file is whole: say until when it is kept, and tell its person."""
    now = clock.now()
    move(job, "finish_export", by=by, names={"n": job.done}, finished_at=now, expires_at=now + KEPT, size=size,
         sha256=sha256)  # fmt: skip
    until = job.expires_at.isoformat()
    notify(job.by, "export_ready", job, by=by, url=job.get_absolute_url(), params={"rows": job.done, "until": until})
    return job


@action
def fail_export(job, *, by, reason):
    """Note why it could not be written."""
    move(job, "fail_export", by=by, why=reason, failure=str(reason), finished_at=clock.now())
    notify(job.by, "export_failed", job, by=by, url=job.get_absolute_url(), params={"message": str(reason)})
    return job


@action
def cancel_export(job, *, by):
    """Stop it, or throw the file away; the file itself goes with the next clean-up."""
    require(by, "cancel_export", job)
    move(job, "cancel_export", by=by)
    return job


@action
def expire_export(job, *, by):
    """Keep it no longer."""
    move(job, "expire_export", by=by)
    return job


def check_download(job, *, by):
    """Refuse a file that is not there, or that its person could not export now. Writes nothing."""
    require(by, "download_export", job)
    if job.status in (Export.Status.EXPIRED, Export.Status.CANCELLED):
        raise Gone
    if job.status != Export.Status.READY:
        raise Refused(_("The file is not written yet."))
    job.exporter.check(by)
    if rights_of(by) != job.rights:
        raise Refused(OTHER_RIGHTS)
    if job.expires_at <= clock.now() or not job.path.is_file():
        raise Gone


def file_name(kind, format, now):
    return f"{kind}-{Organisation.current().today(now):%Y-%m-%d}.{format}"
