"""Pages of exports: at once when short, otherwise written while one does something else, and found again. PLT-8"""

from django.core.exceptions import BadRequest
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from doors.lists import page
from doors.toasts import say
from imports import actions
from imports.export_kinds import export_kind, export_kinds
from imports.exports import FORMATS, RESPONSES
from imports.models import Export
from imports.views.incoming import under_way
from trail import clock

# Up to so many rows a file comes at once.
AT_ONCE = 5000


def answer(request, kind, form):
    """A list as a file: at once when it is short, else the page that asks whether to have it written. GET writes nothing."""
    if form not in RESPONSES:
        raise Http404
    exporter = export_kind(kind)
    exporter.check(request.user)
    seen = exporter.seen(request.user, request.GET)
    if seen.order_by().values("pk")[: AT_ONCE + 1].count() > AT_ONCE:
        context = {"kind": kind, "exporter": exporter, "form": form, "format": FORMATS[form].label}
        context |= {"query": request.GET.urlencode(), "total": number_format(seen.count(), force_grouping=True)}
        return render(request, "imports/ask_export.html", context)
    name = actions.file_name(kind, form, clock.now()).removesuffix(f".{form}")
    things = seen.order_by("pk")
    return RESPONSES[form](name, exporter.columns, exporter.rows(things))


@require_safe
def export_people(request, form):
    """The people one sees, as a file that can be imported again. REG-10"""
    return answer(request, "people", form)


@require_safe
def export_list(request):
    """My exports, the newest first. PLT-8"""
    mine = Export.objects.visible_to(request.user)
    listing = page(request, mine, orderings={"created": ("created_at", "pk")}, default="-created")
    context = {"listing": listing, "under_way": under_way(request.user), "state": Export.Status}
    return render(request, "imports/export_list.html", context)


@require_safe
def files_under_way(request):
    """The moving part of both lists; it stops asking when nothing moves any more."""
    running = under_way(request.user)
    response = render(request, "imports/under_way.html", {"under_way": running})
    if not running:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def request_export(request):
    """Have a long list written. PLT-8"""
    kind, form = request.POST.get("kind"), request.POST.get("format")
    if kind not in {known.name for known in export_kinds()} or form not in FORMATS:
        raise BadRequest(_("There is no such export."))
    job = actions.request_export(kind, form, request.POST.get("query", ""), by=request.user)
    return redirect(job)


@require_safe
def export_detail(request, pk):
    """Where an export stands, and its file. PLT-8"""
    return render(request, "imports/export_detail.html", {"job": _visible(request, pk), "state": Export.Status})


@require_safe
def export_progress(request, pk):
    """The moving part of the page; once it stands still the page is loaded anew."""
    job = _visible(request, pk)
    response = render(request, "imports/export_progress.html", {"job": job})
    if job.status != Export.Status.WRITING:
        response["HX-Refresh"] = "true"
    return response


@require_safe
def download_export(request, pk):
    """The file, to its person only, who still has the rights it was written with. PLT-8"""
    job = _visible(request, pk)
    actions.check_download(job, by=request.user)
    return file_of(job)


@require_POST
def cancel_export(request, pk):
    """Stop it, or throw the file away."""
    actions.cancel_export(_visible(request, pk), by=request.user)
    say(request, _("The file is thrown away."))
    return redirect("imports:export_list")


def file_of(job):
    response = FileResponse(
        job.path.open("rb"), as_attachment=True, filename=job.filename, content_type=job.encoder.content_type
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _visible(request, pk):
    return get_object_or_404(Export.objects.visible_to(request.user).select_related("by"), pk=pk)
