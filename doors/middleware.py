"""What no door lets through, and what a refusal looks like on a page. PLT-2"""

import json

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from .api.parsing import too_large
from .api.problems import TITLES, problem_for, problem_response
from .errors import Answer, answer_to

API = "/api/"


def is_api(request) -> bool:
    return request.path_info.startswith(API)


class Door:
    """Answer under /api/ in JSON whatever happens, and show refusals of pages to the reader. Stands outermost."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_api(request):
            if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
                raise BadRequest("NUL in the address")
            return self.get_response(request)
        response = self.refuse(request) or self.get_response(request)
        if response.status_code >= 400 and "json" not in response.get("Content-Type", ""):
            return in_json(response)
        return response

    def refuse(self, request):
        """Refuse a body before it is read; files are measured by the view that takes them."""
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        length = request.META.get("CONTENT_LENGTH") or "0"
        is_form = request.content_type == "multipart/form-data"
        if limit and not is_form and length.isdigit() and int(length) > limit:
            with translation.override(translation.get_language_from_request(request)):
                answer, headers = problem_for(too_large(limit))
                return problem_response(answer, headers)
        return None

    def process_exception(self, request, exc):
        """Show a refusal of a page's action to the reader; 403 and 404 have their own pages."""
        if is_api(request):
            return None
        answer = answer_to(exc)
        if answer is None or answer.status in (403, 404):
            return None
        return refused_page(request, answer)


def refused_page(request, answer):
    """Answer a page: a toast where HTMX asked, else a page that says why and leads back."""
    if request.headers.get("HX-Request"):
        toast = {"toast": {"level": "error", "message": answer.message}}
        return HttpResponse(status=answer.status, headers={"HX-Trigger": json.dumps(toast), "HX-Reswap": "none"})
    title = TITLES.get(answer.status, TITLES[400])
    return render(request, "refused.html", {"answer": answer, "title": title}, status=answer.status)


def in_json(response):
    """Say an error page of Django as a problem, keeping the headers that matter."""
    status = response.status_code
    words = {
        400: _("The request cannot be read."),
        404: _("There is nothing here, or nothing that you may see."),
        500: _("This is our mistake and has been recorded. Nothing was changed."),
    }
    codes = {400: "bad_request", 403: "permission_denied", 404: "not_found", 500: "internal"}
    answer = Answer(status, codes.get(status, "refused"), words.get(status, str(TITLES.get(status, ""))))
    problem = problem_response(answer)
    for name, value in response.items():
        if name not in ("Content-Type", "Content-Length", "Content-Security-Policy"):
            problem[name] = value
    problem.cookies = response.cookies
    return problem
