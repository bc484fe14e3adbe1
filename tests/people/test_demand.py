"""A role can ask for a second factor: then nothing is open before it is set up. PLT-3"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from people import actions
from people.models import Person, Role
from tests.api import Program, api_client
from tests.people.doorway import code, give_password, is_in, second_step, secret_on, with_app
from trail.actions import SYSTEM
from trail.errors import Refused

DEMAND = "/profile/security/needed/"


def ask(*roles, heads=False):
    return actions.edit_organisation(second_factor_roles=list(roles), second_factor_heads=heads, by=SYSTEM)


def asked():
    return set(Person.objects.filter(needs_factor=True).values_list("name", flat=True))


def test_demand_follows_roles_heads_and_settings(organisation, sari, dewi, rudi, nia, andi):
    """PLT-3"""
    assert asked() == set()
    ask(Role.AUDITOR)
    assert asked() == {"Andi Wijaya"}
    ask(Role.AUDITOR, heads=True)
    assert asked() == {"Andi Wijaya", "Dewi Anggraini", "Rudi Santoso"}
    grant = actions.grant_role(nia, organisation.pangan, Role.AUDITOR, by=sari, reason="Audits")
    assert "Nia Kurniasih" in asked()
    actions.end_role(grant, by=sari, reason="Done")
    assert "Nia Kurniasih" not in asked()
    actions.set_head(organisation.pangan, nia, by=sari)
    assert ("Nia Kurniasih" in asked(), "Rudi Santoso" in asked()) == (True, False)
    actions.mark_left(nia, by=sari)
    assert "Nia Kurniasih" not in asked()
    ask()
    assert asked() == set()


def test_demand_is_settled_by_administrators_only(organisation, sari, rudi):
    """PLT-3"""
    with pytest.raises(PermissionDenied):
        actions.edit_organisation(second_factor_roles=["auditor"], by=rudi)
    with pytest.raises(ValidationError):
        actions.edit_organisation(second_factor_roles=["king"], by=sari)


def test_page_and_api_settle_it_alike(ready, client):
    """PLT-3 PLT-2"""
    program = api_client(ready)
    version = program.get("/api/v1/organisation/").json()["version"]
    answer = program.send(
        "/api/v1/organisation/", {"second_factor_roles": ["auditor", "administrator"]}, method="patch"
    )
    assert answer.json()["second_factor_roles"] == ["administrator", "auditor"]
    assert answer.json()["version"] == version + 1
    assert program.send("/api/v1/organisation/", {"second_factor_roles": ["king"]}, method="patch").status_code == 400
    assert asked() == {"Sari Wulandari", "Andi Wijaya"}


def test_who_lacks_one_is_led_to_it_and_nowhere_else(ready, client):
    """Pages lead to the set-up, the API refuses the session, a token made before goes on. PLT-3"""
    program = api_client(ready)
    ask(Role.ADMINISTRATOR)
    assert give_password(client, ready)["Location"] == "/"
    for address in ("/", "/accounts/", "/people/", "/settings/", reverse("clients:create_token"), "/profile/"):
        assert client.get(address)["Location"].startswith(DEMAND), address
    assert client.get("/accounts/?q=a")["Location"] == f"{DEMAND}?next=%2Faccounts%2F%3Fq%3Da"
    assert client.post(reverse("people:end_other_sessions"))["Location"] == DEMAND
    assert client.get("/accounts/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == DEMAND
    at_set_up = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{DEMAND}?next=/"}
    assert "HX-Redirect" not in client.get("/accounts/", headers=at_set_up).headers
    refused = client.get("/api/v1/people/")
    assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_required")
    assert client.get("/api/v1/people/", headers={"Authorization": "Basic x"}).status_code == 403
    assert client.get("/api/v1/people/", headers={"Authorization": "Bearer x"}).status_code == 401
    assert client.get("/api/v1/official?handle=x&platform=x").status_code != 403
    assert program.get("/api/v1/people/").status_code == 200
    assert "Your role needs a second factor" in client.get(DEMAND).content.decode()
    assert client.post(reverse("people:sign_out")).status_code == 302


def test_set_up_leads_on_to_where_one_wanted(ready, client):
    """PLT-3"""
    ask(Role.ADMINISTRATOR)
    give_password(client, ready)
    client.get(client.get("/units/")["Location"])
    secret = secret_on(client.get(reverse("people:add_app")).content.decode())
    page = client.post(reverse("people:add_app"), {"code": code(secret=secret)}).content.decode()
    assert 'class="button primary" href="/units/"' in page
    assert client.get("/units/").status_code == 200
    assert client.get("/api/v1/people/").status_code == 200


def test_another_session_shows_the_factor_that_is_there(ready, client):
    """A browser that was in before has not shown it: it is asked, not set up again. PLT-3"""
    client.force_login(ready)
    ask(Role.ADMINISTRATOR)
    with_app(ready)
    page = client.get(client.get("/units/")["Location"]).content.decode()
    assert "Show it, and go on" in page
    client.post(reverse("people:prove"), {"way": "app", "code": code(), "next": "/units/"})
    assert client.get("/units/").status_code == 200


def test_who_has_one_signs_in_as_ever(ready, client):
    """PLT-3"""
    with_app(ready)
    ask(Role.ADMINISTRATOR)
    give_password(client, ready)
    second_step(client, code())
    assert is_in(client)


def test_the_last_factor_stays_while_a_role_asks_for_it(ready, client):
    """PLT-3"""
    with_app(ready)
    ask(Role.ADMINISTRATOR)
    with pytest.raises(Refused):
        actions.remove_factor(ready.factors.get(), by=ready)
    ask()
    actions.remove_factor(ready.factors.get(), by=ready)


def test_a_factor_removed_and_then_asked_for_is_set_up_again(ready, client):
    """What a session remembers of a factor that is gone does not count. PLT-3"""
    with_app(ready)
    give_password(client, ready)
    second_step(client, code())
    client.post(reverse("people:remove_factor", args=[ready.factors.get().pk]))
    ask(Role.ADMINISTRATOR)
    assert client.get("/units/")["Location"].startswith(DEMAND)


def test_settings_name_who_has_none(ready, client):
    """PLT-3"""
    with_app(ready)
    ask(Role.ADMINISTRATOR, Role.AUDITOR)
    give_password(client, ready)
    second_step(client, code())
    page = client.get("/settings/").content.decode()
    assert "1 person who needs a second factor has none yet" in page
    assert ">Andi Wijaya</a>" in page


def test_one_click_of_the_demo_goes_on(ready, client, settings):
    """In demo mode only; the same session means nothing when the mode is off. PLT-3"""
    settings.DEMO = True
    actions.mark_demo(by=SYSTEM)
    ask(Role.ADMINISTRATOR)
    with_app(ready)
    client.post(reverse("people:try_person", args=[ready.pk]))
    assert is_in(client)
    assert client.get(reverse("people:add_app")).status_code == 200
    settings.DEMO = False
    assert client.get("/units/")["Location"].startswith(DEMAND)


# Showing again who one is

SENSITIVE = [
    "people:add_app",
    "people:make_recovery_codes",
    "people:organisation_settings",
    "people:grant_role",
    "clients:create_token",
]


@pytest.mark.parametrize("name", SENSITIVE)
def test_sensitive_pages_ask_again_after_a_quarter_of_an_hour(ready, client, clock, name):
    """PLT-3"""
    start = clock.now()
    clock.set(start)
    client.force_login(ready)
    assert client.get(reverse(name)).status_code == 200
    clock.set(start + timedelta(minutes=16))
    asked = client.get(reverse(name))["Location"]
    assert asked.startswith("/sign-in/confirm/?next=")
    assert client.get(asked).status_code == 200
    wrong = client.post(reverse("people:prove"), {"way": "password", "code": "wrong", "next": reverse(name)})
    assert wrong.status_code == 400
    right = client.post(
        reverse("people:prove"), {"way": "password", "code": "kopi-tubruk-panas", "next": reverse(name)}
    )
    assert right["Location"] == reverse(name)
    assert client.get(reverse(name)).status_code == 200


def test_who_has_a_factor_shows_that_and_not_the_password(ready, client, clock):
    """Who stole a session and knows the password takes no factor away. PLT-3"""
    clock.set(clock.now())
    with_app(ready)
    client.force_login(ready)
    clock.set(clock.now() + timedelta(hours=1))
    removal = reverse("people:remove_factor", args=[ready.factors.get().pk])
    assert client.post(removal)["Location"].startswith("/sign-in/confirm/")
    answer = client.post(reverse("people:prove"), {"way": "password", "code": "kopi-tubruk-panas"})
    assert answer.status_code == 400
    assert ready.factors.count() == 1
    assert (
        client.post(reverse("people:prove"), {"way": "app", "code": code(), "next": "//evil.example"})["Location"]
        == "/"
    )
    assert client.post(removal).status_code == 302
    assert ready.factors.count() == 0


def test_confirming_cannot_be_guessed(ready, client):
    """PLT-3"""
    client.force_login(ready)
    for _guess in range(6):
        client.post(reverse("people:prove"), {"way": "password", "code": "wrong"})
    answer = client.post(reverse("people:prove"), {"way": "password", "code": "kopi-tubruk-panas"})
    assert "Too many tries" in answer.content.decode()


def test_every_form_needs_its_token(ready):
    """PLT-3"""
    strict = Client(enforce_csrf_checks=True)
    for name in ("second_step", "ask_passkey", "sign_in_with_passkey"):
        assert strict.post(reverse(f"people:{name}")).status_code == 403
    assert Program().get("/api/v1/people/").status_code == 401
