"""Reminders of what falls due on accounts. REG-6 PLT-5"""

from accounts.models import Account
from notices.actions import notify_many
from trail.actions import action


@action
def remind_rotation(today, *, by, at_most=500) -> int:
    """Tell custodian and owner that a password is due, once for each due day; how many accounts were told of. REG-6

    The conditional UPDATE claims the reminder, so that of two sweeps one sends it.
    """
    told, claimed = [], 0
    for account in Account.objects.to_remind(today).with_people().order_by("pk")[:at_most]:
        due = account.rotation_due_on
        rows = Account.objects.to_remind(today).filter(pk=account.pk, rotation_due_on=due)
        if not rows.update(rotation_reminded_for=due):
            continue
        claimed += 1
        params = {"account": account.label, "platform": account.platform.name, "due": due.isoformat()}
        url = account.get_absolute_url()
        people = dict.fromkeys(person for person in (account.custodian, account.owner) if person)
        told += [(person, account, params, url) for person in people]
    notify_many(told, "rotation_due", by=by)
    return claimed
