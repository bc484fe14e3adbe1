"""What waits for a person on checklists: the next step towards an account's last day. REG-7"""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Account, Checklist, ChecklistKind, Status
from accounts.rules.checklist import progress, unfinished
from home.work.item import AT_MOST, Item


def of_checklists(person, terms):
    """Accounts that close and whose steps this person may attest; those in trouble stand with the accounts. REG-7"""
    mine = Q(account__owner=person) | Q(account__backup=person) | Q(account__custodian=person)
    rows = Checklist.objects.open().filter(mine, kind=ChecklistKind.RETIREMENT, account__status=Status.RETIRING)
    rows = rows.select_related("account__platform").prefetch_related("steps").order_by("account__retire_on", "pk")
    for checklist in rows[:AT_MOST]:
        left = unfinished(checklist)
        if left:
            yield _item(checklist, left, terms)


def _item(checklist, left, terms):
    account: Account = checklist.account
    settled, total = progress(checklist)
    words = {
        "account": account,
        "platform": account.platform,
        "settled": settled,
        "total": total,
        "step": left[0].title,
    }
    return Item(
        _("%(account)s on %(platform)s closes: %(settled)d of %(total)d steps settled") % words,
        _("Next: %(step)s.") % words,
        f"{account.get_absolute_url()}#step-{left[0].pk}",
        _("Open"),
        icon="archive",
        due=account.retire_on,
    )
