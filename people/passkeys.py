"""Passkeys (WebAuthn): ask the browser, check what it answers. PLT-3

The questions wait in the session, each for one answer and five minutes. They are bound to the host of BASE_URL, so
that an answer given to another site, or to a bare IP address, counts for nothing.
"""

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
)

from people.models import Factor, FactorKind

log = logging.getLogger(__name__)
STATE = "passkey_asked"
LASTS = timedelta(minutes=5)
LONGEST = 20_000


class NotProven(Exception):
    """The answer does not show what was asked for; why stands in the log."""


@dataclass(frozen=True)
class NewPasskey:
    """What a browser has made: `is_alone` when it opens the door without a password."""

    credential: str
    public_key: bytes
    sign_count: int
    is_alone: bool
    is_synced: bool


@dataclass(frozen=True)
class Proof:
    """Which passkey has answered; `is_verified` when it looked at a finger, a face or a PIN."""

    factor: Factor
    sign_count: int
    is_verified: bool


def are_possible(request):
    """Browsers make passkeys for a name on https, and for localhost; not for an IP address."""
    host = urlsplit(f"//{request.get_host()}").hostname
    return host == settings.HOST and not _is_number(host) and (request.is_secure() or host == "localhost")


def ask_new(request, person, issuer, *, now):
    """What the browser needs to make a passkey of this person, as JSON."""
    options, state = _server(issuer).register_begin(
        PublicKeyCredentialUserEntity(id=_handle(person), name=person.email or person.name, display_name=person.name),
        credentials=[_data(factor) for factor in _of(person)],
        resident_key_requirement="preferred",
        user_verification="preferred",
        extensions={"credProps": True},
    )
    _keep(request, "new", person, state, now)
    return json.dumps(dict(options))


def check_new(request, person, text, *, now):
    """The passkey that was made, or NotProven."""
    state = _asked(request, "new", person, now)
    with _doubt():
        given = _parse(text)
        made = _server().register_complete(state, RegistrationResponse.from_dict(given))
        rk = ((given.get("clientExtensionResults") or {}).get("credProps") or {}).get("rk")
        return NewPasskey(
            credential=websafe_encode(made.credential_data.credential_id),
            public_key=bytes(made.credential_data),
            sign_count=made.counter,
            is_alone=bool(rk and made.is_user_verified()),
            is_synced=made.is_backup_eligible(),
        )


def ask(request, person=None, *, now):
    """What the browser needs to prove one of this person's passkeys, or any at all, as JSON."""
    options, state = _server().authenticate_begin(
        None if person is None else [_data(factor) for factor in _of(person)],
        # alone it stands for the password as well
        user_verification="required" if person is None else "preferred",
    )
    _keep(request, "prove", person, state, now)
    return json.dumps(dict(options))


def check(request, text, person=None, *, now):
    """Which passkey has answered, or NotProven."""
    state = _asked(request, "prove", person, now)
    with _doubt():
        answer = AuthenticationResponse.from_dict(_parse(text))
        known = Factor.objects.filter(kind=FactorKind.PASSKEY).select_related("person")
        factor = known.filter(credential=websafe_encode(answer.raw_id)).first()
        if factor is None or not factor.person.is_active or (person is not None and factor.person_id != person.pk):
            raise NotProven("no such passkey of this person")
        handle = answer.response.user_handle
        if handle is not None and handle != _handle(factor.person):
            raise NotProven("the passkey says it is somebody else's")
        _server().authenticate_complete(state, [_data(factor)], answer)
        told = answer.response.authenticator_data
        return Proof(factor, told.counter, told.is_user_verified())


class _doubt:
    """Whatever a hostile answer breaks in the parser, it proves nothing."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, Exception):
            log.info("a passkey was refused: %s: %s", type(error).__name__, error)
            if not isinstance(error, NotProven):
                raise NotProven(str(error)) from error


def _server(name=""):
    rp = PublicKeyCredentialRpEntity(id=settings.HOST, name=name or settings.HOST)
    return Fido2Server(rp, verify_origin=_is_ours)


def _is_ours(origin):
    parts = urlsplit(origin)
    return parts.hostname == settings.HOST and (parts.scheme == "https" or settings.HOST == "localhost")


def _of(person):
    return Factor.objects.filter(person=person, kind=FactorKind.PASSKEY)


def _data(factor):
    return AttestedCredentialData(bytes(factor.public_key))


def _handle(person):
    """What a passkey keeps of its person: nothing that can be read."""
    return sha256(f"dewan person {person.pk}".encode()).digest()


def _keep(request, what, person, state, now):
    request.session[STATE] = {"what": what, "person": person and person.pk, "at": now.isoformat(), **state}


def _asked(request, what, person, now):
    """The question that waits in the session, taken out: it has one answer."""
    state = request.session.pop(STATE, None)
    if not state or (state["what"], state["person"]) != (what, person and person.pk):
        raise NotProven("nothing was asked")
    if not timedelta(0) <= now - datetime.fromisoformat(state["at"]) <= LASTS:
        raise NotProven("asked too long ago")
    return state


def _parse(text):
    if len(text) > LONGEST:
        raise NotProven("too long")
    given = json.loads(text)
    if not isinstance(given, dict):
        raise NotProven("not an object")
    return given


def _is_number(host):
    try:
        ip_address(host or "")
    except ValueError:
        return False
    return True
