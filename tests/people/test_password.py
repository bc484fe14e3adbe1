"""A new password: by mail, by invitation, by oneself. PLT-3"""

import re

import pytest
from django.test import Client
from django.urls import reverse

from notices.models import Letter
from people import actions
from people.models import Person, ResetRequest
from people.tasks import answer_resets
from tests.cast import PASSWORD
from trail.actions import SYSTEM
from trail.errors import Refused


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
    assert (answer.status_code, "Too many tries" in answer.content.decode()) == (400, True)
