"""Who can get in: by which way, until when, and what is wrong with it. REG-5 ORG-2"""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from accounts import actions
from accounts.models import AccessGrant, Status
from accounts.rules.access import FLAGS, access_terms, any_flag, flags_of
from accounts.rules.account import today
from accounts.tasks.review import remind_ending_access, tell_due_removals
from notices.models import Notice
from people import actions as people
from people.models import Kind
from trail import clock
from trail.actions import SYSTEM
from trail.errors import IllegalMove, Stale
from trail.models import Entry


@pytest.fixture
def grant(account, organisation):
    return actions.grant_access(account, organisation.made, "Editor", by=organisation.sari)


@pytest.fixture
def kania(organisation):
    """Works for an agency until in thirty days; Rudi answers for her."""
    return people.add_person(
        name="Kania Dewi",
        email="kania@agensi.example",
        unit=organisation.pangan,
        kind=Kind.AGENCY,
        employer="Agensi Cerita",
        sponsor=organisation.rudi,
        contract_ends_on=today() + timedelta(days=30),
        by=organisation.sari,
    )


@pytest.mark.parametrize("who", ["oki", "andi", "nia", "made"])
def test_grant_access_by_the_wrong_person(account, organisation, who):
    """REG-5: the keepers of the register and the owner record access; others do not."""
    with pytest.raises(PermissionDenied):
        actions.grant_access(account, organisation.made, "Editor", by=getattr(organisation, who))


def test_grant_access_by_a_way_and_since_a_day(account, organisation):
    """REG-5: by which way, through what, until when, since when, given by whom and why."""
    since, until = today() - timedelta(days=40), today() + timedelta(days=40)
    grant = actions.grant_access(
        account,
        organisation.made,
        "Publisher",
        route="tool",
        via="Content calendar",
        since=since,
        expires_on=until,
        why="Plans the week",
        by=organisation.budi,
    )
    assert [grant.route, grant.via, grant.expires_on, grant.reason, grant.granted_by] == [
        *("tool", "Content calendar", until, "Plans the week"),
        organisation.budi,
    ]
    assert access_terms().day_of(grant.from_at) == since
    assert list(AccessGrant.objects.as_of(clock.now() - timedelta(days=30))) == [grant]
    assert list(AccessGrant.objects.as_of(clock.now() - timedelta(days=50))) == []
    entry = Entry.objects.latest("seq")
    assert [entry.verb, entry.object_id] == ["grant_access", str(account.pk)]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"route": "tool"}, "via"),
        ({"route": "platform", "via": "Hootsuite"}, "via"),
        ({"route": "shared"}, "why"),
        ({"expires_on": date(2020, 1, 1)}, "expires_on"),
        ({"since": date(2999, 1, 1)}, "since"),
        ({"why": "ghp_abcdefghijklmnopqrstuvwxyz0123456789"}, "why"),
    ],
)
def test_grant_access_refuses(account, organisation, fields, field):
    """REG-5 REG-6: a tool is named, a shared sign-in says why, days make sense, and no secret is kept."""
    with pytest.raises(ValidationError) as refused:
        actions.grant_access(account, organisation.made, "Editor", by=organisation.sari, **fields)
    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize("days", [None, 31])
def test_grant_access_to_outside_people_ends_with_their_contract(account, organisation, kania, days):
    """ORG-2: people from outside have a last day, their contract's at the latest."""
    expires_on = days and today() + timedelta(days=days)
    with pytest.raises(ValidationError, match="from outside"):
        actions.grant_access(account, kania, "Content", expires_on=expires_on, by=organisation.sari)
    assert AccessGrant.objects.count() == 0
    grant = actions.grant_access(
        account,
        kania,
        "Content",
        expires_on=kania.contract_ends_on,
        by=organisation.sari,
        route="partner",
        via="Agensi",
    )
    assert flags_of(AccessGrant.objects.with_evidence().get(pk=grant.pk), access_terms()) == []


def test_grant_access_twice_is_refused_by_another_way_not(account, organisation, grant):
    """REG-5: the same access stands on record once at any time."""
    with pytest.raises(ValidationError, match="on record already"):
        actions.grant_access(account, organisation.made, "Editor", by=organisation.sari)
    actions.grant_access(account, organisation.made, "Editor", route="tool", via="Calendar", by=organisation.sari)
    actions.end_access(grant, by=organisation.sari)
    with pytest.raises(ValidationError, match="had this access then"):
        actions.grant_access(
            account, organisation.made, "Editor", since=today() - timedelta(days=1), by=organisation.sari
        )


def test_extend_access_by_the_wrong_person(grant, organisation):
    with pytest.raises(PermissionDenied):
        actions.extend_access(grant, today() + timedelta(days=3), by=organisation.made, why="Goes on")


def test_extend_access_moves_the_last_day(grant, organisation):
    """REG-5: with a reason; the reminders begin anew."""
    with pytest.raises(ValidationError, match="Say why"):
        actions.extend_access(grant, today(), by=organisation.sari, why=" ")
    old = AccessGrant.objects.get(pk=grant.pk)
    AccessGrant.objects.filter(pk=grant.pk).update(expiry_told=2)
    actions.extend_access(grant, today() + timedelta(days=90), by=organisation.budi, why="The campaign goes on")
    grant.refresh_from_db()
    assert [grant.expires_on, grant.expiry_told, grant.version] == [today() + timedelta(days=90), 0, 2]
    with pytest.raises(Stale):
        actions.extend_access(old, today(), by=organisation.sari, why="Other plan")
    actions.end_access(grant, by=organisation.sari)
    with pytest.raises(IllegalMove):
        actions.extend_access(grant, None, by=organisation.sari, why="Goes on")


def raw(sql, *params):
    """Write around the models, with instants as the engine stores them."""
    adapted = connection.ops.adapt_datetimefield_value
    params = [adapted(value) if isinstance(value, datetime) else value for value in params]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_database_keeps_what_a_grant_says(grant, account, organisation, kania):
    """REG-5 ORG-2: writes that go around the models are refused on both engines."""
    table = "accounts_accessgrant"
    for sql in (
        f"DELETE FROM {table}",
        f"UPDATE {table} SET platform_role = 'Admin'",
        f"UPDATE {table} SET person_id = {organisation.nia.pk}",
        f"UPDATE {table} SET reason = 'Other'",
        f"UPDATE {table} SET route = 'shared', reason = ''",
        f"UPDATE {table} SET removal_ordered_at = from_at",
    ):
        with pytest.raises(IntegrityError):
            raw(sql)
    columns = (
        f"INSERT INTO {table} (account_id, person_id, platform_role, is_admin, route, via, reason, from_at, until_at,"
        " expires_on, expiry_told, removal_reason, version) VALUES (%s, %s, %s, %s, 'platform', '', '', %s, %s, %s, 0, '', 1)"
    )
    before, after = grant.from_at - timedelta(days=1), grant.from_at + timedelta(days=1)
    with pytest.raises(IntegrityError):
        raw(columns, account.pk, grant.person_id, "Editor", False, before, after, None)
    with pytest.raises(IntegrityError):
        raw(columns, account.pk, kania.pk, "Content", False, before, None, None)
    raw(columns, account.pk, grant.person_id, "Editor", False, before, grant.from_at, None)
    raw(f"UPDATE {table} SET until_at = %s WHERE id = %s", clock.now(), grant.pk)
    with pytest.raises(IntegrityError):
        raw(f"UPDATE {table} SET until_at = NULL WHERE id = %s", grant.pk)


def test_flags_in_memory_and_in_the_database_agree(account, organisation, instagram, kania):
    """REG-5: one table, two sides; every flag is met by somebody and not by another."""
    cast = organisation

    def give(person, role="Editor", to=account, **fields):
        return actions.grant_access(to, person, role, by=cast.sari, **fields)

    ninety_days_ago = clock.now() - timedelta(days=90)
    with clock.at(ninety_days_ago):
        other = actions.register_account(cast.pangan, instagram, "pangantutup", cast.rudi, by=cast.sari)
        expired = give(cast.nia, expires_on=today() + timedelta(days=30))
        mover, stayer = give(cast.made), give(cast.rudi)
        closing = give(cast.nia, to=other)
    leaving = give(cast.budi)
    outside = give(kania, expires_on=kania.contract_ends_on)
    actions.drop_account(other, by=SYSTEM, why="Gone")
    people.move_person(cast.made, cast.logistik, by=cast.sari)
    gone = people.add_person(name="Tono Gone", email="tono@nusantara.example", unit=cast.pangan, by=cast.sari)
    left = give(gone)
    people.mark_left(gone, by=cast.sari)
    people.edit_person(kania, contract_ends_on=today() + timedelta(days=5), by=cast.sari)
    with clock.at(clock.now() + timedelta(days=7)):
        terms = access_terms()
        rows = {row.pk: row for row in AccessGrant.objects.with_people().with_evidence()}
        told = {pk: {flag.key for flag in flags_of(row, terms)} for pk, row in rows.items()}
        asked = {
            flag.key: set(AccessGrant.objects.with_flag(flag, terms).values_list("pk", flat=True)) for flag in FLAGS
        }
        any_one = set(AccessGrant.objects.current().filter(any_flag(terms)).values_list("pk", flat=True))
    assert asked == {flag.key: {pk for pk, keys in told.items() if flag.key in keys} for flag in FLAGS}
    assert any_one == {pk for pk, keys in told.items() if keys}
    assert told == {
        expired.pk: {"expired"},
        mover.pk: {"person_moved"},
        stayer.pk: set(),
        closing.pk: {"account_closed"},
        leaving.pk: {"person_leaving"},
        outside.pk: {"contract_ended", "beyond_contract"},
        left.pk: {"to_remove", "person_left"},
    }
    assert set().union(*told.values()) == {flag.key for flag in FLAGS}


def test_mark_left_orders_the_access_away(account, organisation, grant):
    """REG-5 REG-8: the record says what the platform still allows, until somebody took it away."""
    people.mark_left(organisation.made, by=organisation.sari)
    grant.refresh_from_db()
    assert grant.until_at is None
    assert [grant.removal_reason, str(grant.removal_words)] == ["left", "The person has left"]
    with pytest.raises(IllegalMove):
        actions.extend_access(grant, None, by=organisation.sari, why="Wanted")
    assert tell_due_removals() == 1
    assert tell_due_removals() == 0
    assert list(Notice.objects.filter(kind="access_removal").values_list("person", flat=True)) == [account.owner_id]
    actions.end_access(grant, by=organisation.budi)
    assert not AccessGrant.objects.to_remove(today()).exists()


def test_remind_access_ahead_and_on_the_day_once_each(account, organisation, kania):
    """REG-5 PLT-5: the owner, the person and the sponsor ahead; who takes it away on the day; never twice."""
    day = clock.now()
    actions.grant_access(account, kania, "Content", expires_on=today() + timedelta(days=20), by=organisation.sari)
    told = Notice.objects.order_by("pk").values_list("kind", "person__name")
    for days in (0, 5, 6, 6, 10, 19, 20, 20, 25):
        with clock.at(day + timedelta(days=days)):
            remind_ending_access()
    assert sorted(one for one in told if one[0].startswith("access_")) == [
        ("access_expired", "Budi Prasetyo"),
        ("access_expiring", "Budi Prasetyo"),
        ("access_expiring", "Kania Dewi"),
        ("access_expiring", "Rudi Santoso"),
    ]


def test_remind_access_after_a_pause_tells_the_last_only(account, organisation):
    """PLT-5: what was missed in a pause is not told after the day has come."""
    actions.grant_access(account, organisation.nia, "Editor", expires_on=today() + timedelta(days=3), by=SYSTEM)
    with clock.at(clock.now() + timedelta(days=8)):
        assert remind_ending_access() == 1
        assert remind_ending_access() == 0
    kinds = Notice.objects.filter(kind__startswith="access_").values_list("kind", flat=True)
    assert list(kinds) == ["access_expired"]


def test_end_access_by_the_custodian(account, organisation, grant):
    """REG-5: whoever keeps the credentials takes access away, and says so."""
    with pytest.raises(PermissionDenied):
        actions.end_access(grant, by=organisation.nia)
    actions.set_custodian(account, organisation.made, by=organisation.sari)
    actions.end_access(grant, by=organisation.made)
    assert account.status == Status.ACTIVE
    assert not AccessGrant.objects.current().exists()


def test_grant_access_before_any_platform_is_refused(account, organisation):
    """REG-5: a mistyped year is told, not kept."""
    with pytest.raises(ValidationError) as refused:
        actions.grant_access(account, organisation.nia, "Editor", by=organisation.sari, since=date(352, 3, 10))
    assert set(refused.value.message_dict) == {"since"}
