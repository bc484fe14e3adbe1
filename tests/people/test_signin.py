"""Getting in, staying out. PLT-3"""

import threading
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from people import actions, lockout
from people.tasks import forget_attempts
from tests.cast import PASSWORD, found_nusantara
from trail.actions import SYSTEM

WRONG = "do not belong together"
LOCKED = "Too many tries"


@pytest.fixture
def door(client):
    """Try to sign in: `door("sari@…", "password")` → the answer."""

    def door(email, password, by=client, **extra):
        return by.post(reverse("people:sign_in"), {"email": email, "password": password}, **extra)

    return door


@pytest.mark.parametrize("email", ["sari@nusantara.example", " SARI@Nusantara.Example "])
def test_sign_in_with_the_right_password(ready, door, client, email):
    """PLT-3"""
    answer = door(email, PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get(reverse("people:profile")).status_code == 200


REFUSED = [
    ("sari@nusantara.example", "wrong"),
    ("nobody@nusantara.example", PASSWORD),
    ("budi@nusantara.example", PASSWORD),  # has no password yet
    ("'; DROP TABLE people_person; --", PASSWORD),
]


@pytest.mark.parametrize(("email", "password"), REFUSED)
def test_sign_in_refused_in_the_same_words(ready, door, client, email, password):
    """PLT-3"""
    answer = door(email, password)
    assert answer.status_code == 400
    assert WRONG in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_sign_in_of_unknown_people_hashes_all_the_same(ready, door, monkeypatch):
    """The time a password takes is spent for the unknown and for those without one, too. PLT-3"""
    hashed = []
    from django.contrib.auth.hashers import get_hasher

    hasher = get_hasher().__class__
    encode = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda self, *args, **kw: hashed.append(1) or encode(self, *args, **kw))
    counts = []
    for email in ("sari@nusantara.example", "nobody@nusantara.example", "budi@nusantara.example"):
        hashed.clear()
        door(email, "wrong password")
        counts.append(len(hashed))
    assert counts == [1, 1, 1]


def test_sign_in_gives_a_new_session(ready, door, client):
    """Nobody keeps a session they planted. PLT-3"""
    client.get(reverse("people:sign_in"))
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["dewan_session"] = planted = session.session_key
    door("sari@nusantara.example", PASSWORD)
    assert client.session.session_key != planted


ELSEWHERE = ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]


@pytest.mark.parametrize("next_page", ELSEWHERE)
def test_sign_in_never_leads_elsewhere(ready, client, next_page):
    """PLT-3"""
    fields = {"email": "sari@nusantara.example", "password": PASSWORD, "next": next_page}
    assert client.post(reverse("people:sign_in"), fields)["Location"] == "/"


def test_sign_in_leads_to_where_one_wanted(ready, client):
    fields = {"email": "sari@nusantara.example", "password": PASSWORD, "next": "/units/"}
    assert client.post(reverse("people:sign_in"), fields)["Location"] == "/units/"


def test_six_wrong_passwords_lock_the_pair_for_fifteen_minutes(ready, door, clock):
    """PLT-3"""
    start = clock.now()
    clock.set(start)
    for _attempt in range(6):
        assert WRONG in door("sari@nusantara.example", "wrong").content.decode()
    locked = door("sari@nusantara.example", PASSWORD)
    assert (locked.status_code, LOCKED in locked.content.decode()) == (429, True)
    assert door("sari@nusantara.example", PASSWORD, REMOTE_ADDR="10.9.9.9").status_code == 302
    for minute in range(1, 15):
        clock.set(start + timedelta(minutes=minute))
        assert door("sari@nusantara.example", "wrong", by=Client()).status_code == 429
    clock.set(start + timedelta(minutes=15))
    assert door("sari@nusantara.example", PASSWORD, by=Client()).status_code == 302


def test_six_tries_of_an_unknown_person_lock_alike(ready, door):
    """PLT-3"""
    for _attempt in range(6):
        assert WRONG in door("nobody@nusantara.example", "wrong").content.decode()
    assert LOCKED in door("nobody@nusantara.example", "wrong").content.decode()


def test_a_right_password_wipes_the_count(ready, door):
    """PLT-3"""
    for _attempt in range(5):
        door("sari@nusantara.example", "wrong")
    assert door("sari@nusantara.example", PASSWORD).status_code == 302
    for _attempt in range(5):
        assert WRONG in door("sari@nusantara.example", "wrong", by=Client()).content.decode()


def test_a_spoofed_address_is_not_believed(ready, door, settings):
    """PLT-3"""
    for attempt in range(6):
        door("sari@nusantara.example", "wrong", HTTP_X_FORWARDED_FOR=f"10.0.0.{attempt}")
    assert door("sari@nusantara.example", PASSWORD, HTTP_X_FORWARDED_FOR="10.0.0.77").status_code == 429
    settings.TRUSTED_PROXIES = 1
    spoofed = "1.2.3.4, 192.0.2.7"
    assert door("sari@nusantara.example", PASSWORD, HTTP_X_FORWARDED_FOR=spoofed).status_code == 302


ADDRESSES = [
    # proxies trusted, X-Forwarded-For → the address that counts
    (0, "1.1.1.1", "127.0.0.1"),
    (1, "1.1.1.1, 2.2.2.2", "2.2.2.2"),
    (2, "1.1.1.1, 2.2.2.2", "1.1.1.1"),
    (3, "1.1.1.1, 2.2.2.2", "127.0.0.1"),
    (1, "rubbish", "127.0.0.1"),
    (1, "", "127.0.0.1"),
]


@pytest.mark.parametrize(("proxies", "forwarded", "address"), ADDRESSES)
def test_client_address(settings, proxies, forwarded, address):
    """PLT-3"""
    settings.TRUSTED_PROXIES = proxies
    assert lockout.client_address(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded)) == address


def test_counts_keep_neither_password_nor_browser(ready, door):
    """PLT-3"""
    door("sari@nusantara.example", "my-secret", HTTP_USER_AGENT="Mozilla")
    row = AccessAttempt.objects.get(username="sari@nusantara.example")
    assert (row.user_agent, row.post_data, row.get_data, row.path_info) == ("", "", "", "")


def test_forget_attempts_after_the_rest(ready, door, clock):
    door("sari@nusantara.example", "wrong")
    assert forget_attempts() == 0
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert forget_attempts() == 2


@pytest.mark.django_db(transaction=True)
def test_twenty_wrong_passwords_at_once_are_six():
    """PLT-3"""
    found_nusantara(by=SYSTEM)
    answers = []
    gate = threading.Barrier(20)

    def attempt():
        gate.wait()
        try:
            answers.append(lockout.reserve("sari@nusantara.example", "127.0.0.1", limit=lockout.TRIES))
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False] * 14 + [True] * 6


def test_sign_out_only_by_post(ready, client):
    """PLT-3"""
    client.force_login(ready)
    assert client.get(reverse("people:sign_out")).status_code == 405
    assert client.post(reverse("people:sign_out"))["Location"] == reverse("people:sign_in")
    assert client.get(reverse("people:profile")).status_code == 302


def test_sign_in_needs_the_token_of_its_form(ready):
    """PLT-3"""
    strict = Client(enforce_csrf_checks=True)
    fields = {"email": "sari@nusantara.example", "password": PASSWORD}
    assert strict.post(reverse("people:sign_in"), fields).status_code == 403


def test_who_left_is_out_at_the_next_request_and_after_a_return(ready, organisation, second, dewi, client):
    """PLT-3"""
    client.force_login(ready)
    assert client.get(reverse("people:profile")).status_code == 200
    actions.mark_left(ready, by=dewi)
    assert client.get(reverse("people:profile")).status_code == 302
    actions.bring_back(ready, by=dewi)
    assert client.get(reverse("people:profile")).status_code == 302


def test_who_left_cannot_sign_in(organisation, sari, nia, with_password, door):
    """PLT-3"""
    with_password(nia)
    actions.mark_left(nia, by=sari)
    assert WRONG in door("nia@nusantara.example", PASSWORD).content.decode()


# the demo


SWITCHES = [(False, False, 404), (True, False, 404), (False, True, 404), (True, True, 302)]


@pytest.mark.parametrize(("setting", "flag", "status"), SWITCHES)
def test_try_person_only_in_the_demo(organisation, nia, client, settings, setting, flag, status):
    """PLT-3"""
    settings.DEMO = setting
    if flag:
        actions.mark_demo(by=SYSTEM)
    shown = client.get(reverse("people:sign_in")).content.decode()
    assert (reverse("people:try_person", args=[nia.pk]) in shown) is (status == 302)
    assert client.get(reverse("people:try_person", args=[nia.pk])).status_code == 405
    assert client.post(reverse("people:try_person", args=[nia.pk])).status_code == status
    assert ("_auth_user_id" in client.session) is (status == 302)


def test_try_person_offers_the_story_and_nobody_else(organisation, made, settings, client):
    """PLT-3"""
    settings.DEMO = True
    actions.mark_demo(by=SYSTEM)
    assert client.post(reverse("people:try_person", args=[made.pk])).status_code == 404
