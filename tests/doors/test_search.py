"""What is searched for, and the registry of who finds it. PLT-6"""

import pytest

from doors import search
from doors.search import Hit, Words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  Budi   Prasetyo ", ("budi", "prasetyo")),
        ("@NusantaraPangan", ("@nusantarapangan",)),
        ("nus\u200bantara\u202e pangan", ("nusantara", "pangan")),
        ("a\x00b\tc", ("a", "b", "c")),
        ("100% _x", ("100%", "_x")),
        ("Ｎｕｓａ", ("nusa",)),
        ("one, two; one", ("one", "two")),
        (" @ . ", ()),
        ("\u202e\u200b", ()),
    ],
)
def test_read(text, words):
    assert search.read(text).words == words


def test_read_of_ten_kilobytes_keeps_the_beginning():
    words = search.read("pangan " * 1500 + "x" * 10_000)
    assert words.words == ("pangan",)
    assert len(words.text) <= search.LIMIT
    assert len(search.read(" ".join(map(str, range(100)))).words) == search.AT_MOST_WORDS


@pytest.fixture
def providers(monkeypatch):
    monkeypatch.setattr(search, "_providers", {})


def finding(*hits):
    return lambda person, words, limit: list(hits)[:limit]


def test_find_puts_true_matches_before_slips(providers):
    search.provide("accounts", "Accounts", finding(Hit("a", "/a", rank=search.LIKE)), place=10)
    search.provide("people", "People", finding(Hit("b", "/b", rank=search.HAS)), place=20)
    search.provide("units", "Units", finding(), place=30)
    assert [group.key for group in search.find(None, search.read("x"), limit=5)] == ["people", "accounts"]


def test_find_says_where_the_rest_is(providers):
    search.provide(
        "people", "People", finding(*[Hit(n, "/") for n in range(9)]), more=lambda words: f"/?q={words.text}"
    )
    (group,) = search.find(None, search.read("Nia"), limit=5)
    assert (len(group.hits), group.more_url) == (5, "/?q=Nia")
    (group,) = search.find(None, search.read("Nia"), limit=9)
    assert group.more_url == ""


def test_find_asks_only_rooms_whose_scope_is_allowed(providers):
    search.provide("people", "People", finding(Hit("b", "/b")))
    search.provide("tokens", "Tokens", finding(Hit("t", "/t")), scope="clients")
    found = search.find(None, search.read("x"), limit=5, allows=lambda scope: scope == "clients")
    assert [group.key for group in found] == ["tokens"]
    assert [group.key for group in search.find(None, search.read("x"), limit=5, only="people")] == ["people"]


def test_find_nothing_for_nothing(providers):
    search.provide("people", "People", finding(Hit("b", "/b")))
    assert search.find(None, Words(""), limit=5) == []


def test_provide_twice(providers):
    search.provide("people", "People", finding())
    with pytest.raises(ValueError, match="already provides"):
        search.provide("people", "People", finding())
