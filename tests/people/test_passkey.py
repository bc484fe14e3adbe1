"""Passkeys: added, used after the password and alone; whatever is forged opens nothing. PLT-3"""

import html
import json
import re
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.urls import reverse

from people.models import Factor, RecoveryCode
from tests.cast import PASSWORD
from tests.people.doorway import give_password, is_in, with_app
from tests.people.softkey import SoftKey

HERE = {"SERVER_NAME": "localhost", "SERVER_PORT": "8000"}


@pytest.fixture(autouse=True)
def at_home(settings):
    """Dewan is run for http://localhost:8000."""
    settings.HOST = "localhost"


@pytest.fixture
def client():
    return Client(**HERE)


def question_on(answer):
    return html.unescape(re.search(r'data-options="([^"]+)"', answer.content.decode())[1])


def add(client, key, **forged):
    question = question_on(client.get(reverse("people:add_passkey")))
    return client.post(reverse("people:add_passkey"), {"name": "Blue key", "credential": key.make(question, **forged)})


@pytest.fixture
def key(ready):
    """Sari's passkey."""
    key, client = SoftKey(), Client(**HERE)
    client.force_login(ready)
    assert add(client, key).status_code == 200
    return key


def alone(client, key, **forged):
    asked = client.post(reverse("people:ask_passkey")).json()["options"]
    return client.post(
        reverse("people:sign_in_with_passkey"), {"credential": key.prove(asked, **forged), "next": "/units/"}
    )


def after_password(client, person, key, **forged):
    give_password(client, person)
    question = question_on(client.get(reverse("people:second_step")))
    return client.post(reverse("people:second_step"), {"way": "passkey", "credential": key.prove(question, **forged)})


def test_add_a_passkey(ready, key):
    """Its public half is kept, recovery codes are shown. PLT-3"""
    factor = Factor.objects.get()
    assert (factor.person, factor.name, factor.is_alone, factor.secret) == (ready, "Blue key", True, "")
    assert RecoveryCode.objects.filter(person=ready).count() == 10


def test_a_passkey_of_two_is_refused(ready, nia, key, client):
    """PLT-3"""
    client.force_login(nia)
    assert add(client, key).status_code == 409
    assert Factor.objects.count() == 1


def test_after_the_password(ready, key, client):
    """PLT-3"""
    assert after_password(client, ready, key)["Location"] == "/"
    assert is_in(client)


def test_after_the_password_it_need_not_look_at_a_finger(ready, key, client):
    """PLT-3"""
    assert after_password(client, ready, key, verified=False).status_code == 302


def test_alone(ready, key, client):
    """Without e-mail and password, in a session of its own. PLT-3"""
    before = client.post(reverse("people:ask_passkey")) and client.session.session_key
    assert alone(client, key)["Location"] == "/units/"
    assert is_in(client)
    assert client.session.session_key != before


def test_alone_never_leads_elsewhere(ready, key, client):
    """PLT-3"""
    asked = client.post(reverse("people:ask_passkey")).json()["options"]
    fields = {"credential": key.prove(asked), "next": "https://evil.example/"}
    assert client.post(reverse("people:sign_in_with_passkey"), fields)["Location"] == "/"


FORGED = {
    "another site": {"origin": "https://evil.example"},
    "another port is another matter, another host is not ours": {"origin": "http://localhost.evil.example:8000"},
    "bound to another site": {"host": "evil.example"},
    "another question": {"challenge": "AAAAAAAAAAAAAAAAAAAAAA"},
    "an answer of making": {"kind": "webauthn.create"},
    "another key": {"signer": ec.generate_private_key(ec.SECP256R1())},
    "somebody else's handle": {"handle": b"somebody else"},
    "nobody looked": {"verified": False},
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_alone_refuses_what_is_forged(ready, key, client, forged):
    """PLT-3"""
    assert alone(client, key, **forged)["Location"] == reverse("people:sign_in")
    assert not is_in(client)


NONSENSE = [
    "",
    "{",
    "null",
    "[]",
    "{}",
    '{"id": 1}',
    "[" * 9999,
    '{"rawId": "AA", "response": {}}',
    "\x00",
    "A" * 30000,
]


@pytest.mark.parametrize("text", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_is_no_proof_and_no_error(ready, key, client, text):
    """PLT-3"""
    client.post(reverse("people:ask_passkey"))
    answer = client.post(reverse("people:sign_in_with_passkey"), {"credential": text})
    assert answer["Location"] == reverse("people:sign_in")
    give_password(client, ready)
    client.get(reverse("people:second_step"))
    answer = client.post(reverse("people:second_step"), {"way": "passkey", "credential": text})
    assert answer.status_code == 400
    client.force_login(ready)
    client.get(reverse("people:add_passkey"))
    assert client.post(reverse("people:add_passkey"), {"name": "x", "credential": text}).status_code == 400


def test_an_answer_counts_once_and_not_late(ready, key, client, clock):
    """PLT-3"""
    asked = client.post(reverse("people:ask_passkey")).json()["options"]
    given = {"credential": key.prove(asked)}
    assert client.post(reverse("people:sign_in_with_passkey"), given)["Location"] == "/"
    client.post(reverse("people:sign_out"))
    assert client.post(reverse("people:sign_in_with_passkey"), given)["Location"] == reverse("people:sign_in")
    start = clock.now()
    clock.set(start)
    asked = client.post(reverse("people:ask_passkey")).json()["options"]
    clock.set(start + timedelta(minutes=6))
    late = {"credential": key.prove(asked)}
    assert client.post(reverse("people:sign_in_with_passkey"), late)["Location"] == reverse("people:sign_in")


def test_an_answer_to_another_question_does_not_count(ready, key, client):
    """What was asked of one browser is not answered by another. PLT-3"""
    other = Client(**HERE)
    asked = other.post(reverse("people:ask_passkey")).json()["options"]
    client.post(reverse("people:ask_passkey"))
    answer = client.post(reverse("people:sign_in_with_passkey"), {"credential": key.prove(asked)})
    assert answer["Location"] == reverse("people:sign_in")


def test_a_copy_of_a_key_is_noticed(ready, key, client):
    """Its counter has stood still. PLT-3"""
    assert alone(client, key).status_code == 302
    client.post(reverse("people:sign_out"))
    assert alone(client, key, counted=False)["Location"] == reverse("people:sign_in")
    assert not is_in(client)
    assert alone(client, key)["Location"] == "/units/"


def test_a_key_that_does_not_count_is_taken(ready, client):
    """Those that are synced between devices stay at 0. PLT-3"""
    key = SoftKey()
    client.force_login(ready)
    add(client, key)
    for _time in range(2):
        other = Client(**HERE)
        assert alone(other, key, counted=False)["Location"] == "/units/"


def test_who_left_is_not_let_in(organisation, sari, nia, client):
    """PLT-3"""
    from people import actions

    key = SoftKey()
    client.force_login(nia)
    add(client, key)
    actions.mark_left(nia, by=sari)
    assert alone(Client(**HERE), key)["Location"] == reverse("people:sign_in")


def test_somebody_elses_passkey_is_no_second_step(ready, nia, with_password, key):
    """PLT-3"""
    with_password(nia)
    hers, client = SoftKey(), Client(**HERE)
    client.force_login(nia)
    add(client, hers)
    other = Client(**HERE)
    assert after_password(other, nia, key, handle=key.handle).status_code == 400
    assert not is_in(other)


def test_rename_and_remove(ready, key, client):
    """PLT-3"""
    client.force_login(ready)
    factor = Factor.objects.get()
    client.post(reverse("people:rename_factor", args=[factor.pk]), {"name": "  Red   key "})
    factor.refresh_from_db()
    assert factor.name == "Red key"
    assert client.post(reverse("people:rename_factor", args=[factor.pk]), {"name": "x" * 61}).status_code == 400
    client.post(reverse("people:remove_factor", args=[factor.pk]))
    assert alone(Client(**HERE), key)["Location"] == reverse("people:sign_in")


WHERE = [
    # host asked for, https, host of BASE_URL → offered
    ("localhost:8000", False, "localhost", True),
    ("127.0.0.1:8000", False, "localhost", False),
    ("127.0.0.1:8000", False, "127.0.0.1", False),
    ("dewan.example.com", False, "dewan.example.com", False),
    ("dewan.example.com", True, "dewan.example.com", True),
    ("localhost:8000", False, "dewan.example.com", False),
]


@pytest.mark.parametrize(("host", "https", "base", "offered"), WHERE)
def test_where_passkeys_are_offered(ready, settings, host, https, base, offered):
    """Elsewhere the page says where they work, and the rest goes on. PLT-3"""
    settings.HOST = base
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    extra = {"HTTP_HOST": host, "secure": https}
    page = client.get(reverse("people:sign_in"), **extra).content.decode()
    assert ("data-passkey" in page) is offered
    client.force_login(ready)
    assert client.get(reverse("people:add_passkey"), **extra).status_code == (200 if offered else 404)
    page = client.get(reverse("people:security"), **extra).content.decode()
    assert ("Passkeys need https" in page) is not offered


def test_second_step_offers_the_other_ways(ready, key, client):
    """PLT-3"""
    with_app(ready)
    client.post(reverse("people:sign_in"), {"email": ready.email, "password": PASSWORD})
    page = client.get(reverse("people:second_step")).content.decode()
    assert "?with=app" in page
    assert "?with=recovery" in page
    asked = json.loads(question_on(client.get(reverse("people:second_step"))))["publicKey"]
    assert (asked["rpId"], len(asked["allowCredentials"]), asked["userVerification"]) == ("localhost", 1, "preferred")
