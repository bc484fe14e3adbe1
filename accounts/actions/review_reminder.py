"""What people are told of access that ends and of reviews that wait for them. REG-5 PLT-5"""

from collections import defaultdict
from datetime import timedelta

from accounts.actions.removal import LISTED, keeper_of
from accounts.models import AccessGrant, ReviewItem
from accounts.querysets.review import REMINDED, give_evidence
from notices.actions import notify_many
from trail.actions import action


@action
def remind_expiry(terms, *, by, at_most=500) -> int:
    """Say ahead, and again on its last day, that an access ends; once each for each last day. REG-5 ORG-2

    Ahead the owner, the person and the sponsor of people from outside hear it; on the day who takes it away.
    """
    rows = AccessGrant.objects.expiry_untold(terms.today, terms.notice_days).with_people()
    told = {"access_expiring": [], "access_expired": []}
    claimed = 0
    for grant in rows.select_related("person__sponsor").order_by("expires_on", "pk")[:at_most]:
        is_here = grant.expires_on <= terms.today
        untold = AccessGrant.objects.expiry_untold(terms.today, terms.notice_days)
        untold = untold.filter(pk=grant.pk, expires_on=grant.expires_on)
        if not untold.update(expiry_told=2 if is_here else 1):
            continue
        claimed += 1
        account = grant.account
        hear = (keeper_of(account), account.owner) if is_here else (account.owner, grant.person, grant.person.sponsor)
        params = {"person": grant.person.name, "role": grant.platform_role, "on": grant.expires_on.isoformat()}
        kind = "access_expired" if is_here else "access_expiring"
        told[kind] += [
            (person, account, params, grant.get_absolute_url()) for person in dict.fromkeys(filter(None, hear))
        ]
    for kind, entries in told.items():
        notify_many(entries, kind, by=by)
    return claimed


@action
def ask_reviewers(today, *, by, at_most=200) -> int:
    """Ask reviewers, and remind them a week and a day before and on the day; one message each and kind. REG-5

    Of reminders missed in a pause the last is sent. The items are locked before they are claimed, so that of two
    sweeps one asks.
    """
    untold = ReviewItem.objects.untold(today)
    reviewers = list(untold.order_by("reviewer").values_list("reviewer", flat=True).distinct()[:at_most])
    rows = untold.filter(reviewer__in=reviewers).with_evidence().select_related("review").order_by("due_on", "pk")
    rows = give_evidence(list(rows.select_for_update(of=("self",))))
    waiting, steps = defaultdict(list), defaultdict(list)
    for item in rows:
        waiting["review_asked" if item.told == 0 else "review_due", item.reviewer, item.review].append(item)
        steps[step_of(item.due_on, today)].append(item.pk)
    for step, keys in steps.items():
        ReviewItem.objects.filter(pk__in=keys, told__lt=step).update(told=step)
    told = defaultdict(list)
    for (kind, reviewer, review), items in waiting.items():
        told[kind] += _items_listed(reviewer, review, items)
    for kind, entries in told.items():
        notify_many(entries, kind, by=by)
    return len(rows)


def step_of(due_on, today):
    """How far the reminders of an item should have come by now."""
    return next((step for days, step in reversed(REMINDED) if due_on <= today + timedelta(days=days)), 1)


def _items_listed(reviewer, review, items):
    for item in items[:LISTED]:
        where = str(item.grant.account) if item.grant_id else ""
        role = item.grant.platform_role if item.grant_id else str(item.role_grant)
        params = {"person": item.holder.name, "role": role, "due": item.due_on.isoformat(), "review": review.title}
        yield reviewer, where, params, review.get_absolute_url()
    if len(items) > LISTED:
        params = {"more": len(items) - LISTED, "due": items[-1].due_on.isoformat(), "review": review.title}
        yield reviewer, "", params, review.get_absolute_url()
