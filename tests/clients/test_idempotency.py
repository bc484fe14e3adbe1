"""A repeated request has one effect and one answer. PLT-2"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from clients.models import ApiToken, KeptAnswer
from clients.tasks import purge_kept_answers
from tests.api import api_client, token_of
from trail.models import Entry

TOKENS = "/api/v1/tokens/"


@pytest.fixture
def program(sari):
    return api_client(sari)


@pytest.fixture
def address(nia):
    return f"{TOKENS}{token_of(nia)[0].pk}/revoke-token/"


def test_a_repeated_request_is_answered_as_before(program, address):
    """PLT-2"""
    first = program.send(address, {"why": "Leaked"}, Idempotency_Key="k1")
    again = program.send(address, {"why": "Leaked"}, Idempotency_Key="k1")
    assert (first.status_code, again.status_code) == (200, 200)
    assert (again.content, again["ETag"], again["Content-Type"]) == (first.content, first["ETag"], "application/json")
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert Entry.objects.filter(verb="revoke_token").count() == 1


def test_without_a_key_the_second_is_refused(program, address):
    """PLT-2"""
    assert [program.send(address).status_code for _ in range(2)] == [200, 409]


def test_a_key_with_another_body_is_refused(program, address):
    """robust.md: same idempotency key, other body: 409"""
    program.send(address, {"why": "Leaked"}, Idempotency_Key="k1")
    for path, body in ((address, {"why": "Lost"}), (f"{TOKENS}999/revoke-token/", {"why": "Leaked"})):
        answer = program.send(path, body, Idempotency_Key="k1")
        assert (answer.status_code, answer.json()["code"]) == (409, "key_reused")


def test_a_key_is_the_callers_own(program, address, nia):
    """PLT-2"""
    program.send(address, Idempotency_Key="k1")
    answer = api_client(nia).send(address, Idempotency_Key="k1")
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_move")


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "two words", "é", "a\tb"])
def test_a_key_is_visible_ascii(program, address, key):
    """PLT-2"""
    answer = program.send(address, Idempotency_Key=key)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "Idempotency-Key:")
    assert program.send(address, Idempotency_Key="x" * 200).status_code == 200


def test_a_refusal_is_not_kept(program, address):
    """Who corrects the request may use the key again. PLT-2"""
    assert program.send(address, {"wy": "typo"}, Idempotency_Key="k1").status_code == 400
    assert not KeptAnswer.objects.exists()
    assert program.send(address, {"why": "no typo"}, Idempotency_Key="k1").status_code == 200


def test_a_revoked_token_gets_no_kept_answer(nia, program):
    """Who is shut out hears nothing again. PLT-3"""
    other = api_client(nia)
    token = ApiToken.objects.latest("pk")
    path = f"{TOKENS}{token.pk}/revoke-token/"
    assert other.send(path, Idempotency_Key="k1").status_code == 200
    assert other.send(path, Idempotency_Key="k1").status_code == 401


def test_reading_ignores_the_key(program):
    """PLT-2"""
    assert program.get(TOKENS, headers={"Idempotency-Key": "k 1"}).status_code == 200


def test_a_session_has_keys_of_its_own(client, nia, address):
    """PLT-2"""
    client.force_login(nia)
    answers = [client.post(address, "{}", "application/json", headers={"Idempotency-Key": "k1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1]["Idempotency-Replayed"] == "true"


def test_purge_forgets_after_a_day(program, address, clock):
    """PLT-2"""
    start = clock.now()
    program.send(address, Idempotency_Key="k1")
    clock.set(start + timedelta(hours=23))
    assert purge_kept_answers() == 0
    clock.set(start + timedelta(hours=25))
    assert purge_kept_answers() == 1
    assert program.send(address, Idempotency_Key="k1").status_code == 409


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("headers", [{"Idempotency_Key": "k1"}, {"If_Match": True}, {}])
def test_ten_at_once_have_one_effect(organisation, headers):
    """robust.md: exactly one wins; the others hear the same answer, or 409 or 412; one trail entry."""
    token, _text = token_of(organisation.nia)
    program = api_client(organisation.sari)
    if headers.get("If_Match"):
        headers = {"If_Match": program.get(f"{TOKENS}{token.pk}/")["ETag"]}

    def send(_number):
        try:
            answer = program.send(f"{TOKENS}{token.pk}/revoke-token/", {"why": "Leaked"}, **headers)
            return answer.status_code, answer.get("Idempotency-Replayed")
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = sorted(pool.map(send, range(10)), key=str)
    if "Idempotency_Key" in headers:
        assert answers == [(200, "true")] * 9 + [(200, None)]
    else:
        assert answers == [(200, None)] + [(412 if headers else 409, None)] * 9
    assert Entry.objects.filter(verb="revoke_token").count() == 1
