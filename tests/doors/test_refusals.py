"""A refusal says what happened and what to do, in the frame, whatever went wrong. PLT-7"""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.http import Http404

from doors import middleware, refusals
from trail.errors import IllegalMove


@pytest.fixture
def request_of(rf):
    def request_of(path="/", **more):
        request = rf.get(path, **more)
        request.user = AnonymousUser()
        request.resolver_match = None
        return request

    return request_of


@pytest.mark.django_db
@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 412, 413, 429, 500, 503])
def test_page_of_a_refusal(request_of, status):
    response = refusals.page(request_of(), status)
    title, todo = refusals.texts(status)
    assert response.status_code == status
    assert f"<h1>{title}</h1>" in response.content.decode()
    assert todo in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("handler", "exception", "status", "says"),
    [
        (refusals.bad_request, BadRequest("Sort by something else."), 400, "Sort by something else."),
        (refusals.bad_request, RequestDataTooBig("internals"), 413, "Send a smaller file"),
        (refusals.forbidden, PermissionDenied("Only the owner."), 403, "Only the owner."),
        (refusals.not_found, Http404("It was closed in March."), 404, "It was closed in March."),
        (refusals.not_found, Http404("No Account matches the given query."), 404, "it is not shown to you"),
        (refusals.not_found, Http404({"tried": ["secret"]}), 404, "it is not shown to you"),
    ],
)
def test_handlers(request_of, handler, exception, status, says):
    response = handler(request_of(), exception)
    assert response.status_code == status
    assert says in response.content.decode()
    assert "internals" not in response.content.decode()


@pytest.mark.django_db
def test_what_is_said_is_escaped(request_of):
    assert "<i>bad</i>" not in refusals.bad_request(request_of(), BadRequest("<i>bad</i>")).content.decode()


def test_htmx_hears_a_fragment(request_of):
    body = refusals.page(request_of(headers={"hx-request": "true"}), 409).content.decode()
    assert body.startswith('<div class="note over"')


def test_api_hears_a_problem(request_of):
    response = refusals.page(request_of("/api/v1/accounts"), 404)
    assert response["Content-Type"] == "application/problem+json"


def test_broken_page_asks_nobody(request_of):
    """Without the database mark a query would fail the test."""
    assert refusals.broken(request_of()).status_code == 500
    assert refusals.page(request_of(), 503).status_code == 503


@pytest.mark.django_db
def test_uncaught_refusal_becomes_a_page(request_of):
    door = middleware.Refusals(lambda request: None)
    response = door.process_exception(request_of(), IllegalMove(message="It is retired."))
    assert response.status_code == 409
    assert "It is retired." in response.content.decode()
    assert door.process_exception(request_of(), ValueError("ours")) is None
