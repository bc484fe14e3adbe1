"""Lists page by keys, count honestly and refuse what makes no sense. PLT-7"""

from urllib.parse import parse_qs, urlsplit

import django_filters
import pytest
from django.core.exceptions import BadRequest

from doors import lists
from people.models import Person

ORDERINGS = {"name": ("name",), "mail": ("email",), "unit": ("unit__name", "name")}


class PersonFilter(django_filters.FilterSet):
    class Meta:
        model = Person
        fields = {"status": ["exact"], "leaving_on": ["exact"]}


@pytest.fixture
def crowd(root):
    """Thirty people; every third without an e-mail, names repeat."""
    Person.objects.bulk_create(
        Person(name=f"Person {n % 10}", email=f"p{n:02}@x.example" if n % 3 else None, unit=root) for n in range(30)
    )
    return Person.objects.filter(name__startswith="Person")


def listing(rf, queryset, query="", **more):
    arguments = {"orderings": ORDERINGS, "default": "name", "per_page": 7} | more
    return lists.page(rf.get(f"/people/{query}"), queryset, **arguments)


def walk(rf, queryset, query):
    """Follow `next` to the end and `previous` back; return both ways."""
    pages = [listing(rf, queryset, query)]
    while pages[-1].next_url:
        pages.append(listing(rf, queryset, pages[-1].next_url))
    back = [pages[-1]]
    while back[-1].previous_url:
        back.append(listing(rf, queryset, back[-1].previous_url))
    return [p.rows for p in pages], [p.rows for p in reversed(back)]


@pytest.mark.parametrize("sort", ["name", "-name", "mail", "-mail", "unit", "-unit"])
def test_every_row_comes_once_in_order_both_ways(rf, crowd, sort):
    forth, back = walk(rf, crowd, f"?sort={sort}")
    rows = [row for page in forth for row in page]
    assert sorted(row.pk for row in rows) == sorted(crowd.values_list("pk", flat=True))
    assert [len(page) for page in forth] == [7, 7, 7, 7, 2]
    assert [row for page in back for row in page] == rows[: sum(map(len, back))] or back[-1] == forth[-1]
    key = {"name": "name", "mail": "email", "unit": "name"}[sort.removeprefix("-")]
    values = [getattr(row, key) for row in rows]
    full = [value for value in values if value is not None]
    assert full == sorted(full, reverse=sort.startswith("-"))
    assert values == full + [None] * (len(values) - len(full))


def test_previous_of_the_last_page_is_the_page_before(rf, crowd):
    first = listing(rf, crowd)
    second = listing(rf, crowd, first.next_url)
    again = listing(rf, crowd, second.previous_url)
    assert again.rows == first.rows
    assert not again.has_previous
    assert again.has_next


def test_a_page_costs_two_queries(rf, crowd, django_assert_num_queries):
    for rows in (crowd.filter(email="p01@x.example"), crowd):
        with django_assert_num_queries(2):
            page = listing(rf, rows.select_related("unit"), "?sort=unit")
            assert page.count_text
            assert bool(page.next_url) is (len(page.rows) > 1)


def test_count_is_exact_to_a_thousand(rf, root, monkeypatch):
    monkeypatch.setattr(lists, "EXACT_TO", 3)
    Person.objects.bulk_create(Person(name=f"P {n}", unit=root) for n in range(4))
    crowd = Person.objects.filter(name__startswith="P ")
    many, few = listing(rf, crowd), listing(rf, crowd.exclude(name="P 0"))
    assert (many.count, many.count_text) == (None, "3+")
    assert (few.count, few.count_text) == (3, "3")


def test_filters_narrow_and_stay_in_the_links(rf, crowd):
    page = listing(rf, crowd, "?status=active&sort=-name&leaving_on=", filterset=PersonFilter)
    assert page.is_filtered
    assert page.chosen == {"status": ["active"]}
    query = parse_qs(urlsplit(page.next_url).query)
    assert (query["status"], query["sort"]) == (["active"], ["-name"])
    assert "leaving_on" not in query
    assert page.sorted_by("name") == "?status=active"


@pytest.mark.parametrize(
    "query",
    [
        "?sort=password",
        "?sort=-",
        "?after=nonsense",
        "?after=%FF",
        "?after=WyJuYW1lIl0=",
        "?after=WyJuYW1lIixudWxsLG51bGxd",
        "?after=WyJuYW1lIixbMV0sMV0=",
        "?after=WyJuYW1lIiwiYVx1MDAwMCIsMV0=",
        "?after=WyJuYW1lIiwiYSIsIngiXQ==",
        "?before=W1tbW1tbW1tbW1tbW1tb",
        "?status=nobody",
        "?leaving_on=31-31-31",
    ],
)
def test_nonsense_is_refused(rf, crowd, query):
    with pytest.raises(BadRequest):
        listing(rf, crowd, query, filterset=PersonFilter)


def test_a_cursor_serves_only_its_own_sort(rf, crowd):
    after = parse_qs(urlsplit(listing(rf, crowd).next_url).query)["after"][0]
    with pytest.raises(BadRequest):
        listing(rf, crowd, f"?sort=-name&after={after}")


def test_nothing_is_one_empty_page(rf, crowd):
    page = listing(rf, crowd.none())
    assert (page.rows, page.next_url, page.previous_url, page.count_text) == ([], "", "", "0")
