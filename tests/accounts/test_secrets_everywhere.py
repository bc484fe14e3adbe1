"""Secrets are refused in every text field of the register, page and API; vault item ids and UUIDs are not. REG-6

The fields are read from the forms and serializers behind the addresses of the matrix, so a new one cannot escape.
"""

import copy
from itertools import pairwise

import pytest
from django import forms
from django.urls import resolve
from rest_framework import serializers

from tests import matrix

pytestmark = pytest.mark.once

SARI = matrix.PEOPLE.index("sari")
SECRETS = ("password: hunter2-kopi", "pin: 123456")
SECRET_ADDRESS = "https://sari:rahasia@nusantara.example/"
NO_SECRETS = ("5f0e2c9a-7c11-4b0d-9a53-0b1c6f6f9b10", "ti3hgbtt5jbxfpcbyzfqgcnu4a")
# What the two refusals say, in no field of its own.
SAID = ("This looks like", "Part of this looks like")
# Words that are looked for and compared, and stored nowhere.
NOT_KEPT = {
    ("accounts_public:report_publicly", "homepage"): "only machines see and fill it, and what they send is dropped",
}
# The walk would be quiet about fields that it does not see.
LEAST = {"accounts": 60, "checklists": 20, "reports": 10}


def writes(one):
    """The methods by which Sari changes something at an address."""
    return [
        method
        for method in ("post", "patch")
        if method in one.expected and one.expected[method][SARI] in (200, 201, 302)
    ]


def is_of_the_register(one, address):
    view, _func = view_of(address)
    named = one.name.startswith(("accounts:", "accounts_public:"))
    return view.__module__.startswith("accounts") if one.is_api and view is not None else named


def body_of(one, cast):
    return dict(one.body(cast) if callable(one.body) else one.body or {})


def view_of(address):
    func = resolve(address).func
    return getattr(func, "cls", None) or getattr(func, "view_class", None), func


@pytest.mark.parametrize("room", matrix.rooms())
def test_secrets_are_refused_in_every_text(room, organisation):
    """Page and API alike; what only looks like one is taken. REG-6"""
    stage = matrix.Stage(organisation)
    wrong, tried = [], 0
    for one in matrix.rooms()[room]:
        address = one.address(stage.cast).partition("?")[0]
        for method in writes(one) if is_of_the_register(one, address) else ():
            body = body_of(one, stage.cast)
            for path, field in texts(stage, one, method, address, body):
                for secret in fitting(field):
                    tried += 1
                    status = hear(stage, one, method, put(body, path, secret)).status_code
                    if status != 400 and (one.name, path[-1]) not in NOT_KEPT:
                        wrong.append(f"{one.name} {method} takes a secret in {path}: {status}")
                # By turns, for each text costs an answer.
                harmless = NO_SECRETS[tried % 2]
                answer = hear(stage, one, method, put(body, path, harmless))
                if answer.status_code == 400 and any(words in answer.content.decode() for words in SAID):
                    wrong.append(f"{one.name} {method} refuses {harmless} in {path}")
    assert not wrong, "\n".join(wrong)
    if room in LEAST:
        assert tried >= LEAST[room]


def texts(stage, one, method, address, body):
    if one.is_api:
        view, func = view_of(address)
        return list(texts_of(serializer_of(view, func, method), body))
    return [((name,), field) for name, field in texts_of_page(stage, one, body)]


def hear(stage, one, method, body):
    client = stage.client(one, "sari")
    with matrix.undone():
        if one.is_api:
            return client.send(one.address(stage.cast), body, method=method)
        return getattr(client, method)(one.address(stage.cast), body)


def texts_of_page(stage, one, body):
    """(name, field) of every text on the page; where there is no page, the texts that are sent."""
    if "get" not in one.expected or one.expected["get"][SARI] != 200:
        return [(name, None) for name, value in body.items() if isinstance(value, str) and not value.startswith("20")]
    with matrix.undone():
        context = stage.client(one, "sari").get(one.address(stage.cast)).context
    found = []
    for value in dict.fromkeys(flat(context)):
        for form in value.forms if hasattr(value, "management_form") else [value]:
            found += [
                (form.add_prefix(name), field)
                for name, field in form.fields.items()
                if isinstance(field, forms.CharField) and not isinstance(field, forms.EmailField)
            ]
    # Of many alike in a set of forms the first stands for all.
    return [(name, field) for name, field in found if "-" not in name or name.split("-")[1] == "0"]


def flat(context):
    for layer in context or ():
        for scope in layer.dicts if hasattr(layer, "dicts") else [layer]:
            for value in scope.values():
                if hasattr(value, "management_form") or (hasattr(value, "fields") and hasattr(value, "add_prefix")):
                    yield value


def fitting(field):
    """A secret that the field has room for; in an address, one that is an address."""
    if isinstance(field, forms.URLField | serializers.URLField):
        return [SECRET_ADDRESS]
    room = getattr(field, "max_length", None) or 1000
    return [secret for secret in SECRETS if len(secret) <= room][:1]


def serializer_of(view, func, method):
    """What a method of the API reads its body by."""
    name = getattr(func, "actions", {}).get(method, method)
    if name == "create":
        return view.create_serializer_class
    if name == "partial_update":
        return view.edit_serializer_class
    return getattr(getattr(view, name), "takes", None) or view.serializer_class


def texts_of(serializer, body, path=()):
    """(path, field) of every text that may be sent, also within lists and nested things."""
    for name, field in serializer().fields.items() if isinstance(serializer, type) else serializer.fields.items():
        if field.read_only:
            continue
        where, value = (*path, name), body.get(name) if isinstance(body, dict) else None
        if isinstance(field, serializers.ListSerializer):
            if value:
                yield from texts_of(field.child, value[0], (*where, 0))
        elif isinstance(field, serializers.Serializer):
            yield from texts_of(field, value or {}, where)
        elif isinstance(field, serializers.ListField) and isinstance(field.child, serializers.CharField):
            yield (*where, 0), field.child
        elif isinstance(field, serializers.CharField) and not isinstance(field, serializers.EmailField):
            yield where, field


def put(body, path, value):
    """The body with a value at a path; what is missing on the way is made."""
    body = copy.deepcopy(body)
    place = body
    for step, following in pairwise(path):
        fresh = [None] if isinstance(following, int) else {}
        if isinstance(place, list):
            place[step] = place[step] if place[step] is not None else fresh
        elif not place.get(step):
            place[step] = fresh
        place = place[step]
    if isinstance(place, list) and not place:
        place.append(None)
    place[path[-1]] = value
    return body


@pytest.mark.parametrize(
    ("body", "path", "wanted"),
    [
        ({}, ("a",), {"a": "x"}),
        ({"a": [{"b": 1}]}, ("a", 0, "b"), {"a": [{"b": "x"}]}),
        ({}, ("a", 0), {"a": ["x"]}),
        ({}, ("a", "b"), {"a": {"b": "x"}}),
    ],
)
def test_put(body, path, wanted):
    assert put(body, path, "x") == wanted
