"""Accounts of ours that are taken for one another are found, however many there are. REG-11"""

import csv
from itertools import combinations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from accounts import actions, tasks
from accounts.actions.lookalike import stale_platforms
from accounts.models import Likeness, Lookalike, LookalikeScan, Report
from accounts.rules.lookalike import skeleton
from accounts.rules.pairs import find_pairs
from people import actions as people
from people.models import Role
from trail.actions import SYSTEM


def named(*handles):
    return [(number, handle, skeleton(handle)) for number, handle in enumerate(handles)]


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("nusantarapangan", "nusantara.pangan", Likeness.SAME),
        ("nusantarapangan", "nusantarapangam", Likeness.SLIP),
        ("nusantarapangan", "nusantarapanga", Likeness.SLIP),
        ("nusantarapangan", "nusatnarapangan", Likeness.SLIP),
        ("burns_office", "bums_office", Likeness.SAME),
        ("pangan1", "panganl", Likeness.SAME),
        ("cabang_01", "cabang_02", None),
        ("nusantarapangan", "nusantaraenergi", None),
        ("abc", "abd", None),
    ],
)
def test_pairs_as_people_see_them(one, other, likeness):
    """What looks the same or is a letter apart; a series of numbers is meant so. REG-11"""
    found, _capped = find_pairs(named(one, other))
    assert found == ({(0, 1): likeness} if likeness else {})


@given(st.lists(st.text("abnr", min_size=3, max_size=7), max_size=30, unique=True))
def test_pairs_are_all_there_are(handles):
    """The short way finds exactly what comparing each with each finds. REG-11"""
    names = named(*handles)
    slow = {}
    for (one, _a, left), (other, _b, right) in combinations(names, 2):
        if left == right:
            slow[one, other] = Likeness.SAME
        elif min(len(left), len(right)) >= 4 and max(len(left), len(right)) >= 5 and OSA.distance(left, right) == 1:
            slow[one, other] = Likeness.SLIP
    assert find_pairs(names)[0] == slow


def test_pairs_of_the_house(shared_data):
    """On the real register: the pairs of each platform, the same as comparing each with each. REG-11"""
    with (shared_data / "official-accounts-us-house" / "accounts.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["platform"] == "twitter"]
    names = named(*(row["handle"] for row in rows))
    found, capped = find_pairs(names)
    slow = {
        (one, other)
        for (one, _a, left), (other, _b, right) in combinations(names, 2)
        if left == right or OSA.distance(left, right, score_cutoff=1) <= 1
    }
    assert not capped
    assert set(found) == slow


def test_pairs_end_at_a_limit():
    """A register of one name many times over is cut short, and says so."""
    found, capped = find_pairs([(number, f"kopi.{number}", "kopikopi") for number in range(300)], most=100)
    assert (len(found), capped) == (100, True)


@pytest.fixture
def twin(account, organisation, sari, instagram):
    return actions.register_account(organisation.pangan, instagram, "nusantara.pangan", organisation.budi, by=sari)


def scan_all():
    runs = 0
    while tasks.scan_for_lookalikes():
        runs += 1
    return runs


def test_scan_runs_when_the_register_changed(twin, account, sari):
    """One platform a run; nothing to do is one cheap look; a rename is noticed. REG-11"""
    assert [platform.key for platform, *_counts in stale_platforms()] == ["instagram"]
    assert (scan_all(), scan_all()) == (1, 0)
    pair = Lookalike.objects.get()
    assert (pair.account, pair.twin, pair.likeness) == (account, twin, Likeness.SAME)
    twin.refresh_from_db()
    actions.rename_account(twin, "energi.baru", by=sari)
    assert scan_all() == 1
    assert not Lookalike.objects.exists()
    assert LookalikeScan.objects.get().pairs == 0


def test_scan_forgets_what_has_retired(twin, sari):
    scan_all()
    twin.refresh_from_db()
    actions.drop_account(twin, by=sari, why="Merged")
    scan_all()
    assert not Lookalike.objects.exists()


def test_dismissed_stays_dismissed(twin, sari, oki, andi):
    """While both names stay alike nobody is asked again. REG-11"""
    scan_all()
    pair = Lookalike.objects.get()
    for person in (oki, andi):
        with pytest.raises(PermissionDenied):
            actions.dismiss_lookalike(pair, by=person, why="Fine")
    with pytest.raises(ValidationError):
        actions.dismiss_lookalike(pair, by=sari, why=" ")
    actions.dismiss_lookalike(pair, by=sari, why="A second brand")
    twin.refresh_from_db()
    actions.edit_account(twin, by=sari, name="Pangan kedua")
    assert scan_all() == 1
    assert Lookalike.objects.get().status == "dismissed"
    actions.restore_lookalike(Lookalike.objects.get(), by=sari)
    assert Lookalike.objects.get().reason == ""


def test_database_keeps_pairs_apart(twin, account):
    scan_all()
    pair = Lookalike.objects.get()
    for values in ({"twin": account}, {"account": twin}, {"status": "dismissed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Lookalike.objects.filter(pk=pair.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lookalike.objects.create(account=account, twin=twin, likeness="same", found_at=pair.found_at)


def test_scan_compares_open_reports_with_a_changed_register(organisation, sari, instagram):
    """A fake that came before its original is understood once the original is registered. REG-11"""
    report = actions.report_publicly("https://instagram.com/nusantarapangan_promo", by=SYSTEM).report
    assert report.account is None
    account = actions.register_account(organisation.pangan, instagram, "nusantarapangan", organisation.budi, by=sari)
    scan_all()
    assert Report.objects.get().account == account


def test_lookalikes_are_seen_by_keepers(twin, organisation, client, nia, sari):
    scan_all()
    assert not Lookalike.objects.visible_to(nia).exists()
    people.grant_role(nia, organisation.pangan, Role.COMMUNITY_MANAGER, reason="Keeps accounts", by=sari)
    assert Lookalike.objects.visible_to(nia).exists()


@pytest.mark.parametrize("n", [1, 30])
def test_lookalike_list_asks_the_same(n, account, organisation, sari, client, instagram, django_assert_num_queries):
    """PLT-7: at 1 and at 30 rows."""
    for number in range(n):
        one = actions.register_account(
            organisation.pangan,
            instagram,
            f"nusantara{'.' * (number % 3 + 1)}{number:02}pangan",
            organisation.budi,
            by=sari,
        )
        Lookalike.objects.create(account=account, twin=one, likeness="slip", found_at=one.created_at)
    client.force_login(sari)
    client.get("/accounts/lookalikes/")
    with django_assert_num_queries(QUERIES):
        assert len(client.get("/accounts/lookalikes/").context["listing"].rows) == n


QUERIES = 9
