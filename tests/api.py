"""A program at the API door: `api_client(sari)` is a Django client with a token of hers."""

import json
from datetime import timedelta

from django.test import Client

from clients import actions
from doors.api import scopes
from trail import clock


def token_of(person, *, wanted=None, days=30, client="Test program"):
    """Make a token with the wanted scopes, or with all; returns the token and its text."""
    wanted = [scope for scope, _words in scopes.choices()] if wanted is None else wanted
    expires_at = clock.now() + timedelta(days=days)
    return actions.create_token(person, client=client, scopes=wanted, expires_at=expires_at, by=person)


def api_client(person, **options):
    """Give a client that sends JSON with a token of this person."""
    _token, text = token_of(person, **options)
    return Program(headers={"Authorization": f"Bearer {text}"})


class Program(Client):
    """A client that speaks JSON."""

    def send(self, path, body=None, *, method="post", **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes | str) else json.dumps(body or {})
        return self.generic(method.upper(), path, data, "application/json", headers=headers)
