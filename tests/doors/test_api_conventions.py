"""What every address of the API keeps to, shown on tokens and units. PLT-2"""

import json

import pytest
from django.db import OperationalError
from django.test import Client

from clients.models import ApiToken
from doors.api.throttling import PerCaller
from tests.api import api_client, token_of

TOKENS = "/api/v1/tokens/"
PROBLEM = "application/problem+json"


@pytest.fixture
def program(sari):
    return api_client(sari)


@pytest.fixture
def tokens(nia):
    return [token_of(nia, client=f"Program {number}", days=10 + number // 3)[0] for number in range(7)]


def fields(answer, status=400):
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    return [fault["field"] for fault in answer.json()["errors"]]


# Lists


def pages(program, address):
    """Follow `next` to the end."""
    while address:
        answer = program.get(address)
        assert answer.status_code == 200, answer.content
        yield answer.json()
        address = answer.json()["next"]


@pytest.mark.parametrize("ordering", ["id", "-id", "expires_at", "-expires_at"])
def test_list_pages_hold_every_row_once(program, tokens, ordering):
    """Ties are broken by the key, in both directions. PLT-2"""
    found = list(pages(program, f"{TOKENS}?limit=3&ordering={ordering}&status=valid"))
    rows = [row["id"] for page in found for row in page["results"]]
    whole = program.get(f"{TOKENS}?ordering={ordering}").json()["results"]
    assert [len(page["results"]) for page in found] == [3, 3, 2]
    assert rows == [row["id"] for row in whole]
    back = program.get(found[-1]["previous"]).json()
    assert [row["id"] for row in back["results"]] == [row["id"] for row in found[1]["results"]]
    first = program.get(back["previous"]).json()
    assert (first["previous"], first["results"]) == (None, found[0]["results"])


def test_list_page_after_rows_were_deleted_goes_on(program, tokens):
    """A cursor names a place, not a row. PLT-2"""
    first = program.get(f"{TOKENS}?limit=3").json()
    ApiToken.objects.filter(pk=first["results"][-1]["id"]).delete()
    rows = [row["id"] for page in pages(program, first["next"]) for row in page["results"]]
    assert rows == [token.pk for token in tokens[2:]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("limit=0", ["?limit"]),
        ("limit=201", ["?limit"]),
        ("limit=-1", ["?limit"]),
        ("limit=ten", ["?limit"]),
        ("limit=%D9%A3", ["?limit"]),
        ("limit=", ["?limit"]),
        ("limit=3&limit=4", ["?limit"]),
        ("cursor=x", ["?cursor"]),
        ("cursor=%F0%9F%98%80", ["?cursor"]),
        ("cursor=W10", ["?cursor"]),
        ("cursor=WyJpZCIsZmFsc2UsIngiXQ", ["?cursor"]),
        ("cursor=WyJpZCIsZmFsc2UsOTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5XQ", ["?cursor"]),
        ("cursor=WyJpZCIsZmFsc2UsbnVsbF0", ["?cursor"]),
        ("cursor=WyJpZCIsZmFsc2UsW11d", ["?cursor"]),
        ("cursor=WyJpZCIsMSwxXQ", ["?cursor"]),
        ("cursor=" + "W1tb" * 5000, ["?cursor"]),
        ("ordering=digest", ["?ordering"]),
        ("ordering=person__password", ["?ordering"]),
        ("colour=red", ["?colour"]),
        ("digest=x&limit=3", ["?digest"]),
        ("status=lost", ["?status"]),
        ("status=", ["?status"]),
        ("status=valid&status=revoked", ["?status"]),
        ("person=x", ["?person"]),
        ("person=1.5", ["?person"]),
        (f"person={2**63}", ["?person"]),
        ("person=" + "9" * 5000, ["?person"]),
        ("expires_at__lt=yesterday", ["?expires_at__lt"]),
        ("person=%00", ["?person"]),
        ("%00=1", ["?\\0"]),
    ],
)
def test_list_refuses_what_it_does_not_offer(program, query, found):
    """robust.md: unknown, unreadable and doubled parameters: 400 with the name."""
    assert fields(program.get(f"{TOKENS}?{query}")) == found


def test_a_cursor_of_another_order_is_refused(program, tokens):
    """PLT-2"""
    address = program.get(f"{TOKENS}?limit=3").json()["next"]
    assert fields(program.get(f"{address}&ordering=-id")) == ["?cursor"]


def test_filters_narrow_the_list(program, tokens, nia, sari):
    """PLT-2"""
    assert len(program.get(f"{TOKENS}?person={nia.pk}").json()["results"]) == 7
    assert program.get(f"{TOKENS}?person={2**63 - 1}").json()["results"] == []
    assert program.get(f"{TOKENS}?status=revoked").json()["results"] == []


def test_a_detail_takes_no_parameters(program, tokens):
    """PLT-2"""
    assert fields(program.get(f"{TOKENS}{tokens[0].pk}/?limit=3")) == ["?limit"]
    assert fields(program.send(f"{TOKENS}{tokens[0].pk}/revoke-token/?force=1")) == ["?force"]


@pytest.mark.parametrize("rows", [1, 30])
def test_a_list_costs_the_same_queries_at_any_length(rows, program, nia, django_assert_num_queries):
    """house.md: a literal query count"""
    for _number in range(rows):
        token_of(nia)
    program.get(TOKENS)
    with django_assert_num_queries(3):  # the clock, the token, the rows
        assert program.get(TOKENS).status_code == 200


# Tags


def test_a_list_has_a_weak_tag_and_a_detail_its_version(program, tokens):
    """PLT-2"""
    for address, begin in ((TOKENS, 'W/"'), (f"{TOKENS}{tokens[0].pk}/", f'"{tokens[0].pk}.1-')):
        answer = program.get(address)
        assert answer["ETag"].startswith(begin)
        assert "private" in answer["Cache-Control"]
        again = program.get(address, headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
        other = program.get(address, headers={"If-None-Match": '"other"'})
        assert other.status_code == 200


def test_a_changed_name_of_a_related_thing_changes_the_tag(program, tokens, nia):
    """Not only the own version counts for a reader. PLT-2"""
    address = f"{TOKENS}{tokens[0].pk}/"
    tag = program.get(address)["ETag"]
    type(nia).objects.filter(pk=nia.pk).update(name="Nia Kurnia")
    assert program.get(address, headers={"If-None-Match": tag}).status_code == 200
    assert program.send(f"{address}revoke-token/", If_Match=tag).status_code == 200


def test_if_match_of_another_version_is_stale(program, tokens):
    """Of two writers the second hears 412 and nothing happens. PLT-2"""
    address = f"{TOKENS}{tokens[0].pk}/"
    tag = program.get(address)["ETag"]
    for wrong in ('"1.7"', f"W/{tag}", f'"{tokens[0].pk}.2"', '"x"'):
        answer = program.send(f"{address}revoke-token/", If_Match=wrong)
        assert (answer.status_code, answer.json()["code"]) == (412, "stale")
        assert answer["ETag"] == f'"{tokens[0].pk}.1"'
    done = program.send(f"{address}revoke-token/", If_Match=f'"x", {tag}')
    assert (done.status_code, done["ETag"]) == (200, f'"{tokens[0].pk}.2"')
    assert program.send(f"{address}revoke-token/", If_Match=tag).status_code == 412


def test_if_match_that_is_no_tag_is_refused(program, tokens):
    """PLT-2"""
    answer = program.send(f"{TOKENS}{tokens[0].pk}/revoke-token/", If_Match="1")
    assert fields(answer) == ["If-Match:"]


def test_settings_have_a_version_too(program):
    """PLT-2"""
    address = "/api/v1/organisation/"
    tag = program.get(address)["ETag"]
    first = program.send(address, {"retire_notice_days": 30}, method="patch", If_Match=tag)
    assert (first.status_code, first["ETag"] == tag) == (200, False)
    assert program.send(address, {"retire_notice_days": 31}, method="patch", If_Match=tag).status_code == 412
    again = program.send(address, {"retire_notice_days": 31}, method="patch", If_Match=first["ETag"])
    assert again.status_code == 200


# Bodies


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"reason": "x"}, ["/reason"]),
        ({"why": 1}, ["/why"]),
        ({"why": {"a": "b"}}, ["/why"]),
        ({"why": None}, ["/why"]),
        ({"why": "x" * 2001}, ["/why"]),
        ({"why": "x", "a/b~c": 1}, ["/a~1b~0c"]),
        (b'{"why": "a", "why": "b"}', ["/why"]),
        (b'{"why": "\\u0000"}', ["/why"]),
        (b'{"why": "\\ud800"}', ["/why"]),
        (b"[]", [""]),
        (b"\xff", [""]),
    ],
)
def test_a_verb_takes_its_words_and_no_others(program, tokens, body, found):
    """robust.md: bad bodies: 400 with the field"""
    assert fields(program.send(f"{TOKENS}{tokens[0].pk}/revoke-token/", body)) == found
    assert ApiToken.objects.get(pk=tokens[0].pk).status == "valid"


def test_a_verb_takes_no_body_at_all(program, tokens):
    """PLT-2"""
    assert program.post(f"{TOKENS}{tokens[0].pk}/revoke-token/").status_code in (200, 415)
    assert program.send(f"{TOKENS}{tokens[1].pk}/revoke-token/", b"").status_code == 200


def test_a_body_over_the_limit_is_413(program, tokens, settings):
    """robust.md"""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    address = f"{TOKENS}{tokens[0].pk}/revoke-token/"
    for headers in ({}, {"Idempotency_Key": "k1"}, {"If_Match": "*"}):
        answer = program.send(address, {"why": "x" * 1000}, **headers)
        assert (answer.status_code, answer["Content-Type"]) == (413, PROBLEM)


def test_forms_and_files_are_not_json(program, tokens):
    """PLT-2"""
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        answer = program.generic("POST", f"{TOKENS}{tokens[0].pk}/revoke-token/", b"why=x", kind)
        assert (answer.status_code, answer["Content-Type"]) == (415, PROBLEM)


# Problems


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("get", "/api/v1/nothing/", {}, 404),
        ("get", "/api/v1/tokens", {}, 404),
        ("post", "/api/v1/tokens", {}, 404),
        ("get", "/api/v1/", {}, 404),
        ("get", "/api/", {}, 404),
        ("get", "/api/v2/tokens/", {}, 404),
        ("get", "/api/v1/tokens/0/", {}, 404),
        ("get", "/api/v1/tokens/x/", {}, 404),
        ("get", "/api/v1/tokens/%00/", {}, 404),
        ("get", f"/api/v1/tokens/{10**40}/", {}, 404),
        ("get", "/api/v1/tokens/-1/", {}, 404),
        ("put", "/api/v1/tokens/", {}, 405),
        ("delete", "/api/v1/tokens/1/", {}, 405),
        ("trace", "/api/v1/tokens/", {}, 405),
        ("post", "/api/v1/schema/", {}, 405),
        ("post", "/api/v1/docs/", {}, 405),
        ("get", "/api/v1/tokens/", {"Accept": "text/html"}, 406),
        ("get", "/api/v1/tokens/", {"Accept": "application/xml"}, 406),
    ],
)
def test_every_refusal_is_a_problem(program, method, path, headers, status):
    """Never HTML from /api/. robust.md"""
    answer = program.generic(method.upper(), path, headers=headers)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    problem = answer.json()
    assert problem["status"] == status
    assert set(problem) >= {"type", "title", "detail", "code"}


def test_a_browser_gets_json(program):
    """PLT-2"""
    answer = program.get(TOKENS, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")


def test_our_own_mistake_is_a_problem_too(program, monkeypatch):
    """A 500 tells nothing and says so in JSON. robust.md"""
    monkeypatch.setattr(PerCaller, "allow_request", lambda *args: 1 / 0)
    program.raise_request_exception = False
    answer = program.get(TOKENS)
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (500, PROBLEM, "internal")


def test_a_database_that_does_not_answer_is_503(program, monkeypatch):
    """robust.md: disk full"""

    def fail(*args):
        raise OperationalError("disk full")

    monkeypatch.setattr(PerCaller, "allow_request", fail)
    answer = program.get(TOKENS)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


def test_problems_speak_the_language_asked_for(program):
    """PLT-1"""
    answer = program.get(f"{TOKENS}0/", headers={"Accept-Language": "id"})
    assert answer["Content-Language"] == "id"


def test_too_many_requests_are_told_when_to_come_again(program, monkeypatch):
    """PLT-2"""
    monkeypatch.setattr("rest_framework.settings.api_settings.DEFAULT_THROTTLE_RATES", {"token": 2})
    assert [program.get(TOKENS).status_code for _ in range(3)] == [200, 200, 429]
    answer = program.get(TOKENS)
    assert answer["Content-Type"] == PROBLEM
    assert 1 <= int(answer["Retry-After"]) <= 61


def test_head_and_options(program):
    """PLT-2"""
    head = program.head(TOKENS)
    assert (head.status_code, head.content) == (200, b"")
    options = program.options(TOKENS)
    assert (options.status_code, options["Allow"]) == (200, "GET, HEAD, OPTIONS")
    assert options["Content-Type"] == "application/json"


# Who


def test_nobody_is_told_to_sign_in(client, db):
    """Login is the default. PLT-4"""
    answer = client.get(TOKENS)
    assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM)
    assert answer["WWW-Authenticate"] == 'Bearer realm="Dewan"'


def test_a_session_reads_and_needs_the_csrf_token_to_write(nia, tokens):
    """PLT-3"""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(nia)
    assert browser.get(TOKENS).status_code == 200
    address = f"{TOKENS}{tokens[0].pk}/revoke-token/"
    answer = browser.post(address, json.dumps({}), "application/json")
    assert (answer.status_code, answer["Content-Type"]) == (403, PROBLEM)
    page = browser.get("/clients/create-token/").content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    answer = browser.post(address, json.dumps({}), "application/json", headers={"X-CSRFToken": token})
    assert answer.status_code == 200


def test_an_inactive_person_is_nobody(client, nia, tokens):
    """robust.md promise 7"""
    client.force_login(nia)
    program = api_client(nia)
    type(nia).objects.filter(pk=nia.pk).update(is_active=False)
    assert [door.get(TOKENS).status_code for door in (client, program)] == [401, 401]
