"""Who answers for an account, and when: held by the actions and by the database itself. REG-2"""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from accounts import actions
from accounts.models import Account, Tenure
from trail.models import Entry

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def periods(account, part="owner"):
    return list(account.tenures.filter(part=part).values_list("person__name", "from_at", "until_at"))


def raw(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_set_owner_refuses_who_may_not(account, organisation):
    """REG-2: neither an outsider nor the owner himself hands an account over alone."""
    for person in (organisation.oki, organisation.andi, organisation.budi):
        with pytest.raises(PermissionDenied):
            actions.set_owner(account, organisation.nia, by=person)
    account.refresh_from_db()
    assert account.owner == organisation.budi


def test_set_owner_ends_and_begins_at_one_instant(account, organisation, clock):
    """REG-2: the old period ends where the new begins, in the same statement."""
    at = account.owner_since + timedelta(days=1)
    with clock.at(at):
        actions.set_owner(account, organisation.rudi, why="Budi leaves", by=organisation.sari)
    assert periods(account) == [("Budi Prasetyo", account.created_at, at), ("Rudi Santoso", at, None)]
    assert Entry.objects.filter(verb="set_owner", object_id=str(account.pk)).count() == 1


def test_set_owner_to_the_backup_empties_the_backup(account, organisation):
    """REG-1: owner and backup owner are two people."""
    actions.set_owner(account, organisation.nia, by=organisation.sari)
    account.refresh_from_db()
    assert (account.owner, account.backup) == (organisation.nia, None)
    assert [until is None for _name, _from, until in periods(account, "backup")] == [False]


def test_set_owner_twice_within_a_tick_keeps_both_periods(account, organisation, clock):
    """REG-2: two changes under one frozen instant do not overlap and do not fail."""
    with clock.at(account.owner_since):
        actions.set_owner(account, organisation.rudi, by=organisation.sari)
        actions.set_owner(account, organisation.made, by=organisation.sari)
    assert [name for name, _from, _until in periods(account)] == [
        "Budi Prasetyo",
        "Rudi Santoso",
        "Made Suardana",
    ]


def test_set_owner_refuses_who_has_left(account, organisation):
    """REG-2: the owner is an active employee."""
    from people import actions as people

    people.mark_left(organisation.made, by=organisation.sari, why="Left")
    with pytest.raises(ValidationError) as refusal:
        actions.set_owner(account, organisation.made, by=organisation.sari)
    assert list(refusal.value.message_dict) == ["owner"]


def test_as_of_names_the_owner_of_any_day(account, organisation, clock):
    """REG-2: who owned it on 3 March is one query."""
    start = account.owner_since
    with clock.at(start + timedelta(days=10)):
        actions.set_owner(account, organisation.rudi, by=organisation.sari)

    def owner(days):
        then = account.tenures.as_of(start + timedelta(days=days)).filter(part="owner")
        return [tenure.person.name for tenure in then]

    assert [owner(-1), owner(0), owner(9.99), owner(10), owner(99)] == [
        [],
        ["Budi Prasetyo"],
        ["Budi Prasetyo"],
        ["Rudi Santoso"],
        ["Rudi Santoso"],
    ]


def test_record_past_tenure_refuses_an_overlap(account, organisation):
    """REG-2: periods never overlap, also those that are added later."""
    begun = account.owner_since
    long_ago = begun - timedelta(days=100)
    actions.record_past_tenure(
        account, "owner", organisation.rudi, long_ago, begun - timedelta(days=1), by=organisation.sari
    )
    with pytest.raises(ValidationError):
        actions.record_past_tenure(
            account, "owner", organisation.nia, long_ago, begun - timedelta(days=50), by=organisation.sari
        )
    assert len(periods(account)) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_account SET owner_id = NULL WHERE id = {account}",
        "UPDATE accounts_account SET owner_id = NULL, owner_since = '2199-01-01 00:00:00' WHERE id = {account}",
        "UPDATE accounts_account SET owner_id = {other} WHERE id = {account}",
        "UPDATE accounts_account SET owner_since = '2199-01-01 00:00:00' WHERE id = {account}",
        "UPDATE accounts_account SET owner_id = {backup}, owner_since = '2199-01-01 00:00:00' WHERE id = {account}",
        "DELETE FROM accounts_account WHERE id = {account}",
        "UPDATE accounts_tenure SET until_at = '2199-01-01 00:00:00' WHERE account_id = {account} AND part = 'owner'",
        "UPDATE accounts_tenure SET person_id = {other} WHERE account_id = {account} AND part = 'owner'",
        "UPDATE accounts_tenure SET from_at = '2001-01-01 00:00:00' WHERE account_id = {account} AND part = 'owner'",
        "DELETE FROM accounts_tenure WHERE account_id = {account}",
        "INSERT INTO accounts_tenure (account_id, part, person_id, from_at, until_at, is_interim)"
        " VALUES ({account}, 'owner', {other}, '2020-01-01 00:00:00', NULL, {no})",
        "INSERT INTO accounts_tenure (account_id, part, person_id, from_at, until_at, is_interim)"
        " VALUES ({account}, 'owner', {other}, '2020-01-01 00:00:00', '2199-01-01 00:00:00', {no})",
    ],
)
def test_raw_sql_cannot_leave_an_active_account_without_owner_or_with_two(account, organisation, statement):
    """REG-2: a write that goes around the models is refused by the database, and history stands."""
    before = periods(account)
    no = "false" if connection.vendor == "postgresql" else "0"
    words = {"account": account.pk, "other": organisation.rudi.pk, "backup": organisation.nia.pk, "no": no}
    with pytest.raises(IntegrityError):
        raw(statement.format(**words))
    assert periods(account) == before
    assert Account.objects.get(pk=account.pk).owner == organisation.budi


def test_raw_sql_that_moves_an_owner_rightly_writes_history(account, organisation):
    """REG-2: even a bare UPDATE leaves exactly one current period."""
    raw(
        "UPDATE accounts_account SET owner_id = %s, owner_since = '2199-01-01 00:00:00' WHERE id = %s",
        organisation.rudi.pk,
        account.pk,
    )
    assert [name for name, _from, _until in periods(account)] == ["Budi Prasetyo", "Rudi Santoso"]
    assert Tenure.objects.current().filter(account=account, part="owner").count() == 1


def test_departure_gives_the_account_to_the_backup_at_once(account, organisation):
    """REG-2 REG-8: an account is never ownerless; the backup owner takes over for the time being."""
    from people import actions as people

    people.mark_left(organisation.budi, by=organisation.sari, why="Left today")
    account.refresh_from_db()
    assert (account.owner, account.owner_is_interim, account.backup) == (organisation.nia, True, None)
    assert [name for name, _from, _until in periods(account)] == ["Budi Prasetyo", "Nia Kurniasih"]


def test_departure_without_backup_falls_to_the_unit_head(account, organisation):
    """REG-8: without a backup owner the head of the unit answers."""
    from people import actions as people

    actions.set_backup(account, None, by=organisation.sari)
    people.mark_left(organisation.budi, by=organisation.sari, why="Left today")
    account.refresh_from_db()
    assert (account.owner, account.owner_is_interim) == (organisation.rudi, True)


def test_set_owner_confirms_an_interim_owner(account, organisation):
    """REG-2: the stand-in becomes the owner without a new period."""
    from people import actions as people

    people.mark_left(organisation.budi, by=organisation.sari, why="Left today")
    account.refresh_from_db()
    actions.set_owner(account, organisation.nia, by=organisation.sari)
    account.refresh_from_db()
    assert account.owner_is_interim is False
    assert len(periods(account)) == 2


def test_departure_is_told_by_name(account, organisation):
    """AUD-1: what ends with a departure says whose access ended, and what it was."""
    from people import actions as people
    from trail.timeline import of

    actions.grant_access(account, organisation.budi, "Full control", by=organisation.sari)
    people.mark_left(organisation.budi, by=organisation.sari, why="Left today")
    told = [str(moment.sentence) for moment in of(account, limit=8)]
    assert any("<b>Budi Prasetyo</b>" in one and "<b>Full control</b>" in one for one in told[:3])
    assert not any("–" in one for one in told)
