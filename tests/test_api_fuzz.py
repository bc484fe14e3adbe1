"""Schemathesis over the whole OpenAPI document, in process, as an administrator. PLT-2, robust.md bad input

Half of the requests name things that exist. `--hypothesis-seed=…` (printed) repeats a run; `--deep` takes off the cap.
"""

import json

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test.utils import override_settings
from django.urls import resolve
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from doors.api.schema import document
from tests import matrix
from tests.api import token_of

pytestmark = pytest.mark.mostly_postgresql
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]
CAP = 8


def operations():
    """Every operation of the document; the token is ours, so that no other is made up."""
    raw = json.loads(json.dumps(document(), default=str))
    for paths in raw["paths"].values():
        for operation in paths.values():
            operation.pop("security", None)
    described = schemathesis.openapi.from_dict(raw)
    described.app = get_wsgi_application()
    return [found.ok() for found in described.get_all_operations()]


@pytest.fixture
def things(organisation):
    """One thing of every room that the matrix knows: model label → pk."""
    organisation.things = {}
    found = {"people.person": organisation.nia.pk, "people.unit": organisation.pangan.pk}
    for rows in matrix.rooms().values():
        for one in rows:
            thing = one.thing(organisation)
            if hasattr(thing, "_meta"):
                found[thing._meta.label_lower] = thing.pk if isinstance(thing.pk, int) else str(thing.pk)
    return found


@pytest.fixture(autouse=True)
def connection_stays_open():
    """As Django's own test client has it: a request does not end the test's transaction."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


def model_of(operation):
    """The model whose id stands in an operation's path; a plain view below a thing leaves it to the thing's own."""
    if "{id}" not in operation.path:
        return None
    view = resolve(operation.path.replace("{id}", "1")).func
    if not hasattr(view.cls, "model"):
        view = resolve(f"{operation.path.partition('{id}')[0]}1/").func
    return view.cls.model._meta.label_lower


def with_real_things(body, schema, things):
    """Put ids that exist where a body names a thing."""
    if not isinstance(body, dict):
        return body
    properties = schema.get("properties", {})
    return {
        key: things.get(properties.get(key, {}).get("x-thing"), value) if isinstance(value, int) else value
        for key, value in body.items()
    }


def body_schema(operation):
    raw = document()["paths"][operation.path][operation.method].get("requestBody", {}).get("content", {})
    reference = next(iter(raw.values()), {}).get("schema", {}).get("$ref", "")
    return document()["components"]["schemas"].get(reference.rsplit("/", 1)[-1], {})


@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.label)
def test_no_request_breaks_the_contract(operation, organisation, things):
    """No 500, every answer as the document says, bad data refused. PLT-2"""
    _token, text = token_of(organisation.sari)
    thing, schema = things.get(model_of(operation)), body_schema(operation)
    cases = st.one_of(
        operation.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE),
        operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE),
    )

    @given(case=cases, is_real=st.booleans())
    @settings(max_examples=limit())
    def ask(case, is_real):
        if is_real and thing is not None:
            case.path_parameters = {**case.path_parameters, "id": thing}
        if is_real:
            case.body = with_real_things(case.body, schema, things)
        with matrix.undone():
            response = case.call(headers={"Authorization": f"Bearer {text}"})
        # With real things put in, a bad request may have become a good one.
        checks = [check for check in CHECKS if not (is_real and check is negative_data_rejection)]
        case.validate_response(response, checks=checks)

    with override_settings(ALLOWED_HOSTS=["*"]):
        ask()


def limit():
    """The profile's number of examples: capped in the daily run."""
    examples = settings.default.max_examples
    return examples if examples > 100 else CAP
