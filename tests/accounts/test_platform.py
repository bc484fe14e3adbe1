"""Platforms are rows: written by every migrate, found without a query, never overwritten once edited. REG-1"""

import pytest

from accounts.models.platform import Book, Platform
from accounts.platforms import PLATFORMS
from accounts.rules.handle import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(monkeypatch):
    """Whatever a test does to the platforms of this process, the next test finds them as they were."""
    monkeypatch.setattr(Book, "_current", Book.current())


def test_migrate_installs_the_platforms():
    """REG-1"""
    assert list(Platform.objects.values_list("key", "mark")) == [(row["key"], row["mark"]) for row in PLATFORMS]


def test_install_again_changes_nothing(django_assert_num_queries):
    with django_assert_num_queries(2):
        Platform.objects.install()

    assert Platform.objects.count() == len(PLATFORMS)


def test_install_keeps_what_was_customised(book):
    Platform.objects.filter(key="x").update(name="Twitter", is_customised=True)
    Platform.objects.filter(key="tiktok").update(name="TokTik")
    Platform.objects.filter(key="other").delete()

    Platform.objects.install()

    names = dict(Platform.objects.values_list("key", "name"))
    assert (names["x"], names["tiktok"], names["other"]) == ("Twitter", "TikTok", "Other")


def test_new_platform_is_a_row(book, django_capture_on_commit_callbacks):
    """REG-1"""
    with django_capture_on_commit_callbacks(execute=True):
        Platform.objects.create(
            key="snapchat",
            name="Snapchat",
            mark="SC",
            hosts=["snapchat.com"],
            paths=[{"path": r"add/(?P<handle>[^/]+)", "url": ""}],
            handle_pattern=r"[a-z][a-z0-9._\-]{2,14}",
            url="https://www.snapchat.com/add/{handle}",
            aliases=["snap"],
        )

    address = parse("http://www.snapchat.com/add/nusantara?x=1")

    assert (address.platform_key, address.key) == ("snapchat", "nusantara")
    assert Platform.by_word(" Snap ").name == "Snapchat"


def test_finding_a_platform_asks_no_query(django_assert_num_queries):
    Book.current()
    with django_assert_num_queries(0):
        assert Platform.by_word("Twitter").key == "x"
        assert Platform.by_word("friendster") is None
        assert parse("https://x.com/nusantara").platform_key == "x"


def test_names_of_platforms_are_unambiguous():
    words = [word.casefold() for row in PLATFORMS for word in {row["key"], row["name"], *row["aliases"]}]
    hosts = [host for row in PLATFORMS for host in (*row["hosts"], *row.get("page_hosts", ()))]

    assert len(set(hosts)) == len(hosts)
    assert len({word for word in words if words.count(word) > 2}) == 0
