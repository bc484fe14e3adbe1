"""Refusals as pages: what happened, and what to do. Problems of the API are told in doors.errors. PLT-7"""

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def texts(status):
    """Return (title, what to do) for a status."""
    return {
        400: (_("We could not read this request"), _("Check the address or go back and try again.")),
        403: (_("This is not yours to do"), _("You may see it, but another role decides here. Ask an administrator.")),
        404: (_("Nothing here"), _("It does not exist, or it is not shown to you. Check the address.")),
        405: (_("This address does not work that way"), _("Go back and use the button on the page.")),
        409: (_("This has moved on"), _("Somebody was quicker, or the state has changed. Open it again to see.")),
        412: (_("Somebody changed this meanwhile"), _("Open it again, look at the change and repeat yours.")),
        413: (_("This is too large"), _("Send a smaller file or split it.")),
        429: (_("Too many tries"), _("Wait a little before you try again.")),
        500: (_("Something broke on our side"), _("Nothing was saved. It has been logged; try again in a moment.")),
        503: (_("Not available right now"), _("Nothing was saved. Try again in a minute.")),
    }[status]


def is_api(request):
    return request.path.startswith("/api/")


def page(request, status, title="", detail="", *, back=""):
    """Answer a refusal inside the frame, or as a problem document to the API."""
    usual_title, usual_detail = texts(status)
    title, detail = str(title or usual_title), str(detail or usual_detail)
    if is_api(request):
        from doors.api.problems import problem_of

        return problem_of(status, detail)
    if status >= 500:
        return bare(title, detail, status)
    user = getattr(request, "user", None)
    frame = "base.html" if user is not None and user.is_authenticated else "public.html"
    context = {"base": frame, "status": status, "title": title, "detail": detail, "back": back}
    name = "errors/fragment.html" if request.headers.get("HX-Request") else "errors/problem.html"
    return HttpResponse(render_to_string(name, context, request), status=status)


def bad_request(request, exception):
    if isinstance(exception, RequestDataTooBig):
        return page(request, 413)
    return page(request, 400, detail=str(exception) if isinstance(exception, BadRequest) else "")


def forbidden(request, exception):
    return page(request, 403, detail=str(exception))


def not_found(request, exception):
    # A Resolver404 carries our URL list; only a plain text written for the reader is shown.
    said = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    return page(request, 404, detail="" if said.startswith("No ") else said)


def broken(request):
    """Answer 500 without asking the database or the frame for anything."""
    return page(request, 500)


def bare(title, detail, status):
    """A page without the frame, whose questions the database could not answer now."""
    return HttpResponse(render_to_string("errors/bare.html", {"title": title, "detail": detail}), status=status)


def csrf(request, reason=""):
    """Say how to repeat a form whose token is missing or old."""
    return page(
        request, 403, _("This form is too old"), _("Go back, load the page again and repeat; nothing was saved.")
    )
