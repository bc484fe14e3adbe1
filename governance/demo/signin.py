"""How the people of the story sign in: an app, a passkey, a phone in the pocket. PLT-3"""

import secrets
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth import SESSION_KEY
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestedCredentialData

from notices import actions as notices
from people import actions, codes
from people.passkeys import NewPasskey
from people.sessions import SessionStore
from trail import clock


def plan(story):
    story.plan(320, lambda: _app(story.people["dewi"]))
    story.plan(210, lambda: _passkey(story.people["sari"], "Laptop kantor"))
    story.plan(35, lambda: _passkey(story.people["sari"], "Kunci biru"))
    story.plan(0, lambda: _elsewhere(story.people["sari"], "Chrome · Android", "103.28.12.*", hours=3), hour=0)


def _app(person):
    secret = codes.new_secret()
    actions.add_app(person, secret, codes.code_at(secret, codes.step_at(clock.now())), by=person)
    notices.read_all_notices(by=person)


def _passkey(person, name):
    """Kept nowhere: it is listed and can be removed, and opens nothing."""
    name_of_key = secrets.token_bytes(32)
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    made = NewPasskey(
        credential=websafe_encode(name_of_key),
        public_key=bytes(AttestedCredentialData.create(b"\0" * 16, name_of_key, public)),
        sign_count=0,
        is_alone=True,
        is_synced=False,
    )
    for code in actions.add_passkey(person, made, name, by=person)[:1]:
        actions.use_recovery_code(person, code, by=person)
    notices.read_all_notices(by=person)


def _elsewhere(person, device, place, *, hours):
    """A session in the list whose key nobody knows."""
    session, seen = SessionStore(), clock.now() - timedelta(hours=hours)
    session[SESSION_KEY] = str(person.pk)
    session["device"], session["place"] = device, place
    session["seen_at"], session["signed_in_at"] = seen.isoformat(), (seen - timedelta(days=2)).isoformat()
    session.create()
