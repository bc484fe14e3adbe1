"""A person with second factors, and the codes their app shows. PLT-3"""

import base64
import re

from django.urls import reverse

from people import actions, codes
from tests.cast import PASSWORD
from trail import clock

SECRET = b"12345678901234567890"


def code(*, later=0, secret=SECRET):
    """What the app shows now, or some half minutes later."""
    return codes.code_at(secret, codes.step_at(clock.now()) + later)


def with_app(person):
    """Tie the app to a person; the step before now is the one that was used up. Their recovery codes."""
    return actions.add_app(person, SECRET, code(later=-1), by=person)


def give_password(client, person, **extra):
    fields = {"email": person.email, "password": PASSWORD}
    return client.post(reverse("people:sign_in"), fields, **extra)


def second_step(client, code, way="app", **extra):
    return client.post(reverse("people:second_step"), {"way": way, "code": code}, **extra)


def is_in(client):
    return client.get(reverse("people:profile")).status_code == 200


def secret_on(page):
    """The secret that a page of set-up spells."""
    spelled = re.search(r'class="spelled">([A-Z2-7 ]+)<', page)[1]
    return base64.b32decode(spelled.replace(" ", ""))
