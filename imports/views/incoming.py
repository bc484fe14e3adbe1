"""Pages of imports: upload, map, look, apply, and come back to it later. REG-10 PLT-8"""

import io

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doors.errors import form_status, shown_in
from doors.lists import page
from doors.toasts import say
from imports import actions
from imports.exports import csv_response
from imports.files import opener, sample
from imports.forms import ImportFilter, MapForm, RowFilter, UploadForm
from imports.models import Export, Import, ImportRow
from imports.permissions import kinds_for
from imports.readers import inspect
from imports.rows import UNCHANGED
from imports.rules import progress
from people.permissions import may, require

SAMPLE = 3
SHOWN = 50


@require_safe
def import_list(request):
    """Every import the reader may see, the newest first."""
    listing = page(
        request,
        Import.objects.visible_to(request.user).select_related("source", "by"),
        orderings={"created": ("created_at", "pk")},
        default="-created",
        filterset=ImportFilter,
    )
    context = {"listing": listing, "may_upload": kinds_for(request.user), "under_way": under_way(request.user)}
    return render(request, "imports/import_list.html", context)


def under_way(person):
    """What a machine is at for this person: imports they see and exports of their own, the oldest first. Two queries."""
    coming = Import.objects.visible_to(person).working().select_related("source").order_by("pk")[:SHOWN]
    going = Export.objects.visible_to(person).working().order_by("pk")[:SHOWN]
    return sorted([*coming, *going], key=lambda job: job.created_at)


@require_http_methods(["GET", "POST"])
def upload_import(request):
    """Take a file in and go on to its columns."""
    if not kinds_for(request.user):
        raise PermissionDenied(_("You may not import anything. Ask an administrator of the unit."))
    form = UploadForm(request.POST or None, request.FILES or None, person=request.user, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        wish = form.cleaned_data
        with shown_in(form):
            opened = opener_of(wish["file"])
            job = actions.upload_import(
                wish["kind"],
                opened,
                wish["file"].name,
                shape=inspect(opened),
                source=wish["source"],
                unit=wish["unit"],
                by=request.user,
            )
            return redirect("imports:map_import", job.pk)
    return render(request, "imports/upload_import.html", {"form": form}, status=form_status(form))


@require_safe
def import_detail(request, pk):
    """Where an import stands, what it would do row by row, and the next step."""
    job = _visible(request, pk)
    rows = ImportRow.objects.filter(job=job)
    listing = page(
        request,
        rows if request.GET.get("verdict") else rows.exclude(verdict=UNCHANGED),
        orderings={"number": ("number",)},
        default="number",
        filterset=RowFilter,
    )
    labels = {field.key: field.label for field in job.importer.fields}
    for row, cells in zip(listing.rows, job.importer.cells(listing.rows), strict=True):
        row.cells = cells
        row.doubts = [(labels.get(key, key), message) for key, message in row.warnings]
        row.faults = [(labels.get(key, key), message) for key, message in row.errors]
    context = {
        "job": job,
        "listing": listing,
        "missing": _missing(job),
        "percent": progress(job),
        "may_import": may(request.user, job.importer.permission, job),
        "state": Import.Status,
    }
    return render(request, "imports/import_detail.html", context)


@require_safe
def import_progress(request, pk):
    """The moving part of the page; once it stands still the page is loaded anew."""
    job = _visible(request, pk)
    response = render(request, "imports/progress.html", {"job": job, "percent": progress(job)})
    if job.status not in (Import.Status.CHECKING, Import.Status.APPLYING):
        response["HX-Refresh"] = "true"
    return response


@require_safe
def import_errors(request, pk):
    """All errors as a file, to be mended beside the original."""
    job = _visible(request, pk)
    rows = job.rows.filter(verdict="error").order_by("number").values_list("number", "errors")
    lines = ((number, key, message) for number, errors in rows.iterator() for key, message in errors)
    return csv_response(f"import-{job.pk}-errors", ("row", "field", "error"), lines)


@require_http_methods(["GET", "POST"])
def map_import(request, pk):
    """Say what each column means; well-known ones are filled in already."""
    job = _visible(request, pk)
    require(request.user, job.importer.permission, job)
    form = MapForm(request.POST or None, job=job)
    if request.method == "POST" and form.is_valid():
        with shown_in(form):
            actions.map_import(job, form.asked, by=request.user)
            return redirect(job)
    context = {"job": job, "form": form, "rows": _columns(job, form)}
    return render(request, "imports/map_import.html", context, status=form_status(form))


@require_POST
def choose_sheet(request, pk):
    """Read another sheet of the workbook."""
    job = _visible(request, pk)
    require(request.user, job.importer.permission, job)
    sheet = request.POST.get("sheet", "")
    actions.choose_sheet(job, sheet, shape=inspect(opener(job), None, sheet), by=request.user)
    return redirect("imports:map_import", job.pk)


@require_POST
def apply_import(request, pk):
    """Let it be written; a stopped one carries the number that was agreed to."""
    job = _visible(request, pk)
    agreed = request.POST.get("accept_drop", "")
    number = int(agreed) if agreed.isascii() and agreed.isdigit() and len(agreed) < 10 else None
    actions.apply_import(job, accept_drop=number, reason=request.POST.get("reason", ""), by=request.user)
    return redirect(job)


@require_POST
def cancel_import(request, pk):
    """Leave it be."""
    job = _visible(request, pk)
    actions.cancel_import(job, by=request.user)
    say(request, _("The import is cancelled. Nothing was changed."))
    return redirect("imports:import_list")


def opener_of(upload):
    """Something that opens an uploaded file afresh each time."""
    if hasattr(upload, "temporary_file_path"):
        return lambda: open(upload.temporary_file_path(), "rb")
    upload.seek(0)
    body = upload.read()
    return lambda: io.BytesIO(body)


def _visible(request, pk):
    seen = Import.objects.visible_to(request.user).select_related("source", "by", "unit")
    return get_object_or_404(seen, pk=pk)


def _missing(job):
    """The first of the things that would be ended."""
    if not (job.dropped and job.waits_for_a_person and job.importer.model):
        return []
    return list(job.importer.model.objects.filter(pk__in=job.dropped_keys[:SHOWN]).order_by("pk"))


def _columns(job, form):
    """Each column with the first values that stand in it."""
    samples = sample(job, SAMPLE)
    return [
        (bound, [cells[bound.label] for cells in samples if cells.get(bound.label)]) for bound in form.visible_fields()
    ]
