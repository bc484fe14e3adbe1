"""What waits for a person on requests for accounts, and on accounts that are being set up. REG-3"""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Account, AccountRequest, RequestStatus, Status
from accounts.rules.provisioning import facts_of, unmet
from home.work.item import ALONE, AT_MOST, Item
from people.governance import waiting_for
from people.permissions import permitted


def of_requests(person, terms):
    """For who decides, who asked, who sets up and who may declare official; a constant number of queries."""
    return [*_to_decide(person), *_to_change(person), *_to_set_up(person, terms)]


def _to_decide(person):
    rows = waiting_for(person, AccountRequest.objects.filter(status=RequestStatus.SUBMITTED))
    rows = list(rows.select_related("platform", "unit", "requester").order_by("submitted_at", "pk")[:AT_MOST])
    if len(rows) > ALONE:
        more = "+" if len(rows) == AT_MOST else ""
        title = _("%(n)s requests for accounts wait for your decision") % {"n": f"{len(rows)}{more}"}
        where = reverse("accounts:request_list") + "?show=waiting"
        return [Item(title, _("Each takes a minute."), where, _("See requests"), icon="inbox", is_urgent=True)]
    return [
        Item(
            _("Decide on %(account)s on %(platform)s") % {"account": asked.label, "platform": asked.platform},
            _("%(name)s asks for it, for %(unit)s.") % {"name": asked.requester, "unit": asked.unit},
            asked.get_absolute_url(),
            _("Decide"),
            icon="inbox",
            is_urgent=True,
        )
        for asked in rows
    ]


def _to_change(person):
    rows = AccountRequest.objects.filter(requester=person, status=RequestStatus.CHANGES_REQUESTED)
    return [
        Item(
            _("Change your request for %(account)s on %(platform)s")
            % {"account": asked.label or asked.number, "platform": asked.platform or "–"},
            asked.reason,
            reverse("accounts:edit_request", args=[asked.pk]),
            _("Change"),
            icon="edit",
        )
        for asked in rows.select_related("platform").order_by("pk")[:AT_MOST]
    ]


def _to_set_up(person, terms):
    mine = Q(owner=person) | Q(backup=person) | Q(custodian=person)
    rows = Account.objects.filter(status=Status.PROVISIONING).filter(
        mine | permitted(person, "activate_account", Account)
    )
    accounts = list(rows.with_people().order_by("pk")[:AT_MOST])
    facts = facts_of(accounts) if accounts else {}
    found = []
    for account in accounts:
        missing = unmet(account, terms, facts[account.pk])
        named = {"account": account, "platform": account.platform}
        if not missing:
            reason = _("Everything is in place; a keeper of the register declares it.")
            found.append(
                Item(_("Declare %(account)s on %(platform)s official") % named, reason, account.get_absolute_url(),
                     _("Open"), icon="official")
            )  # fmt: skip
        elif person.pk in (account.owner_id, account.backup_id, account.custodian_id):
            text = ngettext(
                "%(n)d condition is open: %(titles)s.", "%(n)d conditions are open: %(titles)s.", len(missing)
            )
            titles = ", ".join(str(condition.title) for condition in missing[:3])
            found.append(
                Item(_("Set up %(account)s on %(platform)s") % named, text % {"n": len(missing), "titles": titles},
                     f"{account.get_absolute_url()}#set-up", _("Set up"), icon="key")
            )  # fmt: skip
    return found
