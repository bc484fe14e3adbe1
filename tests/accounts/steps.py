"""The steps of a checklist worked off, for tests of what comes after. REG-7"""

from accounts import actions
from accounts.models import Account


def work_off(account, *, by, verify=True):
    """Attest every open step of every open checklist, and prove control where a playbook asks for it."""
    for checklist in account.checklists.filter(closed_at=None):
        for step in checklist.steps.filter(status="open"):
            actions.attest_step(step, by=by, note="Seen by two people")
    fresh = Account.objects.with_people().get(pk=account.pk)
    if verify and fresh.status in ("compromised", "lost_access"):
        actions.verify_account(fresh, by=by, how="A sign-in seen by two people")
    return Account.objects.with_people().get(pk=account.pk)
