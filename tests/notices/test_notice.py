"""Told in the transaction of the change, once, to those who may hear. PLT-5"""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notices import actions, letters
from notices.models import Letter, Notice
from people.actions import edit_person, mark_left
from people.models import Person
from tests.api import api_client
from trail.actions import SYSTEM, action

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(organisation):
    """Tell Nia something about Pangan; the earlier notices of the founding are gone."""
    Letter.objects.all().delete()
    Notice.objects.all().delete()

    def tell(person=organisation.nia, count=1):
        for number in range(count):
            actions.notify(
                person,
                "account_role_given",
                f"@pangan{number}",
                params={"role": "owner"},
                url="/accounts/1/",
                by=SYSTEM,
            )
        return Notice.objects.filter(person=person).latest("pk")

    return tell


def test_notify_writes_notice_and_letter(told, nia):
    """PLT-5"""
    notice = told()
    letter = Letter.objects.get()
    assert (notice.person, notice.subject_text, notice.read_at) == (nia, "@pangan0", None)
    assert (letter.notice, letter.person, letter.status, letter.attempts) == (notice, nia, "pending", 0)


def test_notify_of_a_thing_keeps_its_type_and_id(told, nia, pangan):
    """PLT-5"""
    notice = actions.notify(nia, "person_leaving", pangan, params={"on": "2026-12-01"}, by=SYSTEM)
    assert (notice.subject_type, notice.subject_id, notice.subject_text) == (
        "people.unit",
        str(pangan.pk),
        "Nusantara Pangan",
    )


def test_who_has_left_hears_nothing_and_without_email_stays_in_the_app(told, oki, made):
    """PLT-5"""
    mark_left(oki, by=SYSTEM)
    edit_person(made, email=None, by=SYSTEM)
    Letter.objects.all().delete()
    Notice.objects.all().delete()
    assert actions.notify(oki, "person_leaving", "x", by=SYSTEM) is None
    assert actions.notify(made, "person_leaving", "x", params={"on": "2026-12-01"}, by=SYSTEM).person == made
    assert Letter.objects.count() == 0


def test_notify_many_lists_the_items_of_each_person_once(told, nia, budi):
    """One message per person, kind and sweep, never a flood. PLT-5"""
    entries = [(nia, f"@a{number}", {"on": "2026-12-01"}, f"/accounts/{number}/") for number in range(40)]
    notices = actions.notify_many([*entries, (budi, "@b", None, "/accounts/b/")], "rotation_due", by=SYSTEM)
    assert [(notice.person, len(notice.items)) for notice in notices] == [(nia, 40), (budi, 1)]
    assert Notice.objects.waiting().count() == 2
    assert letters.title(notices[0]) == "40 logins are due to be changed"


def test_a_change_that_fails_tells_nobody(told, nia):
    """PLT-5"""

    @action
    def fail(*, by):
        actions.notify(nia, "person_leaving", "x", by=by)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        fail(by=SYSTEM)
    assert (Notice.objects.count(), Letter.objects.count()) == (0, 0)


def test_the_list_is_mine_and_in_my_language(told, client, nia, budi):
    """PLT-1 PLT-4"""
    mine, other = told(nia), told(budi)
    Person.objects.filter(pk=nia.pk).update(language="en")
    client.force_login(Person.objects.get(pk=nia.pk))
    page = client.get("/notices/").content.decode()
    assert "You are now the owner of @pangan0" in page
    assert client.post(f"/notices/{other.pk}/read/").status_code == 404
    assert client.post(f"/notices/{mine.pk}/read/", {"open": "1"}).headers["Location"] == "/accounts/1/"
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.read_at is None, other.read_at) == (False, None)


def test_read_notice_by_htmx_gives_the_row_again(told, client, nia):
    """PLT-7"""
    notice = told()
    client.force_login(nia)
    answer = client.post(f"/notices/{notice.pk}/read/", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Mark as read" not in answer.content.decode()


def test_read_all_notices_touches_only_mine(told, client, nia, budi):
    """PLT-4"""
    told(nia, 3)
    told(budi)
    client.force_login(nia)
    client.post("/notices/read-all/")
    assert Notice.objects.unread().count() == 1
    assert "Nothing" in client.get("/notices/?unread=true").content.decode()


def test_get_changes_nothing(told, client, nia):
    """Mail scanners press links. flows 3"""
    notice = told()
    client.force_login(nia)
    assert client.get(f"/notices/{notice.pk}/read/").status_code == 405
    assert client.get("/notices/read-all/").status_code == 405
    notice.refresh_from_db()
    assert notice.read_at is None


def test_list_costs_the_same_with_one_and_with_thirty(told, client, nia):
    """Speed"""
    client.force_login(nia)
    told(count=1)
    client.get("/notices/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/notices/")
    told(count=29)
    with CaptureQueriesContext(connection) as thirty:
        client.get("/notices/")
    assert len(one) == len(thirty)
    assert len(thirty) <= 12


def test_api_lists_and_reads(told, nia, budi):
    """PLT-2"""
    mine, other = told(nia), told(budi)
    door = api_client(nia)
    found = door.get("/api/v1/notices/").json()["results"]
    assert [row["id"] for row in found] == [mine.pk]
    assert found[0]["title"] == "You are now the owner of @pangan0"
    assert door.send(f"/api/v1/notices/{mine.pk}/read-notice/").status_code == 200
    assert door.send(f"/api/v1/notices/{other.pk}/read-notice/").status_code == 404
    mine.refresh_from_db()
    assert mine.read_at is not None
    assert door.get("/api/v1/notices/?read_at__isnull=true").json()["results"] == []


def test_only_the_recipient_reads(told, nia, sari):
    """PLT-4"""
    with pytest.raises(PermissionDenied):
        actions.read_notice(told(nia), by=sari)
