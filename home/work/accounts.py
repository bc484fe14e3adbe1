"""What waits for a person on accounts: trouble, gaps, dates ahead, owners who go. REG-1 REG-6 REG-7"""

from collections import Counter
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.closing import WORDS, address_of_closing
from accounts.models import Account, Status
from accounts.rules.gaps import gaps_of
from home.work.item import ALONE, AT_MOST, SOON, Item
from people.models import Status as Employment
from people.permissions import parts_in, rules


def of_accounts(person, terms):
    """At most one row an account; what the person answers for first. PLT-7"""
    mine = list(
        Account.objects.live()
        .filter(Q(owner=person) | Q(backup=person) | Q(custodian=person))
        .with_people()
        .order_by("pk")[:AT_MOST]
    )
    known = {account.pk for account in mine}
    found = [item for account in mine for item in _of_mine(person, account, terms)]
    return found + _in_trouble(person, known) + _closing(person, terms) + _interim(person, known) + _leaving(person)


def _named(account):
    return {"account": account, "platform": account.platform}


def _of_mine(person, account, terms):
    """At most one row an account: its trouble, else the gaps this person can close, else the date ahead."""
    parts = parts_in(person, account)
    if account.status in (Status.COMPROMISED, Status.LOST_ACCESS):
        yield _trouble(account)
        return
    gaps = [gap for gap in gaps_of(account, terms) if not parts.isdisjoint(rules()[gap.verb])]
    if gaps:
        yield _gaps(account, gaps, terms)
    elif (
        account.rotation_due_on
        and account.rotation_due_on <= terms.today + SOON
        and not parts.isdisjoint(rules()["record_rotation"])
    ):
        yield Item(
            _("Change the password of %(account)s on %(platform)s") % _named(account),
            _("Change it at the platform, put the new one into the vault, and note the day here."),
            reverse("accounts:record_rotation", args=[account.pk]),
            WORDS["rotation_overdue"],
            icon="key",
            due=account.rotation_due_on,
            since=account.rotated_on,
        )


def _gaps(account, gaps, terms):
    first, dues = gaps[0], []
    for gap in gaps:
        if gap.key == "rotation_overdue":
            dues.append(account.rotation_due_on)
        elif gap.key == "not_verified" and account.verified_on:
            dues.append(account.verified_on + timedelta(days=terms.verify_after_days))
    if len(gaps) == 1:
        title, reason = (
            _("%(gap)s: %(account)s on %(platform)s") % {**_named(account), "gap": first.title},
            first.meaning,
        )
    else:
        title = _("%(n)d gaps of %(account)s on %(platform)s") % {**_named(account), "n": len(gaps)}
        reason = ". ".join(str(gap.title) for gap in gaps) + "."
    url = address_of_closing(account, first)
    return Item(title, str(reason), url, WORDS[first.key], due=min(dues, default=None))


def _trouble(account):
    if account.status == Status.COMPROMISED:
        title = _("%(account)s on %(platform)s is compromised")
        reason = _("Change the password, end all sessions and app tokens, and tell the platform.")
    else:
        title = _("Nobody can get into %(account)s on %(platform)s")
        reason = _("Recover it through the platform, from the registered e-mail or with proof of ownership.")
    return Item(title % _named(account), reason, account.get_absolute_url(), _("Open"), icon="alert", is_urgent=True)


def _in_trouble(person, known):
    rows = Account.objects.permitted_to(person, "restore_account").with_people()
    rows = rows.filter(status__in=(Status.COMPROMISED, Status.LOST_ACCESS)).order_by("pk")[:AT_MOST]
    return [_trouble(account) for account in rows if account.pk not in known]


def _closing(person, terms):
    rows = Account.objects.permitted_to(person, "retire_account").with_people()
    rows = rows.filter(status=Status.RETIRING, retire_on__lte=terms.today + SOON).order_by("retire_on", "pk")[:AT_MOST]
    return [
        Item(
            _("Retire %(account)s on %(platform)s") % _named(account),
            _("Its notice ends. Export the content and say where the archive lies."),
            reverse("accounts:retire_account", args=[account.pk])
            if account.retire_on <= terms.today
            else account.get_absolute_url(),
            _("Retire") if account.retire_on <= terms.today else _("Open"),
            icon="archive",
            due=account.retire_on,
        )
        for account in rows
    ]


def _interim(person, known):
    rows = Account.objects.permitted_to(person, "set_owner").standing().filter(owner_is_interim=True)
    rows = [account for account in rows.with_people().order_by("pk")[:AT_MOST] if account.pk not in known]
    if len(rows) > ALONE:
        more = len(rows) == AT_MOST
        title = _("%(n)s accounts have an owner for the time being") % {"n": f"{len(rows)}{'+' if more else ''}"}
        where = reverse("accounts:account_list") + "?gap=interim_owner"
        return [Item(title, _("Their last owners left; name who answers from now on."), where, _("See accounts"))]
    return [
        Item(
            _("Name an owner for %(account)s on %(platform)s") % _named(account),
            _("%(name)s answers for it for the time being.") % {"name": account.owner},
            reverse("accounts:set_owner", args=[account.pk]),
            WORDS["interim_owner"],
            icon="handover",
        )
        for account in rows
    ]


def _leaving(person):
    rows = Account.objects.permitted_to(person, "set_owner").standing().filter(owner__status=Employment.LEAVING)
    owners = [account.owner for account in rows.select_related("owner").order_by("pk")[:AT_MOST]]
    counts = Counter(owner.pk for owner in owners)
    items = []
    for owner in dict.fromkeys(owners):
        n = counts[owner.pk]
        reason = ngettext(
            "%(n)d account has this owner only until then.", "%(n)d accounts have this owner only until then.", n
        )
        items.append(
            Item(
                _("Name who takes over from %(name)s") % {"name": owner},
                reason % {"n": n},
                f"{reverse('accounts:account_list')}?owner={owner.pk}",
                _("See accounts"),
                icon="person-leave",
                due=owner.leaving_on,
            )
        )
    return items
