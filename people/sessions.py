"""Sessions that know whose they are: Django's, kept in our own table. `SESSION_ENGINE`. PLT-3"""

from datetime import datetime
from hashlib import sha256

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    """Writes beside a session's sealed contents what its list shows."""

    @classmethod
    def get_model_class(cls):
        # settings name this module before models are loaded
        from people.models import Session

        return Session

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.handle = handle_of(row.session_key)
        row.person_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.device, row.place = data.get("device", ""), data.get("place", "")
        row.signed_in_at, row.seen_at = _instant(data, "signed_in_at"), _instant(data, "seen_at")
        return row


def handle_of(session_key):
    """By what pages know a session; from it nobody gets at the key."""
    return sha256(f"session {session_key}".encode()).hexdigest()[:32]


def _instant(data, name):
    return datetime.fromisoformat(data[name]) if data.get(name) else None
