"""Every URL × method × person, pages and API, with the things of others. PLT-4"""

import pytest

from tests import matrix

# Who may do what is one rule over one set of rows; the queries behind it are tried on both engines in each room.
pytestmark = pytest.mark.once

ROOMS = matrix.rooms()
ROWS = [one for rows in ROOMS.values() for one in rows]
PUBLIC = {
    "accounts_public:official",
    "accounts_public:official_list",
    "accounts_public:report_publicly",
    "accounts_public:report_thanks",
    "api:docs",
    "api:nothing_here",
    "api:official",
    "api:schema",
    "healthz",
    "people:ask_passkey",
    "people:ask_reset",
    "people:second_step",
    "people:set_password",
    "people:sign_in",
    "people:sign_in_with_passkey",
    "people:try_person",
    "readyz",
    "stylesheet",
}


@pytest.fixture
def stage(organisation):
    return matrix.Stage(organisation)


def test_every_url_has_a_row():
    """A new URL is not forgotten: it fails until its row is written. PLT-4"""
    names = set(matrix.url_names())
    assert names - {one.name for one in ROWS} == set()
    assert {one.name for one in ROWS} - names == set()


def test_the_public_addresses_are_these():
    """What answers without sign-in stands in one list. PLT-4"""
    answered = {one.name for one in ROWS for statuses in one.expected.values() if statuses[0] not in (302, 401, 403)}
    signed_out_only = {one.name for one in ROWS if one.open_to_all == "public"}
    assert answered | signed_out_only == PUBLIC


@pytest.mark.parametrize("one", ROWS, ids=lambda one: one.name)
def test_the_table_keeps_the_rules(one):
    """Outside means outside, inactive means nothing at all, a token needs its scope. PLT-4"""
    for method, statuses in one.expected.items():
        assert len(statuses) == len(one.hearers), method
        heard = dict(zip(one.hearers, statuses, strict=True))
        if one.name in PUBLIC:
            continue
        assert heard["anonymous"] == heard["gita"] == (401 if one.is_api else 302), method
        if one.of and not one.open_to_all:
            assert heard["oki"] in (403, 404), method
        if one.is_api:
            assert heard["no_scope"] == 403, method


@pytest.mark.parametrize("room", ROOMS)
def test_everybody_hears_what_the_table_says(room, stage):
    """PLT-4"""
    wrong = []
    for one in ROOMS[room]:
        for method, statuses in one.expected.items():
            heard = [stage.hear(one, method, name).status_code for name in one.hearers]
            if heard != statuses:
                wrong.append(f"{one.name} {method}: {' '.join(map(str, heard))}, not {' '.join(map(str, statuses))}")
        for method in set(matrix.METHODS) - set(one.expected):
            status = stage.hear(one, method, "sari").status_code
            if status != 405 and one.name != "api:nothing_here":
                wrong.append(f"{one.name} {method}: {status}, not 405")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("room", ROOMS)
def test_every_post_of_a_page_needs_its_token(room, stage):
    """CSRF: a form of another site changes nothing. PLT-3"""
    for one in ROOMS[room]:
        if "post" in one.expected and not one.is_api:
            assert stage.hear(one, "post", "sari", enforce_csrf_checks=True).status_code == 403, one.name
