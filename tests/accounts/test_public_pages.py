"""The public answer as a page: no sign-in, nothing private, never official by accident. REG-9"""

import pytest
from django.urls import reverse

from accounts import actions
from accounts.models import Platform

PAGE = "/official/"


def heading(answer):
    page = answer.content.decode()
    part = page[page.index('id="answer"') :]
    return " ".join(part[part.index("</svg>") + 6 : part.index("</h2>")].split())


@pytest.mark.parametrize(
    "asked",
    ["@nusantarapangan", "https://instagram.com/NusantaraPangan/", "www.instagram.com/nusantarapangan?hl=id"],
)
def test_official_says_yes(account, client, asked):
    answer = client.get(PAGE, {"q": asked})
    assert heading(answer) == "Yes, this account is official"
    page = answer.content.decode()
    assert "belongs to Nusantara Pangan, part of Nusantara Group" in page
    assert answer["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize(
    "asked", ["@nusantarapangan_promo", "x.com/nusantarapangan", "\u200b", "nusantara pangan", "/"]
)
def test_official_says_not_on_our_list(account, client, asked):
    """Another platform, a look-alike or anything unreadable is not official."""
    assert heading(client.get(PAGE, {"q": asked})) == "Not on our list"


def test_official_points_to_what_a_look_alike_resembles(account, client):
    page = client.get(PAGE, {"q": "https://instagram.com/nusantarapangan_promo"}).content.decode()
    assert "<b>@nusantarapangan_promo</b> on Instagram is not an account we know" in page
    assert "q=https%3A%2F%2Fwww.instagram.com%2Fnusantarapangan" in page


def test_official_warns_while_it_is_not_in_our_hands(account, client, sari):
    actions.report_compromised(account, by=sari, why="Strange posts")
    answer = client.get(PAGE, {"q": "@nusantarapangan"})
    assert heading(answer) == "Ours, but not in our hands"
    assert "Strange posts" not in answer.content.decode()
    assert "Not in our hands" in client.get(f"{PAGE}all/").content.decode()


def test_official_says_retired(account, client, sari):
    actions.drop_account(account, by=sari, why="Gone")
    assert heading(client.get(PAGE, {"q": "@nusantarapangan"})) == "No longer in use"


def test_official_lists_the_platforms_of_a_bare_name(account, client, organisation, sari):
    x = Platform.objects.get(key="x")
    actions.register_account(organisation.pangan, x, "nusantarapangan", organisation.budi, by=sari)
    assert heading(client.get(PAGE, {"q": "nusantarapangan"})) == "On our list on 2 platforms"
    assert heading(client.get(PAGE, {"q": "x.com/nusantarapangan"})) == "Yes, this account is official"


def test_public_pages_tell_nothing_private(account, client, organisation, sari):
    """No person, no mailbox, no vault. REG-9"""
    actions.edit_account(account, registered_email="pangan@nusantara.example", approval="Decision 7", by=sari)
    actions.set_custodian(account, organisation.made, vault="keepass", vault_item="Media/Instagram", by=sari)
    for page in (f"{PAGE}?q=@nusantarapangan", f"{PAGE}all/"):
        text = client.get(page).content.decode()
        assert "@nusantarapangan" in text
        for private in ("Budi", "Nia", "Made", "pangan@", "Decision 7", "Media/", "keepass"):
            assert private not in text, private


def test_official_speaks_both_languages(account, client):
    assert '<html lang="id"' in client.get(PAGE, {"lang": "id"}).content.decode()
    assert '<html lang="en"' in client.get(PAGE, {"lang": "en"}).content.decode()


def test_official_escapes_what_was_asked(account, client):
    page = client.get(PAGE, {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_official_asks_few_questions(account, client, django_assert_max_num_queries):
    client.get(PAGE, {"q": "@nusantarapangan"})
    with django_assert_max_num_queries(4):
        client.get(PAGE, {"q": "@nusantarapangan"})


def test_official_list_shows_live_accounts(account, client, organisation, sari, instagram):
    gone = actions.register_account(organisation.pangan, instagram, "pangan_lama", organisation.budi, by=sari)
    actions.drop_account(gone, by=sari, why="Gone")
    rows = client.get(reverse("accounts_public:official_list")).context["listing"].rows
    assert [row.pk for row in rows] == [account.pk]


def test_api_never_calls_a_bare_handle_official(account, client):
    """REG-9: the same name on another platform may be anybody's."""
    answer = client.get("/api/v1/official", {"url": "@nusantarapangan"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "?url")
    asked = {"platform": "instagram", "handle": "@nusantarapangan"}
    assert client.get("/api/v1/official", asked).json()["answer"] == "official"
    assert client.get("/api/v1/official", {"url": "@nobody.of.ours"}).json()["answer"] == "not_listed"


def test_page_takes_an_address_as_the_api_names_it(account, client):
    """REG-9"""
    page = client.get("/official/", {"url": "https://www.instagram.com/nusantarapangan/"})
    assert page.context["answer"].answer == "official"
