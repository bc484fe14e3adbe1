"""Tokens: made once, refused in time, never more than their person. PLT-2, PLT-3"""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from clients import actions
from clients.models import ApiToken, Status
from people import actions as people
from people.models import Role
from tests.api import api_client, token_of
from trail import clock
from trail.errors import IllegalMove
from trail.models import Entry, Payload

TOKENS = "/api/v1/tokens/"


def in_days(days):
    return clock.now() + timedelta(days=days)


def test_create_token_for_another_is_forbidden(sari, nia):
    """Nobody makes a token that acts for somebody else. PLT-4"""
    with pytest.raises(PermissionDenied):
        actions.create_token(nia, client="CRM", scopes=["tokens:read"], expires_at=in_days(30), by=sari)


def test_create_token_keeps_a_hash_only(nia):
    """The text of a token stands in no column and in no trail entry. PLT-2"""
    token, text = token_of(nia)
    row = ApiToken.objects.filter(pk=token.pk).values().get()
    assert all(text not in str(value) for value in row.values())
    assert all(text not in content for content in Payload.objects.values_list("content", flat=True))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"client": " "}, "client"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["accounts:burn"]}, "scopes"),
        ({"expires_at": -1}, "expires_at"),
        ({"expires_at": 400}, "expires_at"),
    ],
)
def test_create_token_refuses_bad_wishes(nia, change, field):
    """A token has a name, scopes that exist and an end within a year. PLT-2"""
    wish = {"client": "CRM", "scopes": ["tokens:read"], "expires_at": 30, **change}
    wish["expires_at"] = in_days(wish["expires_at"])
    with pytest.raises(ValidationError) as refused:
        actions.create_token(nia, **wish, by=nia)
    assert list(refused.value.error_dict) == [field]


def test_a_token_opens_the_door_for_its_person(nia):
    """PLT-2"""
    answer = api_client(nia).get(TOKENS)
    assert answer.status_code == 200
    assert [row["person"]["name"] for row in answer.json()["results"]] == ["Nia Kurniasih"]


def test_revoke_token_shuts_out_at_the_next_request(nia):
    """robust.md promise 7"""
    program = api_client(nia)
    token = ApiToken.objects.get()
    actions.revoke_token(token, by=nia)
    answer = program.get(TOKENS)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="Dewan"'
    assert answer.json()["code"] == "bad_token"
    with pytest.raises(IllegalMove):
        actions.revoke_token(ApiToken.objects.get(), by=nia)


def test_an_expired_token_is_refused(nia, clock):
    """PLT-2"""
    program = api_client(nia, days=30)
    clock.set(clock.now() + timedelta(days=30, seconds=1))
    assert program.get(TOKENS).status_code == 401


def test_mark_left_revokes_the_tokens_of_the_leaver(sari, nia, budi):
    """Who left is out at the next request. ORG-3"""
    program, other = api_client(budi), api_client(nia)
    people.mark_left(budi, why="Gone", by=sari)
    assert program.get(TOKENS).status_code == 401
    assert other.get(TOKENS).status_code == 200
    assert [token.status for token in ApiToken.objects.order_by("pk")] == [Status.REVOKED, Status.VALID]


@pytest.mark.parametrize("text", ["", "dwn_", "dwn_00000000_" + "x" * 43, "dwn_\xff", "x" * 5000])
def test_an_unknown_token_is_refused(db, client, text):
    """PLT-2"""
    answer = client.get(TOKENS, headers={"Authorization": f"Bearer {text}"})
    assert answer.status_code == 401


def test_a_token_of_a_right_prefix_needs_the_whole(nia, client):
    """PLT-2"""
    _token, text = token_of(nia)
    wrong = text[:-1] + ("a" if text[-1] != "a" else "b")
    assert client.get(TOKENS, headers={"Authorization": f"Bearer {wrong}"}).status_code == 401


def test_a_missing_scope_is_named(nia):
    """PLT-2"""
    program = api_client(nia, wanted=["tokens:read"])
    token = ApiToken.objects.get()
    assert program.get(TOKENS).status_code == 200
    answer = program.send(f"{TOKENS}{token.pk}/revoke-token/")
    assert answer.status_code == 403
    assert answer.json()["code"] == "missing_scope"
    assert "tokens:write" in answer.json()["detail"]


def test_a_token_never_may_more_than_its_person(nia, rudi):
    """All scopes in the hands of nia do not open a token of rudi. PLT-4"""
    token, _text = token_of(rudi)
    program = api_client(nia)
    assert program.get(f"{TOKENS}{token.pk}/").status_code == 404
    assert program.send(f"{TOKENS}{token.pk}/revoke-token/").status_code == 404


def test_revoke_token_by_the_administrator_and_not_by_the_auditor(sari, andi, nia):
    """PLT-4"""
    token, _text = token_of(nia)
    refused = api_client(andi).send(f"{TOKENS}{token.pk}/revoke-token/")
    assert refused.status_code == 403
    done = api_client(sari).send(f"{TOKENS}{token.pk}/revoke-token/", {"why": "Seen in a public repository"})
    assert (done.status_code, done.json()["status"]) == (200, "revoked")


def test_an_administrator_of_another_unit_sees_nothing(sari, oki, nia, logistik):
    """PLT-4"""
    people.grant_role(oki, logistik, Role.ADMINISTRATOR, reason="Runs logistics", by=sari)
    token, _text = token_of(nia)
    assert api_client(oki).get(f"{TOKENS}{token.pk}/").status_code == 404


def test_use_is_noted_coarsely(nia, clock):
    """PLT-2"""
    start = clock.now()
    clock.set(start)
    program = api_client(nia)
    for minutes, noted in ((0, 0), (5, 0), (11, 11)):
        clock.set(start + timedelta(minutes=minutes))
        program.get(TOKENS)
        assert ApiToken.objects.get().last_used_at == start + timedelta(minutes=noted)


def test_the_trail_names_the_program(sari, nia):
    """AUD-1"""
    token, _text = token_of(nia)
    api_client(sari, client="Register sync").send(f"{TOKENS}{token.pk}/revoke-token/")
    entry = Entry.objects.get(verb="revoke_token")
    payload = json.loads(Payload.objects.get(pk=entry.seq).content)
    assert payload["source"] == "api token Register sync"


def test_raw_writes_cannot_revoke_without_a_time(nia):
    """Held by the database. PLT-2"""
    token_of(nia)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.update(status=Status.REVOKED)


# Pages


def test_create_token_page_shows_the_text_once(client, nia):
    """PLT-2"""
    client.force_login(nia)
    wish = {"client": "CRM", "scopes": ["tokens:read"], "lasts": "90"}
    answer = client.post(reverse("clients:create_token"), wish)
    token = ApiToken.objects.get()
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert f"{token.prefix}_" in answer.content.decode()
    shown = client.get(reverse("clients:token_detail", args=[token.pk])).content.decode()
    assert f"{token.prefix}…" in shown
    assert f"{token.prefix}_" not in shown


def test_create_token_page_says_what_is_missing(client, nia):
    """PLT-7"""
    client.force_login(nia)
    answer = client.post(reverse("clients:create_token"), {"client": "CRM", "lasts": "90"})
    assert answer.status_code == 400
    assert not ApiToken.objects.exists()


def test_revoke_token_page_a_second_time_is_a_refusal(client, nia):
    """Illegal move: 409, on the page as in the API. PLT-4"""
    token, _text = token_of(nia)
    client.force_login(nia)
    address = reverse("clients:revoke_token", args=[token.pk])
    assert client.post(address, {"why": "Lost"}).status_code == 302
    assert client.post(address).status_code == 409
    assert client.get(address).status_code == 405


def test_token_list_shows_own_and_governed_tokens(client, nia, oki, sari):
    """PLT-4"""
    for person in (nia, oki):
        token_of(person, client=f"Program of {person.name}")
    for person, seen in ((nia, {"Nia Kurniasih"}), (sari, {"Nia Kurniasih", "Oki Pratama"})):
        client.force_login(person)
        rows = client.get(reverse("clients:token_list")).context["listing"].rows
        assert {token.person.name for token in rows} == seen
