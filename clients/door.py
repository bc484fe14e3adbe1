"""The door of /api/: says which program changes something, and answers a repeated request once. PLT-2

A request with `Idempotency-Key` or `If-Match` is one action: what the view does joins it, so that the kept answer, the
locked row, the change and its trail entry stand or fall together.
"""

from contextlib import nullcontext
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from clients import rules
from clients.authentication import text_of, token_for
from clients.models import KeptAnswer
from doors.api.parsing import too_large
from doors.api.problems import Problem, invalid, problem_for, problem_response
from trail import clock
from trail.actions import action, came_from

UNSAFE = ("POST", "PATCH", "PUT", "DELETE")
KEPT_HEADERS = ("Content-Type", "ETag", "Location", "Content-Language")


class Undone(Exception):
    """Carries an answer out of an action whose work is taken back."""

    def __init__(self, response):
        self.response = response


class KeyTaken(Exception):
    """Somebody else reserved this key first."""


class ApiDoor:
    """Let programs in. Stands last, next to the view."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith("/api/") or request.method not in UNSAFE:
            return self.get_response(request)
        try:
            return self.answer(request)
        except Exception as exc:
            found = problem_for(exc)
            if found is None:
                raise
            return problem_response(*found)

    def answer(self, request):
        person, source = self.caller(request)
        key = request.META.get("HTTP_IDEMPOTENCY_KEY")
        with source:
            if person is None:
                # Nobody: the view says so.
                return self.get_response(request)
            if key is not None:
                return self.answer_once(request, key, by=person)
            if "HTTP_IF_MATCH" in request.META:
                return self.answer_whole(request, None, by=person)
            return self.get_response(request)

    def caller(self, request):
        """Give the person who asks, and where the trail says it came from."""
        if text_of(request) is not None:
            token = token_for(request)
            return (token.person, came_from(f"api token {token.client}")) if token else (None, nullcontext())
        return (request.user if request.user.is_authenticated else None), nullcontext()

    def answer_once(self, request, key, *, by):
        """Do it, or give the answer that was given when it was done."""
        if not rules.is_key(key):
            words = _("A key is 1 to 200 visible ASCII characters.")
            raise invalid("Idempotency-Key:", words, "malformed")
        wanted = KeptAnswer(
            principal=principal_of(request), key=key, fingerprint=fingerprint_of(request), kept_at=clock.now()
        )
        kept = self.kept(wanted)
        if kept is None:
            try:
                return self.answer_whole(request, wanted, by=by)
            except KeyTaken:
                kept = self.kept(wanted)
        if kept is None:
            raise Problem(409, "key_in_use", _("A request with this key is being answered. Ask again in a moment."))
        return again(kept, wanted)

    def kept(self, wanted):
        return KeptAnswer.objects.filter(principal=wanted.principal, key=wanted.key).first()

    def answer_whole(self, request, wanted, *, by):
        """Answer as one action, undone unless the answer is a success."""
        try:
            return one_action(self.get_response, request, wanted, by=by)
        except Undone as undone:
            return undone.response


@action
def one_action(get_response, request, wanted, *, by):
    """Answer a request and keep the answer, or leave no trace of it."""
    if wanted is not None:
        reserve(wanted)
    response = get_response(request)
    if not 200 <= response.status_code < 300:
        raise Undone(response)
    if wanted is not None:
        keep(wanted, response)
    return response


def reserve(wanted):
    """Take the key first of all: a second request with it waits here for the end of the first."""
    try:
        with transaction.atomic():
            wanted.save(force_insert=True)
    except IntegrityError:
        raise KeyTaken from None


def keep(kept, response):
    """Write a success down for whoever asks again."""
    kept.status = response.status_code
    kept.headers = {name: response[name] for name in KEPT_HEADERS if response.has_header(name)}
    kept.body = response.content
    kept.save(update_fields=["status", "headers", "body"])


def again(kept, wanted):
    """Give a kept answer again, or refuse another request under the same key."""
    if kept.fingerprint != wanted.fingerprint:
        raise Problem(409, "key_reused", _("This key was used for another request. Use a new key for each request."))
    return HttpResponse(bytes(kept.body), status=kept.status, headers={**kept.headers, "Idempotency-Replayed": "true"})


def principal_of(request) -> str:
    """Hash whoever asks: a token's header, or a session."""
    header = request.META.get("HTTP_AUTHORIZATION")
    who = f"token {header}" if header else f"session {request.session.session_key} {request.user.pk}"
    return sha256(who.encode(errors="surrogateescape")).hexdigest()


def fingerprint_of(request) -> str:
    """Hash what is asked for, files included."""
    address = (request.method, request.get_full_path(), request.content_type or "")
    parts = [part.encode(errors="surrogateescape") for part in address]
    if request.content_type != "multipart/form-data":
        try:
            return rules.fingerprint(*parts, request.body)
        except RequestDataTooBig:
            raise too_large(settings.DATA_UPLOAD_MAX_MEMORY_SIZE) from None
    parts += [f"{name}={value}".encode() for name, values in request.POST.lists() for value in values]
    for name, upload in request.FILES.items():
        whole = sha256()
        for chunk in upload.chunks():
            whole.update(chunk)
        upload.seek(0)
        parts += [name.encode(), (upload.name or "").encode(errors="surrogateescape"), whole.digest()]
    return rules.fingerprint(*parts)
