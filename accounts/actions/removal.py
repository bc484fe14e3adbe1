"""An access that must go: ordered away here, taken away on the platform, and then on record as ended. REG-5"""

from collections import defaultdict

from django.db.models import F
from django.urls import reverse

from accounts.models import AccessGrant, ReviewItem
from notices.actions import notify_many
from trail import clock
from trail.actions import action, move_many

LISTED = 20


def order_removal(grants, *, by, why, now):
    """Make it a task of whoever keeps the credentials, within the action that decided it. REG-5

    `why` is a text, or a key of `REMOVALS`. What was ordered before stays as it was; nobody is asked about it any
    more, and the sweep tells who has to do it.
    """
    open_still = AccessGrant.objects.current().filter(pk__in=grants, removal_ordered_at=None)
    open_still.update(removal_ordered_at=now, removal_reason=why, version=F("version") + 1)
    end_items(grants, by=by, now=now)


def end_items(grants, *, by, now):
    """What has ended, or will, needs no answer: its open items close with it. REG-5"""
    items = ReviewItem.objects.undecided().filter(grant__in=grants)
    move_many(items, "end_item", by=by, note=_told_by_the_end, decided_at=now)


def _told_by_the_end(item):
    """The end of the access is on record itself."""


@action
def tell_removals(*, by, at_most=2000) -> int:
    """Tell whoever keeps the credentials what to take away, once for each access, in one message a person. REG-5

    Locked before they are claimed, so that of two sweeps one tells; when this dies, nothing is claimed.
    """
    rows = AccessGrant.objects.removal_untold().with_people().order_by("account", "pk")[:at_most]
    rows = list(rows.select_for_update(of=("self",)))
    AccessGrant.objects.filter(pk__in=[grant.pk for grant in rows]).update(removal_told_at=clock.now())
    entries = defaultdict(list)
    for grant in rows:
        keeper = keeper_of(grant.account)
        if keeper is not None:
            entries[keeper].append(grant)
    told = [entry for keeper, grants in entries.items() for entry in _entries(keeper, grants)]
    notify_many(told, "access_removal", by=by)
    return len(rows)


def keeper_of(account):
    """Who takes access away: the custodian, else the owner."""
    return next((one for one in (account.custodian, account.owner) if one and one.is_active), None)


def _entries(keeper, grants):
    for grant in grants[:LISTED]:
        params = {"person": grant.person.name, "role": grant.platform_role}
        yield keeper, str(grant.account), params, grant.get_absolute_url()
    if len(grants) > LISTED:
        where = reverse("accounts:access_list") + "?flag=to_remove"
        yield keeper, "", {"more": len(grants) - LISTED}, where
