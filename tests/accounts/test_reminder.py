"""Reminders of password changes: once for each due day. REG-6 PLT-5"""

from datetime import timedelta

from accounts import actions
from accounts.tasks import SWEEPS
from notices.models import Notice

_every, sweep = SWEEPS["remind_rotation"]


def reminded():
    return sorted(Notice.objects.filter(kind="rotation_due").values_list("person__name", flat=True))


def test_remind_rotation_once_for_each_due_day(account, organisation, sari, clock):
    actions.set_custodian(account, organisation.made, vault="keepass", vault_item="Media/Instagram", by=sari)
    day = account.official_since
    actions.record_rotation(account, on=day, next_on=day + timedelta(days=8), by=sari)
    assert (sweep(), reminded()) == (0, [])
    with clock.at(clock.now() + timedelta(days=1)):
        assert (sweep(), sweep()) == (1, 0)
    assert reminded() == ["Budi Prasetyo", "Made Suardana"]
    actions.record_rotation(account, on=day, next_on=day + timedelta(days=60), by=sari)
    with clock.at(clock.now() + timedelta(days=90)):
        assert (sweep(), sweep()) == (1, 0)
    assert len(reminded()) == 4


def test_remind_rotation_lists_many_in_one_message(account, organisation, instagram, sari, clock):
    day = account.official_since
    other = actions.register_account(organisation.pangan, instagram, "pangan_dua", organisation.budi, by=sari)
    for one in (account, other):
        actions.record_rotation(one, on=day - timedelta(days=90), next_on=day, by=sari)
    assert sweep() == 2
    assert reminded() == ["Budi Prasetyo"]


def test_remind_rotation_leaves_retired_accounts_alone(account, sari):
    actions.record_rotation(
        account, on=account.official_since - timedelta(days=9), next_on=account.official_since, by=sari
    )
    actions.drop_account(account, by=sari, why="Gone")
    assert (sweep(), reminded()) == (0, [])
