"""Getting in, staying out. PLT-3"""

import re
import threading
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from notices.models import Letter
from people import actions, lockout
from people.models import Organisation, Person, ResetRequest, Role, RoleGrant, Unit
from people.tasks import answer_resets, forget_attempts
from tests.cast import PASSWORD, found_nusantara
from trail.actions import SYSTEM
from trail.errors import Refused

WRONG = "do not belong together"
LOCKED = "Too many tries"


@pytest.fixture
def door(client):
    """Try to sign in: `door("sari@…", "password")` → the answer."""

    def door(email, password, by=client, **extra):
        return by.post(reverse("people:sign_in"), {"email": email, "password": password}, **extra)

    return door


@pytest.fixture
def ready(sari, with_password):
    with_password(sari)
    return sari


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


# a new password


def letters():
    return Letter.objects.filter(kind__in=("invitation", "password_reset")).order_by("pk")


def links():
    return [re.search(r"/password/set/\S+", letter.params["url"]).group() for letter in letters()]


def test_ask_reset_says_nothing_about_who_is_known(ready, client):
    """PLT-3"""
    answers = []
    for email in ("sari@nusantara.example", "nobody@nusantara.example"):
        answer = client.post(reverse("people:ask_reset"), {"email": email})
        answers.append((answer.status_code, answer.content.decode().replace(email, "…")))
        assert ResetRequest.objects.filter(email=email).count() == 1
    token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert token.sub("", answers[0][1]) == token.sub("", answers[1][1])
    assert letters().count() == 0
    assert answer_resets() == 2
    assert [letter.person for letter in letters()] == [ready]
    assert ResetRequest.objects.count() == 0


def test_ask_reset_is_throttled(ready, client):
    """PLT-3"""
    codes = [
        client.post(reverse("people:ask_reset"), {"email": f"x{number}@nusantara.example"}).status_code
        for number in range(21)
    ]
    assert codes == [200] * 20 + [429]


def test_set_password_by_the_link_once(ready, client):
    """Opening the link changes nothing: mail scanners press links. PLT-3"""
    actions.ask_reset("SARI@nusantara.example", by=SYSTEM)
    answer_resets()
    (link,) = links()
    before = Person.objects.get(pk=ready.pk).password
    for _scanner in range(3):
        page = Client().get(link, follow=True)
        assert page.status_code == 200
    assert Person.objects.get(pk=ready.pk).password == before
    form = client.get(link, follow=True).redirect_chain[-1][0]
    fields = {"new_password1": "gado-gado-enak", "new_password2": "gado-gado-enak"}
    assert client.post(form, fields)["Location"] == "/"
    assert client.get(reverse("people:profile")).status_code == 200
    assert "This link no longer works" in Client().get(link, follow=True).content.decode()


def test_set_password_refuses_weak_ones(ready, client):
    """PLT-3"""
    actions.ask_reset("sari@nusantara.example", by=SYSTEM)
    answer_resets()
    form = client.get(links()[0], follow=True).redirect_chain[-1][0]
    for weak in ("short", "1234567890", "sariwulandari"):
        assert client.post(form, {"new_password1": weak, "new_password2": weak}).status_code == 400


def test_set_password_of_somebody_who_has_left(organisation, sari, nia, with_password, client):
    """PLT-3"""
    with_password(nia)
    actions.ask_reset("nia@nusantara.example", by=SYSTEM)
    answer_resets()
    actions.mark_left(nia, by=sari)
    assert "This link no longer works" in client.get(links()[0], follow=True).content.decode()


def test_invite_person_sets_the_first_password(organisation, sari, nia, client):
    """PLT-3"""
    actions.invite_person(nia, by=sari)
    form = client.get(links()[0], follow=True).redirect_chain[-1][0]
    client.post(form, {"new_password1": "gado-gado-enak", "new_password2": "gado-gado-enak"})
    assert client.get(reverse("people:profile")).status_code == 200


INVITED = ["who has no e-mail", "who can sign in", "who has left"]


@pytest.mark.parametrize("case", INVITED)
def test_invite_person_refused(organisation, sari, nia, gone, with_password, case):
    """PLT-3"""
    if case == "who has no e-mail":
        person = actions.add_person(unit=organisation.pangan, name="Fitri", by=sari)
    elif case == "who can sign in":
        person = nia
        with_password(nia)
    else:
        person = gone
    with pytest.raises(Refused):
        actions.invite_person(person, by=sari)


def test_change_password_ends_other_sessions(ready, client):
    """PLT-3"""
    other = Client()
    client.force_login(ready)
    other.force_login(ready)
    fields = {"old_password": PASSWORD, "new_password1": "gado-gado-enak", "new_password2": "gado-gado-enak"}
    assert client.post(reverse("people:change_password"), fields).status_code == 302
    assert client.get(reverse("people:profile")).status_code == 200
    assert other.get(reverse("people:profile")).status_code == 302


def test_change_password_cannot_be_guessed(ready, client):
    """PLT-3"""
    client.force_login(ready)
    fields = {"old_password": "wrong", "new_password1": "gado-gado-enak", "new_password2": "gado-gado-enak"}
    for _attempt in range(6):
        client.post(reverse("people:change_password"), fields)
    answer = client.post(reverse("people:change_password"), fields | {"old_password": PASSWORD})
    assert (answer.status_code, LOCKED in answer.content.decode()) == (400, True)


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


# the first administrator


def test_createsuperuser_founds_the_organisation(db, monkeypatch, capsys):
    """ORG-7"""
    monkeypatch.setenv("DJANGO_SUPERUSER_EMAIL", "First@One.example")
    monkeypatch.setenv("DJANGO_SUPERUSER_NAME", "First One")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--noinput")
    person = Person.objects.get()
    root = Unit.objects.root()
    assert (person.email, person.name, person.unit, root.head) == ("first@one.example", "First One", root, person)
    assert person.check_password(PASSWORD)
    grant = RoleGrant.objects.get()
    assert (grant.person, grant.unit, grant.role) == (person, root, Role.ADMINISTRATOR)


def test_createsuperuser_of_a_living_organisation_gives_no_business_right(organisation):
    """ORG-7"""
    call_command("createsuperuser", "--noinput", email="it@nusantara.example", name="IT")
    person = Person.objects.by_email("it@nusantara.example").get()
    assert (person.is_superuser, person.grants.count(), person.unit) == (True, 0, organisation.root)
    with pytest.raises(CommandError):
        call_command("createsuperuser", "--noinput", email="it@nusantara.example", name="IT again")


def test_organisation_settings_read_without_writing(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert Organisation.current().sync_guard_percent == 10
    assert Organisation.objects.count() == 0
