"""My work: what needs one person, by deadline, in a constant number of queries. PLT-7"""

from datetime import timedelta

import pytest

from accounts import actions
from accounts.models import Platform
from accounts.rules.account import today
from people import actions as people
from tests.accounts.steps import work_off


@pytest.fixture
def account(organisation, sari):
    instagram = Platform.objects.get(key="instagram")
    return actions.register_account(
        organisation.pangan,
        instagram,
        "nusantarapangan",
        organisation.budi,
        backup=organisation.nia,
        purposes=["promotion"],
        registered_email="pangan@nusantara.example",
        two_factor="app",
        by=sari,
    )


def work(client, person):
    client.force_login(person)
    context = client.get("/").context
    return {key: [item.title for item in rows] for key, _label, rows in context["groups"]}


def test_my_work_needs_a_sign_in(client, organisation):
    assert client.get("/").status_code == 302


def test_my_work_is_ones_own(account, client, organisation):
    """Who has no part in the account hears nothing of it. PLT-4"""
    assert work(client, organisation.oki) == {}
    assert work(client, organisation.rudi) == {}
    assert work(client, organisation.budi) == {"later": ["2 gaps of @nusantarapangan on Instagram"]}
    assert work(client, organisation.nia) == {"later": ["Control not verified: @nusantarapangan on Instagram"]}


def test_my_work_of_an_administrator(account, client, organisation, sari):
    """Whose owner leaves, whose control is lost, whose owner is interim. REG-7 REG-8"""
    assert work(client, sari) == {"later": ["Name who takes over from Budi Prasetyo"]}
    actions.report_compromised(account, by=sari, why="Strange posts")
    assert work(client, sari)["today"] == ["@nusantarapangan on Instagram is compromised"]
    assert work(client, organisation.budi) == {"today": ["@nusantarapangan on Instagram is compromised"]}
    actions.restore_account(work_off(account, by=sari), by=sari, why="Ours again")
    people.mark_left(organisation.budi, by=sari, why="Left early")
    assert work(client, sari) == {"later": ["Name an owner for @nusantarapangan on Instagram"]}


def test_my_work_by_deadline(account, client, organisation, sari, clock):
    """Overdue, today, this week, later. PLT-7"""
    actions.verify_account(account, how="Code in the bio", by=sari)
    actions.set_custodian(account, organisation.made, vault="keepass", vault_item="Media/Instagram", by=sari)
    day, title = today(), "Change the password of @nusantarapangan on Instagram"
    assert work(client, organisation.made) == {}
    for ahead, group in ((7, "week"), (0, "today")):
        actions.record_rotation(account, on=day - timedelta(days=1), next_on=day + timedelta(days=ahead), by=sari)
        assert work(client, organisation.made) == {group: [title]}
    with clock.at(clock.now() + timedelta(days=1)):
        overdue = {"overdue": ["Password rotation overdue: @nusantarapangan on Instagram"]}
        assert work(client, organisation.made) == overdue


def test_my_work_counts_what_the_reader_sees(account, client, organisation, sari):
    client.force_login(organisation.rudi)
    context = client.get("/").context
    assert (context["register"]["n"], context["register"]["gaps"]) == (1, 1)
    assert [person.name for person in context["leaving"]] == ["Budi Prasetyo"]
    client.force_login(organisation.oki)
    context = client.get("/").context
    assert (context["register"], list(context["leaving"]), context["entries"]) == (None, [], [])


def test_my_work_tells_what_happened_since_yesterday(account, client, organisation, sari):
    for who, told in (("sari", True), ("rudi", True), ("budi", True), ("oki", False)):
        client.force_login(getattr(organisation, who))
        sentences = " ".join(entry.sentence for entry in client.get("/").context["entries"])
        assert ("put the account on the register" in sentences) is told, who


@pytest.mark.parametrize("who", ["sari", "budi"])
def test_my_work_asks_as_much_for_1_account_as_for_30(
    account, client, organisation, sari, who, django_assert_num_queries
):
    person = getattr(organisation, who)
    client.force_login(person)
    client.get("/")
    with django_assert_num_queries(QUERIES[who]):
        client.get("/")
    for number in range(30):
        actions.register_account(
            organisation.pangan, account.platform, f"pangan{number}", organisation.budi, by=organisation.sari
        )
    with django_assert_num_queries(QUERIES[who]):
        assert client.get("/").status_code == 200


QUERIES = {"sari": 34, "budi": 31}


def test_my_work_of_who_closes_an_account(account, client, organisation, sari):
    """The next step, to whoever may attest it, until there is none. REG-7"""
    actions.start_retiring(account, by=sari, why="Merged")
    n = account.checklists.get().steps.count()
    title = f"@nusantarapangan on Instagram closes: 0 of {n} steps settled"
    assert title in work(client, organisation.nia)["later"]
    assert title not in str(work(client, organisation.oki))
    work_off(account, by=organisation.budi)
    assert "closes" not in str(work(client, organisation.nia))
