"""Being set up: somebody answers, nobody outside is told, and nothing makes it official but the move. REG-3 REG-9"""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import actions
from accounts.models import Account, PreviousHandle
from accounts.official import look_up
from accounts.rules.gaps import terms
from accounts.rules.provisioning import unmet
from imports.engine import import_file
from people import actions as people
from tests.accounts.opening import being_set_up, equip
from trail.errors import IllegalMove

ADDRESS = "https://www.instagram.com/nusantararesep/"


@pytest.fixture
def opening(organisation):
    return being_set_up(organisation)


def test_being_set_up_and_given_up_are_never_listed(opening, organisation, client):
    """REG-9: neither is official, nor retired, nor similar to anything, at any public door."""

    def asked():
        page = client.get(reverse("accounts_public:official"), {"q": ADDRESS})
        api = client.get("/api/v1/official", {"url": ADDRESS}).json()
        everything = client.get(reverse("accounts_public:official_list")).content.decode()
        near = look_up("nusantararesepp", "instagram").similar
        return page.context["answer"].answer, page.context["count"], api["answer"], "nusantararesep" in everything, near

    assert asked() == ("not_listed", "0", "not_listed", False, [])
    assert look_up("nusantararesep").answer == "not_listed"
    actions.abandon_account(opening, by=organisation.sari, why="Changed our mind")
    assert asked() == ("not_listed", "0", "not_listed", False, [])


def test_a_handle_is_held_while_being_set_up_and_free_once_given_up(opening, organisation, instagram):
    """REG-1: nobody registers it meanwhile; giving it up frees the handle and the platform's id."""
    actions.edit_account(opening, platform_uid="77001234", by=organisation.sari)
    again = {"by": organisation.sari, "platform_uid": "77001234"}
    with pytest.raises(ValidationError) as refusal:
        actions.register_account(organisation.pangan, instagram, "NusantaraResep", organisation.nia, **again)
    assert list(refusal.value.message_dict) == ["handle"]
    actions.abandon_account(opening, by=organisation.budi, why="Changed our mind")
    account = actions.register_account(organisation.pangan, instagram, "nusantararesep", organisation.nia, **again)
    assert (account.status, look_up(ADDRESS).answer) == ("active", "official")


@pytest.mark.parametrize(
    "columns",
    [
        {"owner": None, "owner_since": None},
        {"status": "open"},
        {"handle_key": "nusantarapangan", "skeleton": "x"},
    ],
)
def test_database_holds_owner_state_and_handle_of_what_is_being_set_up(opening, account, columns):
    """REG-2: around the actions, too."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=opening.pk).update(**columns)


def test_an_owner_who_leaves_meanwhile_gets_an_interim(opening, organisation):
    """REG-2 REG-8: never ownerless, while being set up either."""
    people.mark_left(organisation.budi, by=organisation.sari, why="Left")
    opening.refresh_from_db()
    assert (opening.owner, opening.owner_is_interim, opening.backup) == (organisation.made, True, None)
    assert opening.tenures.current().filter(part="owner").count() == 1


def test_no_file_makes_it_official(opening, organisation, tmp_path):
    """REG-3 REG-10: a row that names it leaves it as it is, whatever the row says, and so does its export."""
    before = Account.objects.filter(pk=opening.pk).values().get()
    file = tmp_path / "accounts.csv"
    for status in ("", "active", "provisioning"):
        file.write_text(
            f"platform,handle,owner,name,status\ninstagram,nusantararesep,nia@nusantara.example,Resep,{status}\n"
        )
        outcome = import_file("accounts", file, by=organisation.sari)
        assert outcome.line == "created=0 updated=0 unchanged=1 retired=0 errors=0"
    assert Account.objects.filter(pk=opening.pk).values().get() == before


def test_a_file_opens_nothing_that_is_not_open(organisation, tmp_path):
    """REG-10: an exported register brought elsewhere does not open what was being set up or given up."""
    file = tmp_path / "accounts.csv"
    file.write_text(
        "platform,handle,owner,status\n"
        "instagram,resep_satu,nia@nusantara.example,provisioning\n"
        "instagram,resep_dua,nia@nusantara.example,abandoned\n"
    )
    assert import_file("accounts", file, by=organisation.sari).code == 0
    assert Account.objects.count() == 0


def test_a_name_it_was_never_opened_under_is_no_previous_handle(opening, organisation):
    """REG-1: the wished-for handle was taken; the new one is the only one it ever had."""
    actions.rename_account(opening, "nusantara.resep", by=organisation.budi)
    assert (opening.handle_key, PreviousHandle.objects.count()) == ("nusantara.resep", 0)


@pytest.mark.parametrize(
    "key", ["people", "registered_email", "two_factor", "custody", "admins", "control", "checklist"]
)
def test_activate_account_names_what_is_missing(opening, organisation, key):
    """REG-3 REG-4: each condition alone stops the move, and nothing is written."""
    opening = equip(opening, organisation, without=(key,))
    assert [condition.key for condition in unmet(opening, terms())] == [key]
    with pytest.raises(ValidationError) as refusal:
        actions.activate_account(opening, by=organisation.sari)
    assert str(unmet(opening, terms())[0].title) in refusal.value.messages[0]
    opening.refresh_from_db()
    assert (opening.status, look_up(ADDRESS).answer) == ("provisioning", "not_listed")


def test_activate_account_opens_once_and_for_keepers_only(opening, organisation):
    """REG-3: with everything met a keeper opens it; the owner does not, and nobody twice."""
    opening = equip(opening, organisation)
    with pytest.raises(PermissionDenied):
        actions.activate_account(opening, by=organisation.budi)
    actions.activate_account(opening, by=organisation.sari)
    assert (opening.status, opening.official_since, look_up(ADDRESS).answer) == ("active", terms().today, "official")
    for verb, more in (("activate_account", {}), ("abandon_account", {"why": "Too late"})):
        with pytest.raises(IllegalMove):
            getattr(actions, verb)(opening, by=organisation.sari, **more)


@pytest.mark.parametrize(
    ("verb", "more"),
    [
        ("verify_account", {"how": "A code in the bio"}),
        ("suspend_account", {"why": "Quiet month"}),
        ("report_compromised", {"why": "Odd posts"}),
        ("drop_account", {"why": "Gone"}),
        ("start_retiring", {"why": "No need"}),
    ],
)
def test_what_is_not_open_yet_knows_no_later_states(opening, organisation, verb, more):
    """REG-7"""
    with pytest.raises(IllegalMove):
        getattr(actions, verb)(opening, by=organisation.sari, **more)
