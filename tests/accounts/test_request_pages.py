"""The pages of requests: as fast for thirty as for one, and nothing typed is lost. REG-3"""

import pytest

from accounts.models import AccountRequest
from tests.accounts.opening import submitted


@pytest.fixture
def as_(client):
    def enter(person):
        client.force_login(person)
        return client

    return enter


def test_request_list_asks_as_much_for_1_as_for_30(as_, organisation, django_assert_num_queries):
    submitted(organisation)
    window = as_(organisation.sari)
    window.get("/accounts/requests/")
    with django_assert_num_queries(9):
        window.get("/accounts/requests/")
    for number in range(29):
        submitted(organisation, f"dapur{number}kita")
    with django_assert_num_queries(9):
        answer = window.get("/accounts/requests/")
    assert len(answer.context["listing"].rows) == 30


def test_request_list_shows_what_waits_for_the_reader(as_, organisation):
    submitted(organisation)
    for name, n in (("dewi", 1), ("sari", 0), ("rudi", 0)):
        answer = as_(getattr(organisation, name)).get("/accounts/requests/?show=waiting")
        assert len(answer.context["listing"].rows) == n, name


def test_a_draft_is_saved_however_little_it_says(as_, organisation):
    window = as_(organisation.nia)
    answer = window.post("/accounts/requests/new/", {"unit": organisation.pangan.pk, "handle": "", "save": "1"})
    request = AccountRequest.objects.get()
    assert (answer.status_code, answer.url, request.status) == (302, request.get_absolute_url(), "draft")


def test_enter_in_another_choice_decides_nothing(as_, organisation):
    request = submitted(organisation)
    window = as_(organisation.dewi)
    url = f"{request.get_absolute_url()}approve-request/"
    answer = window.post(url, {"version": request.version, "choice": "reject_request", "why": ""})
    assert (answer.status_code, answer.context["choice"]) == (200, "reject_request")
    assert AccountRequest.objects.get().status == "submitted"
