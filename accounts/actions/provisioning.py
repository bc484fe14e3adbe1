"""From approved to official: an account is set up, or given up. REG-3 REG-4"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.actions.checklist import end
from accounts.actions.state import tell_state
from accounts.models import Account, Status
from accounts.rules.gaps import terms
from accounts.rules.provisioning import setup_of, unmet
from people.permissions import require
from trail.actions import action, move
from trail.errors import IllegalMove


@action
def activate_account(account, *, by, why=""):
    """Declare an account official once nothing is missing. REG-3

    Raises ValidationError that names each condition still open. The conditions are read of the row as it is held.
    """
    require(by, "activate_account", account)
    if account.status != Status.PROVISIONING:
        raise IllegalMove(account, "activate_account")
    Account.objects.select_for_update().get(pk=account.pk)
    asked = terms()
    missing = unmet(Account.objects.with_people().get(pk=account.pk), asked)
    if missing:
        titles = ", ".join(str(condition.title) for condition in missing)
        raise ValidationError(_("Not yet official: %(missing)s.") % {"missing": titles}, code="unmet")
    move(account, "activate_account", by=by, why=why, official_since=account.official_since or asked.today)
    checklist = setup_of(account)
    if checklist.is_open:
        end(checklist, by=by)
    tell_state(account, "opened", by=by, why=why)
    return account


@action
def abandon_account(account, *, by, why):
    """Give an account up before it opens; its handle is free again and it never was official. REG-3"""
    require(by, "abandon_account", account)
    if not why:
        raise ValidationError({"why": _("Give a reason; it stays on record.")})
    move(account, "abandon_account", by=by, why=why)
    for checklist in account.checklists.filter(closed_at=None):
        end(checklist, by=by, why=why)
    return account
