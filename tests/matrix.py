"""Who hears what at every address: the table behind tests/test_matrix.py. PLT-4

A room says for each of its URL names and methods what seven people and one token hear, in this order:

    anonymous  oki   nia    rudi     andi     sari           gita      no_scope (API only)
    nobody     out-  plain  manager  auditor  administrator  inactive  sari's token without scopes

    row("clients:token_detail", of="token", get="302 404 200 404 200 200 302")
    row("api:token-revoke_token", of="token", post="401 404 200 404 403 200 401 403", body={"why": "Lost"})

`of` names a maker of the room: a function of the cast that gives the thing (its pk goes into the address) or a dict of
address parts. `body` is a dict or a function of the cast that gives one; on pages it is a form. Methods that a row does
not name must be answered 405. Things stand in Pangan, so that they are foreign to Oki: a row where he hears anything
but 403 or 404 says why in `open_to_all`. A URL name without a row fails.
"""

from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from people import actions
from people.models import Role
from tests.api import Program, token_of
from tests.cast import DOMAIN
from trail.actions import SYSTEM

PEOPLE = ("anonymous", "oki", "nia", "rudi", "andi", "sari", "gita")
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass
class Row:
    name: str
    of: str = ""
    path: str = ""
    body: Any = None
    open_to_all: str = ""
    expected: dict[str, list[int]] = field(default_factory=dict)
    makers: dict = field(default_factory=dict)

    @property
    def is_api(self):
        return self.name.startswith("api:") and self.name != "api:docs"

    @property
    def hearers(self):
        return (*PEOPLE, "no_scope") if self.is_api else PEOPLE

    def address(self, cast):
        if self.path:
            return self.path
        thing = self.thing(cast)
        parts = thing if isinstance(thing, dict) else {"pk": thing.pk} if thing else {}
        return reverse(self.name, kwargs=parts)

    def thing(self, cast):
        if not self.of:
            return None
        if self.of not in cast.things:
            cast.things[self.of] = self.makers[self.of](cast)
        return cast.things[self.of]


def row(name, *, of="", path="", body=None, open_to_all="", **methods):
    """Write one line of the table."""
    expected = {method: [int(status) for status in statuses.split()] for method, statuses in methods.items()}
    return Row(name, of, path, body, open_to_all, expected)


def rooms():
    """Every room's rows, by room."""
    found = {}
    for file in sorted((Path(__file__).parent / "matrix_rows").glob("[a-z]*.py")):
        room = import_module(f"tests.matrix_rows.{file.stem}")
        for one in room.ROWS:
            one.makers = getattr(room, "MAKERS", {})
        found[file.stem] = room.ROWS
    return found


def url_names(resolver=None, namespace=""):
    """Every URL of the project by its full name; one without a name is given as its route."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or f"unnamed {pattern.pattern}")
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from url_names(pattern, inner)


class Stage:
    """The cast before the doors; what a request changes is undone after it."""

    def __init__(self, organisation):
        self.cast = organisation
        self.cast.things = {}
        self.cast.gita = actions.add_person(
            name="Gita Lestari", email=f"gita@{DOMAIN}", unit=organisation.root, by=SYSTEM
        )
        actions.grant_role(self.cast.gita, organisation.root, Role.ADMINISTRATOR, reason="Was here", by=SYSTEM)
        self.clients = {
            (kind, strict): kind(raise_request_exception=False, enforce_csrf_checks=strict)
            for kind in (Client, Program)
            for strict in (False, True)
        }
        self.keys = {name: self.keys_of(name) for name in PEOPLE[1:]}
        self.keys["no_scope"] = SimpleNamespace(token=self.token_without_scopes())
        # Not through the action: a session and a token that were left behind open nothing either.
        type(self.cast.gita).objects.filter(pk=self.cast.gita.pk).update(is_active=False)

    def token_without_scopes(self):
        """Not through the action, which wants at least one."""
        token, text = token_of(self.cast.sari)
        type(token).objects.filter(pk=token.pk).update(scopes=[])
        return text

    def keys_of(self, name):
        person = getattr(self.cast, name)
        browser = Client()
        browser.force_login(person)
        return SimpleNamespace(token=token_of(person)[1], session=browser.cookies[settings.SESSION_COOKIE_NAME].value)

    def client(self, one, name, enforce_csrf_checks=False):
        """Give a program or a browser that is this person and nobody before; the middleware is loaded once."""
        keys = self.keys.get(name)
        client = self.clients[Program if one.is_api else Client, enforce_csrf_checks]
        client.cookies = SimpleCookie()
        client.defaults.pop("HTTP_AUTHORIZATION", None)
        if keys and one.is_api:
            client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {keys.token}"
        elif keys:
            client.cookies[settings.SESSION_COOKIE_NAME] = keys.session
        return client

    def hear(self, one, method, name, **options):
        """Ask as one of the people and give the answer; nothing of it stays."""
        address, body = one.address(self.cast), one.body(self.cast) if callable(one.body) else one.body
        client = self.client(one, name, **options)
        with undone():
            if method == "get":
                return client.get(address)
            if one.is_api and not has_file(body):
                return client.send(address, body, method=method)
            return getattr(client, method)(address, body or {} if method == "post" else "")


def has_file(body):
    return any(hasattr(value, "read") for value in (body or {}).values())


class undone(transaction.Atomic):
    """A transaction that is always rolled back, and that actions take for the test's own."""

    def __init__(self):
        super().__init__(using=None, savepoint=True, durable=False)
        self._from_testcase = True

    def __exit__(self, *raised):
        transaction.set_rollback(True)
        super().__exit__(*raised)
