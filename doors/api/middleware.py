"""Under /api/ every answer is JSON, whatever happens before, beside or instead of a view. PLT-2"""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from .parsing import too_large
from .problems import problem_for, problem_of, problem_response

OF_THE_PAGE = ("content-type", "content-length", "content-security-policy")


class Door:
    """Refuse a body before it is read, and say Django's own error pages as problems. Stands outermost."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith("/api/"):
            return self.get_response(request)
        with translation.override(translation.get_language_from_request(request)):
            response = self.refuse(request) or self.get_response(request)
            if response.status_code >= 400 and "json" not in response.get("Content-Type", ""):
                return in_json(response)
        return response

    def refuse(self, request):
        """Refuse what is too large; files are measured by the view that takes them."""
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        length = request.META.get("CONTENT_LENGTH") or "0"
        is_form = request.content_type == "multipart/form-data"
        if is_form or not limit or not length.isdigit() or int(length) <= limit:
            return None
        return problem_response(*problem_for(too_large(limit)))


def in_json(response):
    """Say an error page as a problem, keeping the headers that matter."""
    problem = problem_of(response.status_code, words_for(response.status_code))
    for name, value in response.items():
        if name.lower() not in OF_THE_PAGE:
            problem[name] = value
    problem.cookies = response.cookies
    return problem


def words_for(status) -> str:
    words = {
        400: _("The request cannot be read."),
        404: _("There is nothing here, or nothing that you may see."),
        500: _("This is our mistake and has been recorded. Nothing was changed."),
    }
    return words.get(status, "")
