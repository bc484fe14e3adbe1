"""Each person chooses how to hear of what: page and API, one's own only. PLT-5"""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from notices import actions
from notices.models import Choice, DigestTime
from tests.api import api_client

ADDRESS = "/api/v1/me/notice-choices/"


def way_in(answer, kind):
    return next(row for row in answer.json()["kinds"] if row["kind"] == kind)


@pytest.mark.django_db
def test_choose_notices_by_the_wrong_person(nia, sari):
    """Not even an administrator chooses for others. PLT-4"""
    with pytest.raises(PermissionDenied):
        actions.choose_notices(nia, {"rotation_due": "now"}, by=sari)
    with pytest.raises(PermissionDenied):
        actions.choose_digest_time(nia, hour=9, by=sari)


@pytest.mark.django_db
@pytest.mark.parametrize("ways", [{"no_such": "now"}, {"rotation_due": "app"}, {"invitation": "app"}])
def test_choose_notices_refuses(nia, ways):
    """Unknown kinds, direct mail, and less than the kind allows. PLT-5"""
    with pytest.raises(ValidationError):
        actions.choose_notices(nia, ways, by=nia)
    assert Choice.objects.count() == 0


@pytest.mark.django_db
def test_the_page_saves_and_goes_back_to_defaults(nia, client):
    """GET changes nothing; only what differs from the default is kept. PLT-5"""
    client.force_login(nia)
    page = client.get("/notices/choices/").content.decode()
    assert page.count('type="radio"') == page.count('class="words"')
    assert 'name="way_rotation_due" value="app"' not in page
    form = client.get("/notices/choices/").context["form"]
    data = {field.html_name: field.value() for field in form if field.value()} | {"way_import_finished": "digest"}
    assert client.post("/notices/choices/", data | {"hour": "9", "is_weekdays_only": "on"}).status_code == 302
    assert list(Choice.objects.values_list("person", "kind", "way")) == [(nia.pk, "import_finished", "digest")]
    time = DigestTime.objects.get()
    assert (time.hour, time.is_weekdays_only) == (9, True)
    assert client.post("/notices/choices/", data | {"way_rotation_due": "app", "hour": "9"}).status_code == 400
    assert client.post("/notices/choices/reset/").status_code == 302
    assert (Choice.objects.count(), DigestTime.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_the_api_shows_and_sets(nia):
    """PLT-2"""
    api = api_client(nia)
    first = way_in(api.get(ADDRESS), "rotation_due")
    assert (first["way"], first["default"], first["ways"]) == ("digest", "digest", ["now", "digest"])
    body = {"ways": {"rotation_due": "now"}, "digest": {"hour": 6}}
    answer = api.patch(ADDRESS, body, content_type="application/json")
    assert (answer.status_code, way_in(answer, "rotation_due")["way"]) == (200, "now")
    assert answer.json()["digest"] == {"hour": 6, "is_weekdays_only": False, "next_at": None}
    answer = api.patch(ADDRESS, {"ways": {"rotation_due": None}}, content_type="application/json")
    assert way_in(answer, "rotation_due")["way"] == "digest"
    for wrong in ({"ways": {"rotation_due": "app"}}, {"ways": {"x": "now"}}, {"digest": {"hour": 24}}, {"hour": 1}):
        assert api.patch(ADDRESS, wrong, content_type="application/json").status_code == 400
