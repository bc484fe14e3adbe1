"""How the register is narrowed, through page and API alike. REG-1"""

import pytest

from accounts import actions
from accounts.filters.account import with_purpose
from accounts.models import Account
from tests.api import api_client


@pytest.fixture
def careers(organisation, instagram, sari):
    return actions.register_account(
        organisation.logistik, instagram, "karier", organisation.dewi, purposes=["recruiting"], by=sari
    )


def test_with_purpose_takes_whole_words_only(account, careers):
    """REG-1: `service` is part of a purpose, and no purpose."""
    for purpose, found in (("promotion", [account]), ("service_after", [account]), ("service", []), ("sales", [])):
        assert list(with_purpose(Account.objects.all(), "purpose", purpose)) == found
    assert list(with_purpose(Account.objects.all(), "purpose", "recruiting")) == [careers]


@pytest.mark.parametrize(
    ("query", "handles"),
    [
        ("", ["karier", "nusantarapangan"]),
        ("?purpose=recruiting", ["karier"]),
        ("?platform=x", []),
        ("?q=pangan", ["nusantarapangan"]),
    ],
)
def test_api_list_is_narrowed_by_its_filters(account, careers, sari, client, query, handles):
    """PLT-2: with and without a filter."""
    client.force_login(sari)
    rows = client.get(f"/api/v1/accounts/{query}").json()["results"]
    assert [row["handle"] for row in rows] == handles


def test_api_list_asks_the_same_number_of_queries_at_any_length(
    account, careers, sari, client, django_assert_num_queries
):
    """PLT-2: session, reader, rows with all they say, and two for what the organisation asks for."""
    client.force_login(sari)
    with django_assert_num_queries(5):
        row = client.get("/api/v1/accounts/").json()["results"][1]
    assert row["owner"]["name"] == str(account.owner)
    assert row["unit"] == {"id": account.unit.pk, "name": str(account.unit)}
    assert "no_custody" in row["gaps"]


def test_unknown_platform_is_an_error_in_the_api(account, organisation):
    """PLT-2: not an empty list, by which a typo would pass for “none”."""
    api = api_client(organisation.sari)
    for noun in ("accounts", "account-requests", "reports"):
        answer = api.get(f"/api/v1/{noun}/?platform=zzz")
        assert answer.status_code == 400, noun
        assert answer.json()["errors"][0]["field"] == "?platform"
        assert api.get(f"/api/v1/{noun}/?platform=instagram").status_code == 200
