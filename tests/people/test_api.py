"""The same verbs through the API, under the same rule. PLT-2"""

import pytest
from django.test import Client

from people.models import Person, RoleGrant, Unit
from tests.api import api_client

API = "/api/v1"


def test_lists_show_what_the_reader_sees(organisation, rudi, oki):
    """PLT-4"""
    names = [row["name"] for row in api_client(rudi).get(f"{API}/people/").json()["results"]]
    assert names == ["Budi Prasetyo", "Made Suardana", "Nia Kurniasih", "Rudi Santoso"]
    assert [row["name"] for row in api_client(oki).get(f"{API}/units/").json()["results"]] == ["Nusantara Logistik"]
    assert api_client(oki).get(f"{API}/roles/").json()["results"] == []


@pytest.mark.parametrize(("who", "status"), [("oki", 404), ("rudi", 403)])
@pytest.mark.parametrize("verb", ["mark-left", "announce-leaving", "move-person", "invite-person"])
def test_verbs_by_the_wrong_person(organisation, budi, who, status, verb):
    """PLT-4"""
    program = api_client(getattr(organisation, who))
    body = {"announce-leaving": {"on": "2099-01-01"}, "move-person": {"unit": organisation.pangan.pk}}.get(verb, {})
    assert program.send(f"{API}/people/{budi.pk}/{verb}/", body).status_code == status


def test_a_person_comes_moves_leaves_and_returns(organisation, sari):
    """ORG-2 ORG-3"""
    program = api_client(sari)
    made = program.send(f"{API}/people/", {"name": "Fitri", "unit": organisation.pangan.pk, "email": "F@X.example"})
    assert (made.status_code, made.json()["email"]) == (201, "f@x.example")
    address = f"{API}/people/{made.json()['id']}"
    edited = program.send(f"{address}/", {"job_title": "Clerk"}, method="patch", if_match=made["ETag"])
    assert edited.json()["job_title"] == "Clerk"
    assert program.send(f"{address}/", {"job_title": "x"}, method="patch", if_match=made["ETag"]).status_code == 412
    moved = program.send(f"{address}/move-person/", {"unit": organisation.energi.pk})
    assert moved.json()["unit"]["name"] == "Nusantara Energi"
    assert program.send(f"{address}/announce-leaving/", {"on": "2099-01-01"}).json()["status"] == "leaving"
    assert program.send(f"{address}/withdraw-leaving/").json()["status"] == "active"
    assert program.send(f"{address}/withdraw-leaving/").status_code == 409
    assert program.send(f"{address}/mark-left/", {"why": "Gone"}).json()["status"] == "left"
    assert program.send(f"{address}/mark-left/").status_code == 200
    assert program.send(f"{address}/bring-back/").json()["status"] == "active"


def test_units_and_roles(organisation, sari, nia, oki):
    """ORG-1 ORG-7"""
    program = api_client(sari)
    made = program.send(f"{API}/units/", {"name": "Surabaya", "parent": organisation.pangan.pk, "kind": "branch"})
    address = f"{API}/units/{made.json()['id']}"
    assert program.send(f"{address}/set-head/", {"head": nia.pk}).json()["head"]["name"] == "Nia Kurniasih"
    assert program.send(f"{address}/move-unit/", {"parent": organisation.energi.pk}).status_code == 200
    assert program.send(f"{address}/", {"name": "Gresik"}, method="patch").json()["name"] == "Gresik"
    fields = {"person": oki.pk, "unit": made.json()["id"], "role": "manager", "reason": "Runs it"}
    grant = program.send(f"{API}/roles/", fields)
    assert grant.status_code == 201
    assert program.send(f"{API}/roles/", fields).status_code == 409
    ended = program.send(f"{API}/roles/{grant.json()['id']}/end-role/", {"reason": "Enough"})
    assert ended.json()["end_reason"] == "Enough"
    found = program.get(f"{API}/roles/?in_force=true&person={oki.pk}").json()["results"]
    assert found == []
    assert RoleGrant.objects.filter(person=oki).count() == 1


WRONG = [
    ({"name": "F"}, "/unit"),
    ({"name": "F", "unit": 999999}, "/unit"),
    ({"name": "F", "unit": True}, "/unit"),
    ({"name": "F", "unit": "Pangan", "king": True}, "/king"),
    ({"name": "F", "status": "left"}, "/status"),
    ({"name": "F\x00", "unit": "Pangan"}, "/name"),
]


@pytest.mark.parametrize(("body", "field"), WRONG)
def test_bad_bodies_name_the_field(organisation, sari, body, field):
    """PLT-2"""
    if body.get("unit") == "Pangan":
        body = body | {"unit": organisation.pangan.pk}
    answer = api_client(sari).send(f"{API}/people/", body)
    assert answer.status_code == 400
    assert field in [error["field"] for error in answer.json()["errors"]]


def test_settings_of_the_organisation(organisation, sari, andi):
    """ORG-1"""
    assert api_client(andi).get(f"{API}/organisation/").status_code == 403
    program = api_client(sari)
    assert program.get(f"{API}/organisation/").json()["sync_guard_percent"] == 10
    assert program.send(f"{API}/organisation/", {"sync_guard_percent": 20}, method="patch").status_code == 200
    assert program.send(f"{API}/organisation/", {"sync_guard_percent": 0}, method="patch").status_code == 400
    assert program.send(f"{API}/organisation/", {"demo": True}, method="patch").status_code == 400


def test_who_left_has_no_token_any_more(organisation, sari, nia):
    """PLT-3"""
    from people import actions

    program = api_client(nia)
    assert program.get(f"{API}/people/").status_code == 200
    actions.mark_left(nia, by=sari)
    assert program.get(f"{API}/people/").status_code == 401


def test_without_a_token(organisation):
    for path in ("people", "units", "roles", "organisation"):
        assert Client().get(f"{API}/{path}/").status_code == 401
    assert Person.objects.count() == 8
    assert Unit.objects.count() == 4
