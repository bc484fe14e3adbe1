"""What every answer carries, and who reads it. PLT-1 PLT-7"""

import zoneinfo

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from doors import errors, refusals

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)


class Compressed(GZipMiddleware):
    """Compress pages, with random padding, so that nobody learns a secret in them from their length.

    Answers of the API go as they are: compressing weakens the tags by which writers say what they saw.
    """

    def process_response(self, request, response):
        is_page = response.get("Content-Type", "").startswith("text/html")
        return super().process_response(request, response) if is_page else response


def headers(get_response):
    """Forbid everything a page of ours does not need, on every answer."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def reader(get_response):
    """Speak the reader's language and clock: `?lang=`, then the person's own, then the browser's.

    Stands after AuthenticationMiddleware; LocaleMiddleware has already read the cookie and Accept-Language.
    """
    known = {code for code, _name in settings.LANGUAGES}

    def middleware(request):
        asked = request.GET.get("lang")
        asked = asked if asked in known else None
        person = request.user if request.user.is_authenticated else None
        language = asked or getattr(person, "language", "") or translation.get_language()
        with translation.override(language if language in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            with timezone.override(zone(getattr(person, "time_zone", ""))):
                response = get_response(request)
        if "Content-Language" in response.headers or not response.streaming:
            response.headers["Content-Language"] = request.LANGUAGE_CODE
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if asked and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != asked:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                asked,
                max_age=365 * 24 * 3600,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            )
        return response

    return middleware


def zone(name):
    try:
        return zoneinfo.ZoneInfo(str(name)) if name else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None


class Refusals:
    """Refuse what no database takes (a NUL in path or query), and give every refusal a page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        query = request.META.get("QUERY_STRING", "")
        is_unreadable = "\x00" in request.path or "%00" in query or "\x00" in query
        if is_unreadable and not refusals.is_api(request):
            raise BadRequest(_("The address contains a character that cannot be read."))
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            page = refusals.page(request, 405)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request, exception):
        """Answer a refusal of an action that no view has caught; Django answers its own by the handlers."""
        if isinstance(exception, PermissionDenied | Http404 | SuspiciousOperation | BadRequest):
            return None
        answer = errors.answer_to(exception)
        if answer is None:
            return None
        # A refusal that knows its thing leads back to it.
        where = getattr(getattr(exception, "thing", None), "get_absolute_url", None)
        return refusals.page(request, answer.status, detail=answer.message, back=where() if where else "")
