"""Access and reviews on pages: lists, the page where they are answered, on a phone. REG-5 PLT-7"""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts import actions
from accounts.models import AccessReview, ReviewPlan
from accounts.rules.account import today
from imports.exports import csv_lines
from people import actions as people
from tests.accounts.reviewing import opened, with_access


def test_access_list_shows_flags_and_narrows(client, organisation):
    """REG-5: who can get in, what is wrong with it, by flag, person and day."""
    account, (_budi, made) = with_access(organisation, "budi", "made")
    people.mark_left(organisation.made, by=organisation.sari)
    client.force_login(organisation.sari)
    page = client.get(reverse("accounts:access_list")).content.decode()
    assert page.count("Removal ordered<span") == 1
    assert page.count("The person has left<span") == 1
    left = client.get(reverse("accounts:access_list"), {"flag": "person_left"})
    assert [grant.pk for grant in left.context["listing"].rows] == [made.pk]
    none = client.get(reverse("accounts:access_list"), {"on": (today() - timedelta(days=3)).isoformat()})
    assert none.context["listing"].rows == []
    file = b"".join(client.get(reverse("accounts:export_access", args=["csv"]), {"flag": "any"})).decode("utf-8-sig")
    rows = file.strip().splitlines()
    assert len(rows) == 3
    assert rows[0] == "".join(csv_lines(rows[0].split(","), [])).strip().lstrip("\ufeff")
    assert account.handle in rows[1]


@pytest.mark.parametrize(("name", "queries"), [("access_list", 11), ("review_list", 9)])
def test_lists_ask_as_much_for_1_row_as_for_30(client, organisation, django_assert_num_queries, name, queries):
    """PLT-7: a constant number of queries."""
    one, _grants = with_access(organisation, "budi")
    _review(organisation, 0)
    client.force_login(organisation.sari)
    client.get(reverse(f"accounts:{name}"))
    with django_assert_num_queries(queries):
        client.get(reverse(f"accounts:{name}"))
    for number in range(1, 30):
        actions.grant_access(one, organisation.budi, f"Role {number}", by=organisation.sari)
        _review(organisation, number)
    with django_assert_num_queries(queries):
        client.get(reverse(f"accounts:{name}"))


def _review(cast, number):
    return actions.open_review(cast.root, title=f"Review {number}", by=cast.sari)


def test_review_detail_asks_as_much_for_1_item_as_for_30(client, organisation, django_assert_num_queries):
    """PLT-7: the evidence of all items comes at once."""
    account, _grants = with_access(organisation, "budi")
    first = _review(organisation, 0)
    client.force_login(organisation.nia)
    client.get(first.get_absolute_url())
    with django_assert_num_queries(18):
        assert client.get(first.get_absolute_url()).status_code == 200
    actions.cancel_review(first, by=organisation.sari, why="Next one")
    for number in range(29):
        actions.grant_access(account, organisation.budi, f"Role {number}", by=organisation.sari)
    second = _review(organisation, 1)
    with django_assert_num_queries(18):
        assert len(client.get(second.get_absolute_url()).context["listing"].rows) == 30


def test_keep_access_on_the_page(client, organisation):
    """REG-5: evidence stands there without a click; a reason is asked for, what was ticked stays."""
    review, items = opened(organisation, "budi", "rudi")
    client.force_login(organisation.nia)
    page = client.get(review.get_absolute_url()).content.decode()
    for words in ("Budi Prasetyo", "@nusantarapangan", "Editor", "given by Sari Wulandari", "never reviewed before"):
        assert words in page
    asked = client.post(reverse("accounts:keep_access", args=[review.pk]), {"items": [items["budi"].pk]})
    assert asked.status_code == 400
    assert re.search(rf'value="{items["budi"].pk}"[^>]* checked', asked.content.decode())
    body = {"items": [items["budi"].pk], "why": "Posts daily"}
    assert client.post(reverse("accounts:keep_access", args=[review.pk]), body).status_code == 302
    again = client.post(reverse("accounts:revoke_access", args=[review.pk]), {"items": [items["budi"].pk]})
    assert again.status_code == 409
    assert review.items.get(pk=items["budi"].pk).status == "kept"


def test_reviewer_sees_only_what_they_are_asked(client, organisation):
    """REG-5: a reviewer without a role reads their own items, not the others'."""
    review, items = opened(organisation, "budi", "nia")
    client.force_login(organisation.made)
    rows = client.get(review.get_absolute_url()).context["listing"].rows
    assert [item.holder for item in rows] == [organisation.nia]
    other = {"items": [items["budi"].pk], "why": "Needed"}
    assert client.post(reverse("accounts:keep_access", args=[review.pk]), other).status_code == 400


def test_open_review_and_plan_by_hand(client, organisation):
    """REG-5: a review and a plan from the pages."""
    with_access(organisation, "budi")
    client.force_login(organisation.sari)
    body = {
        "unit": organisation.pangan.pk,
        "subject": "access",
        "due_on": (today() + timedelta(days=9)).isoformat(),
        "silence": "escalate",
    }
    assert client.post(reverse("accounts:open_review"), body).status_code == 302
    review = AccessReview.objects.get()
    assert [review.silence, review.total, review.title[:13]] == ["escalate", 1, "Access review"]
    nothing = client.post(reverse("accounts:open_review"), body)
    assert "There is nothing to review here" in nothing.content.decode()
    plan = {
        "unit": organisation.root.pk,
        "subject": "access",
        "months": 6,
        "next_on": (today() + timedelta(days=9)).isoformat(),
        "days": 14,
        "silence": "revoke",
    }
    assert client.post(reverse("accounts:set_review_plan"), plan).status_code == 302
    assert "Every half year" in client.get(reverse("accounts:plan_list")).content.decode()
    client.post(reverse("accounts:stop_review_plan", args=[ReviewPlan.objects.get().pk]))
    assert not ReviewPlan.objects.running().exists()


def test_extend_access_on_the_page(client, organisation):
    account, (grant,) = with_access(organisation, "budi")
    client.force_login(organisation.nia)
    address = reverse("accounts:extend_access", args=[account.pk, grant.pk])
    assert client.get(address).status_code == 200
    until = today() + timedelta(days=30)
    account.refresh_from_db()
    body = {"version": account.version, "expires_on": until.isoformat(), "why": "The campaign goes on"}
    assert client.post(address, body).status_code == 302
    grant.refresh_from_db()
    assert grant.expires_on == until
