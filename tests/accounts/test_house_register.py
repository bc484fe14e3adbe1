"""The register of the US House as it is: 437 people, 1,388 accounts. REG-9 REG-10 ORG-3"""

import csv
import json

import pytest

from accounts.models import Account, Tenure
from accounts.official import look_up
from imports.engine import import_file
from people.models import Person
from tests.conftest import real_data
from tests.stages import stage
from trail.actions import SYSTEM

LINE = "created={} updated={} unchanged={} retired={} errors={}".format


@pytest.fixture
def house(shared_data):
    return shared_data / "official-accounts-us-house"


@stage(long=True)
def register():
    """Both files as they are, without a map."""
    house = real_data() / "official-accounts-us-house"
    people = import_file("people", house / "people.csv", by=SYSTEM)
    accounts = import_file("accounts", house / "accounts.csv", by=SYSTEM)
    return people, accounts


def rows_of(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_import_counts_equal_the_expected_ones(register, house):
    """REG-10: counts equal expected.json; every account active, with its owner."""
    expected = json.loads((house / "expected.json").read_text())
    people, accounts = register
    assert people.line == LINE(expected["people"], 0, 0, 0, 0)
    assert accounts.line == LINE(expected["accounts"], 0, 0, 0, 0)
    names = {"twitter": "x"}
    by_platform = {names.get(key, key): count for key, count in expected["accounts_by_platform"].items()}
    live = Account.objects.live()
    found = {key: live.filter(platform_id=key).count() for key in by_platform}
    assert found == by_platform
    owners = set(live.values_list("owner__external_id", flat=True))
    assert Person.objects.exclude(external_id__in=owners).count() == expected["people_without_any_account"]
    assert Tenure.objects.current().filter(part="owner").count() == expected["accounts"]


def test_import_again_changes_nothing(register, house):
    """REG-10: the same file again is a sync without work."""
    assert import_file("people", house / "people.csv", by=SYSTEM).line == LINE(0, 0, 437, 0, 0)
    again = import_file("accounts", house / "accounts.csv", by=SYSTEM)
    assert (again.code, again.line) == (0, LINE(0, 0, 1388, 0, 0))


def test_import_of_half_the_file_stops_at_the_guard(register, house, tmp_path):
    """flows 1: a source that went half empty is a broken source, not 694 retirements."""
    half = tmp_path / "half.csv"
    half.write_text("".join((house / "accounts.csv").read_text().splitlines(keepends=True)[:695]))
    stopped = import_file("accounts", half, by=SYSTEM)
    assert stopped.code == 3
    assert Account.objects.live().count() == 1388


def test_every_address_is_official_in_old_and_new_forms(register, house):
    """REG-9: an account is found by every way people write its address."""
    spellings = {
        "twitter": ("https://twitter.com/{}", "http://www.x.com/{}/?lang=en", "mobile.twitter.com/{}"),
        "facebook": ("https://m.facebook.com/{}", "facebook.com/{}/?ref=page", "http://www.facebook.com/{}/"),
        "instagram": ("instagram.com/{}", "https://www.instagram.com/{}/?hl=id", "http://instagram.com/{}"),
    }
    asked = [row for row in rows_of(house / "accounts.csv") if row["platform"] in spellings]
    wrong = [
        form.format(row["handle"])
        for row in asked[::7]
        for form in spellings[row["platform"]]
        if look_up(form.format(row["handle"])).answer != "official"
    ]
    assert wrong == []
    assert [
        row["url"] for row in rows_of(house / "accounts.csv")[::5] if look_up(row["url"]).answer != "official"
    ] == []


def test_an_id_is_official_only_where_the_address_carries_it(register, house):
    """REG-9: nobody becomes official by taking the number of an official account as their name."""
    rows = [row for row in rows_of(house / "accounts.csv") if row["platform_id"]]
    fakes = [
        (platform, row["platform_id"], f"@{row['platform_id']}")
        for row in rows
        if (platform := {"twitter": "x"}.get(row["platform"], row["platform"])) in ("x", "instagram", "youtube")
    ]
    assert [fake for fake in fakes if look_up(fake[2], fake[0]).answer != "not_listed"] == []
    assert [fake for fake in fakes if fake[0] == "x" and look_up(f"x.com/{fake[1]}").answer != "not_listed"] == []
    channels = [row["platform_id"] for row in rows if row["platform"] == "youtube"]
    assert [one for one in channels if look_up(f"youtube.com/channel/{one}").answer != "official"] == []
    assert [one for one in channels if look_up(f"youtube.com/@{one}").answer == "official"] == []
