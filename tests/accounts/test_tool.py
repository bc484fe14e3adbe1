"""Connected tools: who authorised them, what they may do, when their token ends, what a changed password does. REG-1"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts import actions
from accounts.models import Account, ConnectedTool
from accounts.rules.tool import breaks_of
from accounts.tasks import SWEEPS
from notices.models import Notice
from people import actions as people
from people.registry import holdings
from tests.api import api_client
from trail.errors import IllegalMove
from trail.models import Entry

_every, sweep = SWEEPS["remind_tools"]


@pytest.fixture
def tool(account, organisation):
    return actions.connect_tool(
        account,
        "Content calendar",
        organisation.nia,
        kind="tool",
        powers=["read", "post"],
        signs_in="token",
        token_expires_on=account.official_since + timedelta(days=30),
        by=organisation.sari,
    )


def told():
    return sorted(Notice.objects.filter(kind="tool_expiring").values_list("person__name", flat=True))


def test_connect_and_edit_tool_by_the_wrong_person(account, organisation, tool):
    """PLT-4"""
    for who in ("oki", "rudi", "andi", "nia"):
        person = getattr(organisation, who)
        with pytest.raises(PermissionDenied):
            actions.connect_tool(account, "Planner", person, by=person)
        with pytest.raises(PermissionDenied):
            actions.edit_tool(tool, powers=["ads"], by=person)


def test_connect_tool_names_every_fault_at_once(account, organisation):
    """REG-1 REG-6"""
    people.mark_left(organisation.made, by=organisation.sari)
    organisation.made.refresh_from_db()
    with pytest.raises(ValidationError) as refusal:
        actions.connect_tool(
            account,
            "password: hunter2",
            organisation.made,
            powers=["fly"],
            checked_on=account.official_since + timedelta(days=1),
            by=organisation.sari,
        )
    assert sorted(refusal.value.message_dict) == ["authorised_by", "checked_on", "name", "powers"]


def test_edit_tool_records_what_changed(account, organisation, tool):
    """REG-1"""
    ends = account.official_since + timedelta(days=90)
    actions.edit_tool(tool, token_expires_on=ends, powers=["read", "post"], by=organisation.budi)
    tool.refresh_from_db()
    assert tool.token_expires_on == ends
    assert Entry.objects.filter(verb="edit_tool", object_id=str(account.pk)).count() == 1
    actions.edit_tool(tool, token_expires_on=ends, by=organisation.budi)
    assert Entry.objects.filter(verb="edit_tool").count() == 1
    actions.connect_tool(account, "Care desk", organisation.nia, by=organisation.sari)
    with pytest.raises(ValidationError, match="on record already"):
        actions.edit_tool(tool, name="Care desk", by=organisation.sari)
    actions.disconnect_tool(tool, by=organisation.sari)
    with pytest.raises(IllegalMove):
        actions.edit_tool(tool, powers=["ads"], by=organisation.sari)


def test_remind_tools_once_for_each_end(account, organisation, tool, clock):
    """Authoriser and owner, a week before, once; a new end is reminded of anew; a disconnected tool never. REG-1 PLT-5"""
    now = clock.now()
    assert (sweep(), told()) == (0, [])
    with clock.at(now + timedelta(days=23)):
        assert (sweep(), sweep()) == (1, 0)
        assert told() == ["Budi Prasetyo", "Nia Kurniasih"]
        actions.edit_tool(tool, token_expires_on=account.official_since + timedelta(days=60), by=organisation.sari)
        assert sweep() == 0
    with clock.at(now + timedelta(days=55)):
        assert (sweep(), sweep()) == (1, 0)
    assert len(told()) == 4
    actions.edit_tool(tool, token_expires_on=account.official_since + timedelta(days=90), by=organisation.sari)
    actions.disconnect_tool(tool, by=organisation.sari)
    with clock.at(now + timedelta(days=89)):
        assert sweep() == 0


def test_remind_tools_claims_before_it_tells(account, organisation, tool, clock, monkeypatch):
    """A sweep that dies with its letters has claimed nothing. PLT-5"""
    with clock.at(clock.now() + timedelta(days=25)):
        with monkeypatch.context() as broken:
            broken.setattr("accounts.actions.tool.notify_many", lambda *_, **__: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                sweep()
        assert (sweep(), sweep()) == (1, 0)
    assert len(told()) == 2


def test_gaps_of_tools(account, organisation, tool, clock):
    """REG-1: a token that has ended, and an authoriser who has left; disconnecting closes both."""
    from accounts.rules.gaps import BY_KEY, gaps_of, terms

    def keys():
        fresh = Account.objects.with_people().get(pk=account.pk)
        found = {gap.key for gap in gaps_of(fresh, terms())} & {"tool_expired", "tool_orphaned"}
        counted = {key for key in ("tool_expired", "tool_orphaned") if Account.objects.with_gap(BY_KEY[key], terms())}
        assert found == counted
        return found

    assert keys() == set()
    people.mark_left(organisation.nia, by=organisation.sari)
    assert keys() == {"tool_orphaned"}
    with clock.at(clock.now() + timedelta(days=31)):
        assert keys() == {"tool_orphaned", "tool_expired"}
    actions.disconnect_tool(tool, by=organisation.sari)
    assert keys() == set()


def test_what_breaks_the_worst_first(account, organisation, tool):
    """REG-6"""
    for name, kind, signs_in in (
        ("Weekly figures", "schedule", "password"),
        ("Studio phone", "device", "session"),
        ("Old planner", "tool", ""),
    ):
        actions.connect_tool(account, name, organisation.nia, kind=kind, signs_in=signs_in, by=organisation.sari)
    actions.disconnect_tool(
        actions.connect_tool(account, "Gone", organisation.nia, signs_in="password", by=organisation.sari),
        by=organisation.sari,
    )
    actions.grant_access(
        account, organisation.made, "Owner", route="shared", why="X knows one sign-in", by=organisation.sari
    )
    actions.grant_access(account, organisation.nia, "Editor", by=organisation.sari)
    found = [(one.effect, one.name) for one in breaks_of(account)]
    assert found == [
        ("stops", "Made Suardana"),
        ("stops", "Weekly figures"),
        ("ends", "Studio phone"),
        ("maybe", "Old planner"),
        ("keeps", "Content calendar"),
    ]
    answer = api_client(organisation.sari).get(f"/api/v1/accounts/{account.pk}/what-breaks/").json()
    assert [(one["effect"], one["name"]) for one in answer] == found


def test_what_breaks_is_shown_where_a_password_is_changed(account, organisation, tool, client):
    """REG-6"""
    client.force_login(organisation.sari)
    page = client.get(f"/accounts/{account.pk}/record-rotation/").content.decode()
    assert "Content calendar" in page
    page = client.get(account.get_absolute_url()).content.decode()
    assert "What breaks when this password changes" in page
    client.force_login(organisation.rudi)
    assert "What breaks when this password changes" not in client.get(account.get_absolute_url()).content.decode()


def test_tools_through_the_api(account, organisation, tool):
    """PLT-2"""
    program = api_client(organisation.sari)
    where = f"/api/v1/accounts/{account.pk}"
    answer = program.send(f"{where}/edit-tool/", {"tool": tool.pk, "powers": ["ads"], "token_expires_on": None})
    shown = answer.json()["tools"][0]
    assert (answer.status_code, shown["powers"], shown["token_expires_on"]) == (200, ["ads"], None)
    answer = program.send(f"{where}/edit-tool/", {"tool": tool.pk, "powers": ["fly"]})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "/powers/0")
    answer = program.send(f"{where}/edit-tool/", {"tool": 9999, "powers": ["ads"]})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "/tool")


def test_recovery_data_of_a_person_are_a_gap(account, organisation):
    """REG-6: said so, or told by the mailbox itself; off our domains is another."""
    from accounts.rules.gaps import gaps_of, terms

    def keys():
        fresh = Account.objects.with_people().get(pk=account.pk)
        return {gap.key for gap in gaps_of(fresh, terms())} & {"foreign_recovery", "personal_recovery"}

    sari = organisation.sari
    actions.edit_account(account, recovery_email="social@nusantara.example", recovery_phone="+62 811 1", by=sari)
    assert keys() == set()
    actions.edit_account(account, recovery_phone_of=organisation.budi, by=sari)
    assert keys() == {"personal_recovery"}
    actions.edit_account(account, recovery_phone="", by=sari)
    assert (account.recovery_phone_of, keys()) == (None, set())
    actions.edit_account(account, recovery_email="Nia@nusantara.example", by=sari)
    assert (account.recovery_email_of, keys()) == (organisation.nia, {"personal_recovery"})
    actions.edit_account(account, recovery_email="pangan@gmail.example", recovery_email_of=None, by=sari)
    assert keys() == {"foreign_recovery"}
    with pytest.raises(ValidationError) as refusal:
        actions.edit_account(account, recovery_phone_of=organisation.budi, by=sari)
    assert list(refusal.value.message_dict) == ["recovery_phone_of"]


def test_holdings_of_who_leaves(account, organisation, tool):
    """REG-8: recovery data, second factor, authorised tools, being the only administrator; nothing is missed."""
    sari, nia = organisation.sari, organisation.nia
    actions.edit_account(
        account, recovery_phone="+62 811 1", recovery_phone_of=nia, two_factor="app", two_factor_holder=nia, by=sari
    )
    actions.grant_access(account, nia, "Full control", is_admin=True, by=sari)
    actions.grant_access(account, nia, "Advertiser", is_admin=True, by=sari)

    def counts():
        return {holding.name: holding.rows(nia).count() for holding in holdings() if holding.rows(nia).exists()}

    hangs = counts()
    wanted = {"recovery_data": 1, "second_factors": 1, "tools_authorised": 1, "only_administrator": 1}
    assert {name: hangs.get(name) for name in wanted} == wanted
    actions.grant_access(account, organisation.budi, "Full control", is_admin=True, by=sari)
    assert "only_administrator" not in counts()


def test_database_holds_tools(account, organisation, tool):
    """REG-1"""
    with pytest.raises(IntegrityError), transaction.atomic():
        ConnectedTool.objects.filter(pk=tool.pk).update(until_at=tool.from_at - timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        ConnectedTool.objects.create(
            account=account, name=tool.name, authorised_by=organisation.nia, from_at=tool.from_at
        )
