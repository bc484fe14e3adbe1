"""The pages of the register: the wrong person first, then what each does. REG-1 REG-2 REG-6 REG-7"""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts import actions
from accounts.models import Account
from accounts.views.verbs import TABLE


@pytest.fixture
def as_(client):
    """The test client, signed in as somebody."""

    def as_(person):
        client.force_login(person)
        return client

    return as_


def url(name, *args):
    return reverse(f"accounts:{name}", args=args)


@pytest.fixture
def other(organisation, sari):
    """An account of Logistik, which nobody of Pangan sees."""
    from accounts.models import Platform

    x = Platform.objects.get(key="x")
    return actions.register_account(organisation.logistik, x, "nusalogistik", organisation.dewi, by=sari)


def form(account, **values):
    return {"version": Account.objects.get(pk=account.pk).version, **values}


# The wrong person


@pytest.mark.parametrize("verb", [verb.name for verb in TABLE])
@pytest.mark.parametrize(("who", "status"), [("oki", 404), ("rudi", 403), ("andi", 403)])
def test_verbs_by_the_wrong_one(account, organisation, as_, verb, who, status):
    """Not seen: 404. Seen but not theirs: 403. PLT-4"""
    browser = as_(getattr(organisation, who))
    assert browser.get(url(verb, account.pk)).status_code == status
    assert browser.post(url(verb, account.pk), form(account)).status_code == status


def test_account_detail_of_an_account_not_seen(account, oki, as_):
    """PLT-4"""
    assert as_(oki).get(account.get_absolute_url()).status_code == 404


def test_rows_of_another_account_are_not_found(account, other, organisation, sari, as_):
    """An access grant is reached through its own account only. PLT-4"""
    grant = actions.grant_access(other, organisation.dewi, "Admin", by=sari)
    tool = actions.connect_tool(other, "Planner", organisation.dewi, by=sari)
    browser = as_(organisation.budi)
    assert browser.post(url("end_access", account.pk, grant.pk), form(account)).status_code == 404
    assert browser.post(url("disconnect_tool", account.pk, tool.pk), form(account)).status_code == 404


def test_register_account_without_a_unit_to_register_in(organisation, rudi, as_):
    """REG-1"""
    assert as_(rudi).get(url("register_account")).status_code == 403


def test_custody_is_shown_to_the_few(account, organisation, sari, as_):
    """A manager sees the account, not where its credentials lie. REG-6"""
    actions.set_custodian(account, organisation.made, vault="keepass", vault_item="Media/Instagram", by=sari)
    for who, is_shown in (("rudi", False), ("andi", True), ("made", True), ("nia", True), ("sari", True)):
        page = as_(getattr(organisation, who)).get(account.get_absolute_url()).content.decode()
        assert ("Media/Instagram" in page) is is_shown, who


# The list


def test_account_list_shows_what_the_reader_may_see(account, other, organisation, as_):
    """PLT-4"""
    for who, seen in (("sari", [other, account]), ("budi", [account]), ("rudi", [account]), ("oki", [])):
        rows = as_(getattr(organisation, who)).get(url("account_list")).context["listing"].rows
        assert sorted(row.pk for row in rows) == sorted(one.pk for one in seen), who


@pytest.mark.parametrize("who", ["sari", "budi"])
def test_account_list_asks_as_much_for_1_row_as_for_30(
    account, organisation, instagram, as_, who, django_assert_num_queries
):
    """PLT-7"""
    browser = as_(getattr(organisation, who))
    browser.get(url("account_list"))
    with django_assert_num_queries(QUERIES[who]):
        browser.get(url("account_list"))
    for number in range(30):
        actions.register_account(
            organisation.pangan, instagram, f"pangan{number}", organisation.budi, by=organisation.sari
        )
    with django_assert_num_queries(QUERIES[who]):
        assert len(browser.get(url("account_list")).context["listing"].rows) == 31


QUERIES = {"sari": 13, "budi": 12}


def test_filters_replace_the_address_instead_of_adding_to_it(account, sari, as_):
    """Taking a filter away takes it out of the address, also without a new page. PLT-7"""
    page = as_(sari).get(url("account_list"), {"platform": "instagram", "sort": "-verified"}).content.decode()
    assert 'hx-get="/accounts/"' in page


@pytest.mark.parametrize("asked", ["handle", "-handle", "status", "-verified", "owner_since"])
def test_account_list_sorts(account, sari, as_, asked):
    assert as_(sari).get(url("account_list"), {"sort": asked}).status_code == 200


@pytest.mark.parametrize("asked", [{"sort": "name"}, {"on": "yesterday"}, {"on": "2999-01-01"}, {"gap": "none"}])
def test_account_list_refuses_what_makes_no_sense(account, sari, as_, asked):
    assert as_(sari).get(url("account_list"), asked).status_code == 400


def test_account_list_on_a_past_day(account, organisation, sari, as_, clock):
    """Who answered on a day is one look; the day ends in the organisation's time zone. REG-2"""
    day = account.official_since
    with clock.at(clock.now() + timedelta(days=10)):
        actions.set_owner(account, organisation.rudi, by=sari)
    with clock.at(clock.now() + timedelta(days=20)):
        for on, owner in ((day, "Budi Prasetyo"), (day + timedelta(days=9), "Budi Prasetyo"),
                          (day + timedelta(days=10), "Rudi Santoso")):  # fmt: skip
            (row,) = as_(sari).get(url("account_list"), {"on": on.isoformat()}).context["listing"].rows
            assert (row.owner_then, row.backup_then) == (owner, "Nia Kurniasih"), on
        before = as_(sari).get(url("account_list"), {"on": (day - timedelta(days=1)).isoformat()})
        assert before.context["listing"].rows == []


def test_account_gaps_counts_what_the_reader_may_see(account, other, organisation, as_):
    """REG-1"""

    def counts(who):
        context = as_(getattr(organisation, who)).get(url("account_gaps")).context
        return context["total"], {gap.key: n for gap, n in context["rows"]}["no_backup"]

    assert counts("sari") == (2, 1)
    assert counts("budi") == (1, 0)
    assert counts("oki") == (0, 0)


# One account


def test_account_detail_has_one_primary_action(account, organisation, as_):
    """The weightiest thing the reader may do. REG-1"""
    for who, verb in (("sari", "set_owner"), ("budi", "set_custodian"), ("nia", "verify_account"), ("rudi", None)):
        answer = as_(getattr(organisation, who)).get(account.get_absolute_url())
        assert (answer.context["primary"] and answer.context["primary"].name) == verb, who
        assert answer.content.decode().count('class="button primary"') == (1 if verb else 0), who


def test_account_detail_offers_only_what_the_reader_may(account, organisation, as_):
    """REG-7"""

    def offered(who):
        return set(as_(getattr(organisation, who)).get(account.get_absolute_url()).context["possible"])

    reports = {"verify_account", "prove_control", "attest_proof", "report_compromised", "report_lost_access"}
    assert offered("rudi") == set()
    assert offered("nia") == reports
    assert {"set_owner", "restore_account", "retire_account"} & offered("budi") == set()
    assert "set_owner" in offered("sari")


def test_account_detail_says_who_answered_on_a_day(account, organisation, sari, as_, clock):
    """REG-2"""
    day = account.official_since
    with clock.at(clock.now() + timedelta(days=10)):
        actions.set_owner(account, organisation.rudi, by=sari)
        answer = as_(sari).get(account.get_absolute_url(), {"on": day.isoformat()})
    told = [(str(label), tenure and tenure.person.name) for label, tenure in answer.context["answered"]]
    assert told == [("Owner", "Budi Prasetyo"), ("Backup owner", "Nia Kurniasih"), ("Custodian", None)]
    assert as_(sari).get(account.get_absolute_url(), {"on": "x"}).context["answered"] is None
