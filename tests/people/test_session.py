"""Where one is signed in: listed, seen now and then, ended at once. PLT-3"""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from notices.models import Notice
from people import actions
from people.models import Device, Session
from people.sessions import handle_of
from people.tasks import forget_sessions
from tests.cast import PASSWORD
from tests.people.doorway import give_password, is_in
from trail.models import Entry

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1"


@pytest.fixture
def two(ready):
    """Two browsers in which Sari is signed in."""
    desk, phone = Client(HTTP_USER_AGENT=CHROME), Client(HTTP_USER_AGENT=PHONE, REMOTE_ADDR="203.0.113.77")
    for browser in (desk, phone):
        assert give_password(browser, ready)["Location"] == "/"
    return desk, phone


def row_of(client):
    return Session.objects.get(pk=client.session.session_key)


def test_list_says_where_and_what_with(ready, two):
    """PLT-3"""
    desk, phone = two
    assert (row_of(phone).person, row_of(phone).device, row_of(phone).place) == (
        ready,
        "Safari · iPhone",
        "203.0.113.*",
    )
    page = desk.get(reverse("people:security")).content.decode()
    assert page.index("Chrome · Windows") < page.index("Safari · iPhone")
    assert page.count("This one") == 1
    assert "203.0.113.77" not in page
    for browser in two:
        assert browser.session.session_key not in page


def test_end_one(ready, two):
    """Out at the next request; one's own others only. PLT-3"""
    desk, phone = two
    handle = handle_of(phone.session.session_key)
    assert desk.post(reverse("people:end_session", args=[handle])).status_code == 302
    assert (is_in(desk), is_in(phone)) == (True, False)
    assert Entry.objects.order_by("-seq").first().verb == "end_session"
    assert desk.post(reverse("people:end_session", args=[handle])).status_code == 404


def test_end_of_somebody_elses(ready, two, nia, client):
    """PLT-3"""
    client.force_login(nia)
    assert client.post(reverse("people:end_session", args=[row_of(two[0]).handle])).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.end_session(row_of(two[0]), by=nia)
    with pytest.raises(PermissionDenied):
        actions.end_sessions(ready, by=nia)
    assert is_in(two[0])


def test_end_all_others(two):
    """PLT-3"""
    desk, phone = two
    desk.post(reverse("people:end_other_sessions"))
    assert (is_in(desk), is_in(phone)) == (True, False)


def test_an_administrator_ends_all_and_says_so(ready, nia, client):
    """PLT-3"""
    hers = Client()
    hers.force_login(nia)
    client.force_login(ready)
    assert client.post(reverse("people:end_sessions", args=[nia.pk]), {"why": "Laptop stolen"}).status_code == 302
    assert not is_in(hers)
    notice = Notice.objects.filter(person=nia).order_by("-pk").first()
    assert (notice.kind, notice.params["what"], notice.params["why"]) == (
        "sign_in_changed",
        "end_sessions",
        "Laptop stolen",
    )


def test_a_new_password_ends_all_others(ready, two):
    """The rows go as well, not only their use. PLT-3"""
    desk, phone = two
    fields = {"old_password": PASSWORD, "new_password1": "gado-gado-enak", "new_password2": "gado-gado-enak"}
    desk.post(reverse("people:change_password"), fields)
    assert (is_in(desk), is_in(phone)) == (True, False)
    assert Session.objects.filter(person=ready).count() == 1


def test_who_left_has_no_session(organisation, sari, nia, client):
    """PLT-3"""
    client.force_login(nia)
    actions.mark_left(nia, by=sari)
    assert Session.objects.filter(person=nia).count() == 0
    assert not is_in(client)


def test_an_ended_session_does_not_come_back(ready, two):
    """A request that is still running saves nothing that opens again. PLT-3"""
    desk, _phone = two
    running = desk.session
    assert running["_auth_user_id"] == str(ready.pk)
    actions.end_sessions(ready, by=ready)
    running["seen_at"] = "2030-01-01T00:00:00+00:00"
    with pytest.raises(UpdateError):
        running.save()
    assert not is_in(desk)


def test_seen_is_written_every_five_minutes_at_most(ready, client, clock):
    """PLT-3"""
    start = clock.now()
    clock.set(start)
    client.force_login(ready)

    def writes():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("people:profile"))
        return sum("people_session" in query["sql"] and query["sql"].startswith("UPDATE") for query in asked)

    assert writes() == 0
    clock.set(start + timedelta(minutes=4, seconds=59))
    assert writes() == 0
    clock.set(start + timedelta(minutes=5))
    assert writes() == 1
    assert writes() == 0
    assert row_of(client).seen_at == start + timedelta(minutes=5)


def test_a_session_ends_after_a_month_of_use(ready, client, clock):
    """PLT-3"""
    start = clock.now()
    clock.set(start)
    client.force_login(ready)
    clock.set(start + timedelta(days=30))
    assert is_in(client)
    clock.set(start + timedelta(days=30, seconds=1))
    assert not is_in(client)


def test_cookies_are_guarded(ready, client, settings):
    """PLT-3"""
    settings.SESSION_COOKIE_SECURE = True
    give_password(client, ready)
    for name in (settings.SESSION_COOKIE_NAME, settings.DEVICE_COOKIE_NAME):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")


def test_a_new_device_is_told_and_a_known_one_is_not(ready):
    """The first of all is not: somebody has just been invited. PLT-3"""

    def told():
        return Notice.objects.filter(person=ready, kind="new_device").count()

    desk, phone = Client(HTTP_USER_AGENT=CHROME), Client(HTTP_USER_AGENT=PHONE)
    give_password(desk, ready)
    assert told() == 0
    desk.post(reverse("people:sign_out"))
    give_password(desk, ready)
    assert told() == 0
    give_password(phone, ready)
    assert told() == 1
    assert Device.objects.filter(person=ready).count() == 2
    assert Notice.objects.get(kind="new_device").params["device"] == "Safari · iPhone"


def test_the_device_of_another_person_is_no_known_one(ready, nia, with_password):
    """PLT-3"""
    with_password(nia)
    desk, shared = Client(), Client()
    give_password(desk, ready)
    give_password(shared, nia)
    shared.post(reverse("people:sign_out"))
    give_password(shared, ready)
    assert Notice.objects.filter(person=ready, kind="new_device").count() == 1


def test_forget_sessions(ready, two, clock):
    """PLT-3"""
    assert forget_sessions() == 0
    Session.objects.filter(pk=two[0].session.session_key).update(expire_date=clock.now() - timedelta(seconds=1))
    assert forget_sessions() == 1
    assert (is_in(two[0]), is_in(two[1])) == (False, True)


def test_list_asks_the_same_of_one_and_of_thirty(ready, client):
    """PLT-3"""
    client.force_login(ready)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("people:security")).status_code == 200
        return len(asked)

    first = queries()
    for _browser in range(29):
        Client().force_login(ready)
    assert Session.objects.filter(person=ready).count() == 30
    assert (queries(), first) == (first, first)
