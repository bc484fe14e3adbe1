"""The forms of the verbs: each acts, and none loses what was typed. REG-1 REG-2 REG-6 REG-7"""

import pytest
from django.urls import reverse

from accounts import actions
from accounts.models import Account
from accounts.rules.account import today
from accounts.views.verbs import TABLE


@pytest.fixture
def browser(client, sari):
    client.force_login(sari)
    return client


def url(name, *args):
    return reverse(f"accounts:{name}", args=args)


def form(account, **values):
    return {"version": Account.objects.get(pk=account.pk).version, **values}


def facts(account, **values):
    return form(account, unit=account.unit_id, official_since=account.official_since.isoformat(), **values)


@pytest.mark.parametrize("verb", [verb.name for verb in TABLE])
def test_every_form_opens_or_says_why_not(account, browser, verb):
    """A verb that the state does not allow is 409, not an error. REG-7"""
    expected = 200 if verb not in Account.MOVES or account.status in Account.MOVES[verb][0] else 409
    assert browser.get(url(verb, account.pk)).status_code == expected


def test_impossible_verb_leads_back_to_the_account(account, browser):
    """REG-7"""
    answer = browser.get(url("retire_account", account.pk))
    assert (answer.status_code, f'href="{account.get_absolute_url()}"' in answer.content.decode()) == (409, True)


def test_set_owner_moves_at_once_and_tells(account, browser, organisation):
    """REG-2"""
    answer = browser.post(
        url("set_owner", account.pk), form(account, owner=f"Rudi #{organisation.rudi.pk}", why="Budi leaves")
    )
    assert answer.url == account.get_absolute_url()
    account.refresh_from_db()
    assert account.owner == organisation.rudi
    assert organisation.rudi.notices.filter(kind="account_role_given").count() == 1


def test_set_backup_to_the_owner_keeps_what_was_typed(account, browser, organisation):
    """REG-1"""
    typed = f"Budi Prasetyo #{organisation.budi.pk}"
    answer = browser.post(url("set_backup", account.pk), form(account, backup=typed, why="He knows it best"))
    assert answer.status_code == 400
    assert answer.context["form"].errors == {"backup": ["Choose someone other than the owner."]}
    assert answer.context["form"]["backup"].value() == typed
    assert answer.context["form"]["why"].value() == "He knows it best"
    account.refresh_from_db()
    assert account.backup == organisation.nia


def test_set_backup_to_nobody(account, browser):
    """REG-1"""
    browser.post(url("set_backup", account.pk), form(account, backup=""))
    account.refresh_from_db()
    assert account.backup is None


def test_owner_without_a_role_chooses_among_colleagues(account, client, organisation):
    """An owner names a backup owner of their unit, though people are not shown to them. REG-1"""
    client.force_login(organisation.budi)
    assert "Rudi Santoso" in client.get(url("person_options"), {"backup": "rudi"}).content.decode()
    assert "Oki" not in client.get(url("person_options"), {"backup": "oki"}).content.decode()
    client.post(url("set_backup", account.pk), form(account, backup=f"#{organisation.rudi.pk}"))
    account.refresh_from_db()
    assert account.backup == organisation.rudi
    answer = client.post(url("set_backup", account.pk), form(account, backup=f"#{organisation.oki.pk}"))
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "secret",
    ["ghp_0123456789abcdefghijABCDEFGHIJ012345", "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP", "password: kopi-tubruk1"],
)
def test_secrets_are_refused_on_the_page(account, browser, organisation, secret):
    """Nothing of it is stored, and the form says what to do. REG-6"""
    answer = browser.post(url("edit_account", account.pk), facts(account, approval=secret))
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["approval"])
    custody = form(account, custodian=f"#{organisation.made.pk}", vault="keepass", vault_item=secret)
    answer = browser.post(url("set_custodian", account.pk), custody)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["vault_item"])
    account.refresh_from_db()
    assert (account.approval, account.vault_item, account.custodian) == ("", "", None)


def test_edit_account_writes_the_facts(account, browser):
    """REG-1"""
    given = facts(account, name="Nusantara Pangan", purposes=["sales"], languages="English, Bahasa Indonesia, jv")
    assert browser.post(url("edit_account", account.pk), given).status_code == 302
    account.refresh_from_db()
    assert (account.name, account.purposes, account.languages) == ("Nusantara Pangan", ["sales"], ["en", "id", "jv"])


def test_edit_account_that_somebody_else_changed_meanwhile(account, browser, organisation):
    """Nobody is overwritten unseen; what was typed stays, and a second save puts it in place. PLT-2"""
    mine = facts(account, name="Pangan", payer="Marketing")
    actions.edit_account(Account.objects.get(pk=account.pk), name="Nusa Pangan", by=organisation.budi)
    answer = browser.post(url("edit_account", account.pk), mine)
    assert answer.status_code == 412
    again = answer.context["form"]
    assert (again["name"].value(), again["payer"].value()) == ("Pangan", "Marketing")
    assert ("Display name", "Nusa Pangan") in [(str(label), now) for label, now in again.meanwhile]
    mine["version"] = again["version"].value()
    assert browser.post(url("edit_account", account.pk), mine).status_code == 302
    account.refresh_from_db()
    assert account.name == "Pangan"


def test_move_that_lost_the_race_is_told_at_the_form(account, browser, sari):
    """REG-7: two report the same; the second hears that it has moved on."""
    seen = form(account, why="Strange posts")
    actions.report_compromised(Account.objects.get(pk=account.pk), by=sari, why="First")
    assert browser.post(url("report_compromised", account.pk), seen).status_code == 409


@pytest.mark.parametrize(("verb", "status"), [("suspend_account", "suspended"), ("report_compromised", "compromised")])
def test_moves_need_a_reason(account, browser, verb, status):
    """AUD-1"""
    assert browser.post(url(verb, account.pk), form(account, why=" ")).status_code == 400
    assert browser.post(url(verb, account.pk), form(account, why="Strange posts")).status_code == 302
    account.refresh_from_db()
    assert account.status == status


def test_grant_and_end_access(account, browser, organisation):
    """REG-5"""
    given = form(account, person=f"#{organisation.nia.pk}", platform_role="Editor", is_admin="on")
    assert browser.post(url("grant_access", account.pk), given).status_code == 302
    grant = account.access_grants.get()
    assert (grant.person, grant.platform_role, grant.is_admin) == (organisation.nia, "Editor", True)
    assert "Editor" in browser.get(account.get_absolute_url()).content.decode()
    assert browser.post(url("end_access", account.pk, grant.pk), form(account)).status_code == 302
    assert browser.post(url("end_access", account.pk, grant.pk), form(account)).status_code == 409


def test_connect_and_disconnect_tool(account, browser, organisation):
    """REG-1"""
    given = form(account, name="Content calendar", kind="tool", authorised_by=f"#{organisation.budi.pk}")
    assert browser.post(url("connect_tool", account.pk), given).status_code == 302
    tool = account.connected_tools.get()
    assert browser.post(url("disconnect_tool", account.pk, tool.pk), form(account)).status_code == 302


def test_record_past_tenure_counts_its_last_day(account, browser, organisation):
    """REG-2"""
    given = form(account, part="owner", person=f"#{organisation.rudi.pk}", from_at="2020-01-01", until_at="2020-12-31")
    assert browser.post(url("record_past_tenure", account.pk), given).status_code == 302
    for day, owner in (("2020-12-31", "Rudi Santoso"), ("2021-01-01", None)):
        answer = browser.get(account.get_absolute_url(), {"on": day})
        assert (
            answer.context["answered"][0][1] is None
            if owner is None
            else (answer.context["answered"][0][1].person.name == owner)
        )
    assert browser.post(url("record_past_tenure", account.pk), given).status_code == 400


def test_register_account_by_address(organisation, browser, instagram):
    """The address tells the platform. REG-1"""
    given = {
        "handle": "https://www.instagram.com/Nusantara.Pangan/?hl=id",
        "unit": organisation.pangan.pk,
        "owner": f"#{organisation.budi.pk}",
        "official_since": today().isoformat(),
    }
    answer = browser.post(url("register_account"), given)
    account = Account.objects.get()
    assert answer.url == account.get_absolute_url()
    assert (account.platform, account.handle_key, account.owner) == (instagram, "nusantara.pangan", organisation.budi)


def test_register_account_says_what_is_wrong_and_keeps_the_rest(account, organisation, browser):
    """REG-1"""
    given = {"handle": "nusantarapangan", "unit": organisation.pangan.pk, "owner": f"#{organisation.nia.pk}",
             "official_since": "2026-01-01", "approval": "Decision 7"}  # fmt: skip
    answer = browser.post(url("register_account"), given)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["platform"])
    answer = browser.post(url("register_account"), {**given, "platform": "instagram"})
    assert answer.context["form"].errors == {"handle": ["This account is on the register already."]}
    assert answer.context["form"]["approval"].value() == "Decision 7"
    assert Account.objects.count() == 1


def test_duplicates_while_one_types(account, client, organisation):
    """The same account is pointed out, linked only to who may open it. REG-3"""
    link = account.get_absolute_url()
    for who, is_linked in (("sari", True), ("oki", False)):
        client.force_login(getattr(organisation, who))
        asked = {"platform": "instagram", "handle": "@NusantaraPangan"}
        found = client.get(url("duplicates"), asked).content.decode()
        assert ("@nusantarapangan" in found, link in found) == (True, is_linked)
        assert client.get(url("duplicates"), {"handle": "x\u200by", "platform": ""}).content.decode().strip() == ""
