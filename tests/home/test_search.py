"""Search across rooms, with the reader's eyes. PLT-6"""

import pytest

from accounts import actions as accounts
from accounts.actions import request as actions_of_requests
from accounts.models import Platform
from people import actions as people
from people.models import Role
from tests.accounts.opening import drafted
from tests.api import api_client
from trail.actions import SYSTEM


def register(unit, platform, handle, owner, **fields):
    return accounts.register_account(unit, Platform.objects.get(key=platform), handle, owner, by=SYSTEM, **fields)


@pytest.fixture
def ours(organisation):
    """Four accounts in two units."""
    pangan, energi = organisation.pangan, organisation.energi
    rudi, sari = organisation.rudi, organisation.sari
    return {
        "ig": register(pangan, "instagram", "nusantarapangan", rudi, name="Nusantara Pangan"),
        "resep": register(pangan, "instagram", "resep.dapur", rudi, name="Resep Nusantara"),
        "x": register(energi, "x", "NusantaraEnergi", sari, name="Energi untuk Negeri"),
        "fb": register(energi, "facebook", "EnergiBalikpapan", sari),
    }


@pytest.fixture
def found(client, ours):
    """The titles of what a person finds, by group."""

    def find(person, text, group=None):
        client.force_login(person)
        answer = client.get("/search/", {"q": text})
        assert answer.status_code == 200
        groups = {one.key: [str(hit.title) for hit in one.hits] for one in answer.context["groups"]}
        return groups.get(group, []) if group else groups

    return find


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("nusantarapangan", ["@nusantarapangan"]),
        ("@NusantaraPangan", ["@nusantarapangan"]),
        ("nusan", ["@NusantaraEnergi", "@nusantarapangan", "@resep.dapur"]),
        ("dapur", ["@resep.dapur"]),
        ("resep dapur", ["@resep.dapur"]),
        ("negeri energi", ["@NusantaraEnergi"]),
        ("x nusantara", ["@NusantaraEnergi"]),
        ("instagram nusantara", ["@nusantarapangan", "@resep.dapur"]),
        ("balikpapan", ["@EnergiBalikpapan"]),
        # a slip, a look-alike, an added word, a forgotten sign
        ("nusantarapngan", ["@nusantarapangan"]),
        ("nusatnarapangan", ["@nusantarapangan"]),
        ("nusantarapangann", ["@nusantarapangan"]),
        ("nusantarap4ngan", ["@nusantarapangan"]),
        ("nusаntarapangan", ["@nusantarapangan"]),
        ("nusantarapangan_official", ["@nusantarapangan"]),
        ("resepdapur", ["@resep.dapur"]),
        # whole addresses, as they are pasted
        ("https://www.instagram.com/nusantarapangan/?hl=id", ["@nusantarapangan"]),
        ("https://twitter.com/nusantaraenergi/with_replies", ["@NusantaraEnergi"]),
        ("https://www.instagram.com/nusantarapngan/", ["@nusantarapangan"]),
        ("nus\u200bantarapangan\u202e", ["@nusantarapangan"]),
        ("pizza", []),
        ("%", []),
        ("_______", []),
        ("nusantara%", ["@NusantaraEnergi", "@nusantarapangan", "@resep.dapur"]),
        ("' OR 1=1 --", []),
        ("'kopi':* & !", []),
        ("\\", []),
    ],
)
def test_search_accounts(found, sari, text, titles):
    """PLT-6"""
    assert found(sari, text, "accounts") == titles


def test_search_former_handles(found, ours, organisation):
    """PLT-6 REG-1"""
    accounts.rename_account(ours["resep"], "dapur.nusantara", by=SYSTEM)
    assert found(organisation.sari, "resep.dapur", "accounts") == ["@dapur.nusantara"]
    assert found(organisation.sari, "resep.da", "accounts") == ["@dapur.nusantara"]


def test_search_finds_nothing_for_the_outsider(found, organisation, ours):
    """Oki stands elsewhere: neither accounts nor people nor units of others, however he asks. PLT-4"""
    for text in (
        "nusantarapangan",
        "nusantarapngan",
        "https://instagram.com/nusantarapangan",
        "Budi",
        "Energi",
        "resep",
    ):
        assert found(organisation.oki, text) == {}
    assert found(organisation.oki, "Nusantara") == {"units": ["Nusantara Logistik"]}
    assert found(organisation.oki, "Oki") == {"people": ["Oki Pratama"]}


def test_search_of_a_manager_stays_in_the_unit(found, organisation, ours):
    """PLT-4"""
    assert found(organisation.rudi, "nusantara") == {
        "accounts": ["@nusantarapangan", "@resep.dapur"],
        "units": ["Nusantara Pangan"],
    }
    assert found(organisation.rudi, "nusantaraenergi") == {}
    people.grant_role(organisation.rudi, organisation.energi, Role.COMMUNITY_MANAGER, reason="Helps", by=SYSTEM)
    assert found(organisation.rudi, "nusantaraenergi", "accounts") == ["@NusantaraEnergi"]


def test_search_people_and_units(found, organisation):
    """PLT-6"""
    sari = organisation.sari
    assert found(sari, "budi") == {"people": ["Budi Prasetyo"]}
    assert found(sari, "prasetyo bud") == {"people": ["Budi Prasetyo"]}
    assert found(sari, "nia@nusantara.example") == {"people": ["Nia Kurniasih"]}
    assert found(sari, "Warehouse") == {"people": ["Oki Pratama"]}
    assert found(sari, "logistik", "units") == ["Nusantara Logistik"]


def test_search_puts_what_matches_before_what_is_alike(found, organisation, ours):
    """PLT-6"""
    people.add_person(name="Nusantarapanga Wijaya", email="", unit=organisation.pangan, by=SYSTEM)
    assert list(found(organisation.sari, "nusantarapanga")) == ["accounts", "people"]
    people.add_person(name="Resepdapor Wijaya", email="", unit=organisation.pangan, by=SYSTEM)
    assert list(found(organisation.sari, "resepdapor")) == ["people", "accounts"]


def test_search_bad_input_is_answered(client, sari, ours):
    """robust: never a 500, and nothing is lost."""
    client.force_login(sari)
    for text in ("", " ", "@", "\u202e", "x" * 2000, "pan " * 500, "//", "https://", "http://[::1]/", "😀", "\ud7ff"):
        assert client.get("/search/", {"q": text}).status_code == 200
    assert client.get("/search/", {"q": "x" * 10_000}).status_code == 400
    assert client.get("/search/?q=a%00b").status_code == 400
    page = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_search_takes_as_many_queries_for_thirty_as_for_one(client, organisation, ours, django_assert_max_num_queries):
    """PLT-6"""
    client.force_login(organisation.sari)

    def counted(text):
        with django_assert_max_num_queries(30) as asked:
            client.get("/search/", {"q": text})
        return len(asked)

    client.get("/search/", {"q": "nusantara"})
    few = {text: counted(text) for text in ("nusantara", "resepdapor", "zzzzzzz")}
    for n in range(30):
        register(organisation.pangan, "tiktok", f"nusantara.{n:02}x", organisation.rudi)
        people.create_unit(parent=organisation.pangan, name=f"Nusantara {n}", by=SYSTEM)
    assert counted("nusantara") <= few["nusantara"]
    assert counted("resepdapor") == few["resepdapor"]
    assert counted("zzzzzzz") == few["zzzzzzz"]
    assert max(few.values()) <= 16


def test_search_live_is_the_short_form(client, organisation, ours):
    """PLT-6 PLT-7"""
    client.force_login(organisation.sari)
    answer = client.get("/search/", {"q": "nusantara"}, headers={"HX-Request": "true", "HX-Target": "found"})
    page = answer.content.decode()
    assert 'role="listbox"' in page
    assert "<html" not in page
    assert "HX-Target" in answer["Vary"]
    nothing = client.get("/search/", {"q": ""}, headers={"HX-Request": "true", "HX-Target": "found"})
    assert nothing.content.decode().strip() == ""


def test_search_by_the_api(organisation, ours):
    """PLT-2 PLT-6"""
    api = api_client(organisation.sari)
    answer = api.get("/api/v1/search/", {"q": "nusantarapngan", "in": "accounts"}).json()
    (group,) = answer["groups"]
    assert (group["key"], group["has_more"]) == ("accounts", False)
    assert [(hit["title"], hit["match"]) for hit in group["hits"]] == [("@nusantarapangan", "like")]
    for query in ({}, {"q": "x" * 3000}, {"q": "x", "in": "salaries"}, {"q": "a\x00"}, {"q": "x", "sort": "y"}):
        assert api.get("/api/v1/search/", query).status_code == 400


def test_search_by_a_token_only_within_its_scopes(organisation, ours):
    """PLT-2: what a token may not read it does not find either."""
    reads_people = api_client(organisation.sari, wanted=["search:read", "people:read"])
    groups = reads_people.get("/api/v1/search/", {"q": "nusantara"}).json()["groups"]
    assert "accounts" not in [group["key"] for group in groups]
    may_not_search = api_client(organisation.sari, wanted=["people:read"])
    assert may_not_search.get("/api/v1/search/", {"q": "nusantara"}).status_code == 403


def test_search_requests_and_reports(found, organisation, ours):
    """PLT-6: a wanted handle, who asked, a number; a draft is its author's alone. PLT-4"""
    request = drafted(organisation, by="rudi", handle="nusantarabaru")
    sari, rudi, oki = organisation.sari, organisation.rudi, organisation.oki
    assert found(sari, "nusantarabaru", "requests") == []
    actions_of_requests.submit_request(request, by=rudi)
    title = f"{request.number}: @nusantarabaru"
    for text in ("nusantarabaru", "nusantarabru", "nusantarab", request.number, "rudi"):
        assert found(sari, text, "requests") == [title], text
    assert found(oki, "nusantarabaru") == {}
    accounts.report_account("https://www.instagram.com/nusantarapangan_undian/", by=organisation.made)
    assert found(sari, "nusantarapangan_und", "reports") == ["@nusantarapangan_undian"]
    assert found(sari, "nusantarapangan_unidan", "reports") == ["@nusantarapangan_undian"]
    assert found(oki, "nusantarapangan_undian") == {}
