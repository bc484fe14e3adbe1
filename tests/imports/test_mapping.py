"""Columns find their fields: by themselves, by memory, by request. REG-10"""

import csv

import pytest

from imports.kinds import kind_of
from imports.mapping import BadMapping, map_columns, read_maps


def header(path):
    with path.open(newline="") as file:
        return next(csv.reader(file))


def test_house_people_map_by_themselves(shared_data):
    """REG-10: no --map; the end of a term is no last day at work."""
    columns = header(shared_data / "official-accounts-us-house" / "people.csv")
    assert map_columns(kind_of("people"), columns) == {"owner_id": "external_id", "name": "name"}


def test_house_accounts_map_by_themselves(shared_data):
    """REG-10"""
    columns = header(shared_data / "official-accounts-us-house" / "accounts.csv")
    mapping = map_columns(kind_of("accounts"), columns)
    assert {column: mapping.get(column) for column in ("platform", "handle", "url", "owner_id", "term_end")} == {
        "platform": "platform",
        "handle": "handle",
        "url": "url",
        "owner_id": "owner",
        "term_end": None,
    }


def test_registry_template_maps_by_itself(shared_data):
    """REG-10: the template of the US digital registry as it is."""
    columns = header(shared_data / "us-digital-registry-template" / "sample.csv")
    mapping = map_columns(kind_of("accounts"), columns)
    assert (mapping["account_platform"], mapping["account_url"]) == ("platform", "url")


@pytest.mark.parametrize("spelling", ["E-mail", " E-MAIL ", "e_mail", "email", "Email Address", "Surel"])
def test_headers_are_compared_without_case_and_blanks(spelling):
    """REG-10"""
    assert map_columns(kind_of("people"), ["name", spelling]) == {"name": "name", spelling: "email"}


def test_the_best_of_two_known_headers_wins():
    """`id` means the number only where nothing says so more plainly. REG-10"""
    assert map_columns(kind_of("people"), ["id", "name", "employee_id"]) == {
        "name": "name",
        "employee_id": "external_id",
    }


def test_what_is_asked_goes_before_memory_before_known_names():
    """REG-10"""
    columns = ["name", "nick", "id", "badge"]
    remembered = {"badge": "external_id", "gone": "email"}
    assert map_columns(kind_of("people"), columns, remembered) == {"name": "name", "badge": "external_id"}
    asked = {"nick": "name", "badge": "", "name": ""}
    assert map_columns(kind_of("people"), columns, remembered, asked) == {"nick": "name", "id": "external_id"}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"nme": "name"}, "no column “nme”"),
        ({"name": "nmae"}, "“nmae” is not a field"),
        ({"name": "name", "nick": "name"}, "Two columns"),
    ],
)
def test_a_bad_map_is_refused(asked, words):
    """REG-10"""
    with pytest.raises(BadMapping, match=words):
        map_columns(kind_of("people"), ["name", "nick"], {}, asked)


def test_read_maps():
    """REG-10"""
    assert read_maps(["a=name", "b=", "x=y=email"]) == {"a": "name", "b": "", "x=y": "email"}
    with pytest.raises(BadMapping):
        read_maps(["name"])
