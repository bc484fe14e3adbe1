"""What a refusal, a bad value or a missing thing is answered with, the same for pages and API. PLT-2

A refusal is any exception that carries `status` and `message`; the trail's do. This room imports nobody.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import Http404
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Fault:
    """One bad value: `field` is a JSON pointer into the body, `?name` in the query or `Name:` in the headers."""

    field: str
    code: str
    message: str


@dataclass(frozen=True)
class Answer:
    """A status with words for the reader."""

    status: int
    code: str
    message: str
    faults: tuple[Fault, ...] = ()


def answer_to(exc: BaseException) -> Answer | None:
    """Say what an exception means to the one who asked, or None when it is our own mistake."""
    if is_refusal(exc):
        return Answer(exc.status, _name_of(exc), str(exc.message))
    if isinstance(exc, ValidationError):
        return Answer(400, "invalid", _("Some values cannot be accepted."), tuple(faults_of(exc)))
    if isinstance(exc, PermissionDenied):
        return Answer(403, "permission_denied", str(exc) or _("Your role does not allow this."))
    if isinstance(exc, Http404):
        return Answer(404, "not_found", _("There is nothing here, or nothing that you may see."))
    return answer_to_database(exc)


def answer_to_database(exc: BaseException) -> Answer | None:
    """Say what the database's own refusal means; a missing value is our mistake and stays one."""
    if isinstance(exc, IntegrityError) and not is_missing_value(exc):
        log.warning("the database refused a write", exc_info=exc)
        return Answer(409, "conflict", _("This contradicts what is already recorded. Look at it again, then retry."))
    if isinstance(exc, DataError | OverflowError):
        return Answer(400, "invalid", _("A value is too large or of the wrong kind."))
    if isinstance(exc, OperationalError | InterfaceError):
        log.error("the database did not answer", exc_info=exc)
        return Answer(503, "unavailable", _("Nothing was changed. Please try again in a moment."))
    return None


def is_refusal(exc: BaseException) -> bool:
    return isinstance(getattr(exc, "status", None), int) and hasattr(exc, "message")


def _name_of(exc):
    """Give IllegalMove the code illegal_move."""
    return re.sub("(?<=[a-z])(?=[A-Z])", "_", type(exc).__name__).lower()


def is_missing_value(exc: IntegrityError) -> bool:
    """Tell a NOT NULL violation on either engine."""
    cause = exc.__cause__
    return getattr(cause, "pgcode", None) == "23502" or str(exc).startswith("NOT NULL")


def faults_of(exc: ValidationError) -> Iterator[Fault]:
    """List the faults of a Django validation error with the path of their field."""
    if not hasattr(exc, "error_dict"):
        yield from (_fault("", error) for error in exc.error_list)
        return
    for field, errors in exc.error_dict.items():
        pointer = "" if field == NON_FIELD_ERRORS else f"/{field}"
        yield from (_fault(pointer, error) for error in errors)


def _fault(pointer: str, error: ValidationError) -> Fault:
    return Fault(pointer, error.code or "invalid", " ".join(str(message) for message in error.messages))


@contextmanager
def shown_in(form):
    """Put what an action refuses at the form, where the reader typed it, instead of on a page of its own."""
    try:
        yield
    except PermissionDenied:
        raise
    except Exception as exc:
        answer = answer_to(exc)
        if answer is None or answer.status not in (400, 409, 412):
            raise
        form.refused_with = answer.status
        for fault in answer.faults or (Fault("", answer.code, answer.message),):
            name = fault.field.strip("/")
            form.add_error(name if name in form.fields else None, fault.message)


def form_status(form) -> int:
    """Give the status of a page that shows this form again."""
    return getattr(form, "refused_with", 400 if form.errors else 200)
