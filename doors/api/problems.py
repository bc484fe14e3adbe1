"""Every error of the API as problem details (RFC 9457), with the path of each bad field. PLT-2"""

from http import HTTPStatus

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from ..errors import Answer, Fault, answer_to

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: gettext_lazy("The request cannot be accepted"),
    401: gettext_lazy("Sign in or send a valid token"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("This method is not offered here"),
    406: gettext_lazy("This format is not offered here"),
    409: gettext_lazy("Not possible in the present state"),
    412: gettext_lazy("Changed meanwhile"),
    413: gettext_lazy("Too large"),
    415: gettext_lazy("This content type is not accepted here"),
    429: gettext_lazy("Too many requests"),
    500: gettext_lazy("Our mistake"),
    503: gettext_lazy("Try again in a moment"),
}

CODES = {
    400: "bad_request",
    403: "permission_denied",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    412: "stale",
    413: "too_large",
    500: "internal",
    503: "unavailable",
}


class Problem(exceptions.APIException):
    """An error raised by a door itself, with the faults it found."""

    def __init__(self, status, code, message, faults=(), headers=None):
        super().__init__(message, code)
        self.status_code, self.code, self.message = status, code, str(message)
        self.faults, self.headers = tuple(faults), headers or {}


def invalid(field, message, code="invalid") -> Problem:
    """Refuse one value by the place where it stands."""
    return Problem(400, "invalid", _("Some values cannot be accepted."), [Fault(field, code, str(message))])


def problem_for(exc) -> tuple[Answer, dict] | None:
    """Give the answer to an exception and the headers that belong to it."""
    if isinstance(exc, Problem):
        return Answer(exc.status_code, exc.code, exc.message, exc.faults), exc.headers
    if isinstance(exc, exceptions.ValidationError):
        faults = tuple(flatten(exc.get_full_details()))
        return Answer(400, "invalid", _("Some values cannot be accepted."), faults), {}
    if isinstance(exc, exceptions.APIException):
        return Answer(exc.status_code, _code(exc), _detail(exc)), _headers(exc)
    answer = answer_to(exc)
    headers = {"Retry-After": "5"} if answer and answer.status == 503 else {}
    return (answer, headers) if answer else None


def _code(exc):
    codes = exc.get_codes()
    return codes if isinstance(codes, str) else "invalid"


def _detail(exc):
    return str(exc.detail) if not isinstance(exc.detail, dict | list) else _("Some values cannot be accepted.")


def _headers(exc):
    headers = {}
    if getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = exc.auth_header
    if getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(exc.wait) + 1)
    return headers


def flatten(details, path=""):
    """Turn the framework's nested error details into faults with JSON pointers."""
    if is_message(details):
        yield Fault(path, str(details["code"]), str(details["message"]))
    elif isinstance(details, dict):
        for key, value in details.items():
            step = "" if key == "non_field_errors" else "/" + str(key).replace("~", "~0").replace("/", "~1")
            yield from flatten(value, path + step)
    elif isinstance(details, list):
        for index, value in enumerate(details):
            # A list holds either a field's messages or one dict per item of a list field.
            yield from flatten(value, path if is_message(value) else f"{path}/{index}")


def is_message(details) -> bool:
    return isinstance(details, dict) and set(details) == {"message", "code"} and isinstance(details["code"], str)


def body_of(answer: Answer) -> dict:
    """Write an answer as problem details."""
    body = {
        "type": f"/api/v1/docs/#problem-{answer.code}",
        "title": str(TITLES.get(answer.status) or HTTPStatus(answer.status).phrase),
        "status": answer.status,
        "code": answer.code,
        "detail": answer.message,
    }
    if answer.faults:
        body["errors"] = [
            {"field": fault.field, "code": fault.code, "message": fault.message} for fault in answer.faults
        ]
    return body


def handle(exc, context):
    """Answer an exception of an API view; None lets our own mistakes through to the log."""
    found = problem_for(exc)
    if found is None:
        return None
    set_rollback()
    answer, headers = found
    return Response(body_of(answer), status=answer.status, headers=headers, content_type=MEDIA_TYPE)


def problem_of(status, detail="") -> JsonResponse:
    """Answer with a bare status, said in words."""
    answer = Answer(status, CODES.get(status, "refused"), str(detail or TITLES.get(status, "")))
    return problem_response(answer)


def problem_response(answer: Answer, headers=None) -> JsonResponse:
    """Answer outside a view, from middleware."""
    return JsonResponse(body_of(answer), status=answer.status, headers=headers, content_type=MEDIA_TYPE)
