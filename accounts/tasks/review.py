"""What falls due on access and its reviews by itself. REG-5 ORG-7

Each looks first; a transaction begins only when something is to be done. What may be much is done in batches, each a
transaction of its own, until it is done or the slice of time is over; the next tick goes on.
"""

from time import monotonic

from accounts.actions.removal import tell_removals
from accounts.actions.review import open_planned_review
from accounts.actions.review_item import close_reviews, lapse_items
from accounts.actions.review_reminder import ask_reviewers, remind_expiry
from accounts.models import AccessGrant, AccessReview, ReviewItem, ReviewPlan
from accounts.rules.access import access_terms
from accounts.rules.account import today
from trail.actions import SYSTEM

SLICE_SECONDS = 20


def remind_ending_access():
    terms = access_terms()
    untold = AccessGrant.objects.expiry_untold(terms.today, terms.notice_days)
    return _in_batches(untold, lambda: remind_expiry(terms, by=SYSTEM))


def open_due_reviews():
    plans = ReviewPlan.objects.due(today()).select_related("unit").order_by("next_on", "pk")
    return sum(open_planned_review(plan, by=SYSTEM) is not None for plan in plans)


def ask_due_reviewers():
    day = today()
    return _in_batches(ReviewItem.objects.untold(day), lambda: ask_reviewers(day, by=SYSTEM))


def lapse_due_items():
    """Silence has its consequence, and what is answered is closed. REG-5"""
    day = today()
    done = _in_batches(ReviewItem.objects.silent(day), lambda: lapse_items(day, by=SYSTEM))
    ended = ReviewItem.objects.undecided().filter(role_grant__ended_at__isnull=False)
    if ended.exists() or AccessReview.objects.decided().exists():
        close_reviews(by=SYSTEM)
    return done


def tell_due_removals():
    return _in_batches(AccessGrant.objects.removal_untold(), lambda: tell_removals(by=SYSTEM))


def _in_batches(waiting, batch):
    until, done = monotonic() + SLICE_SECONDS, 0
    while waiting.exists() and monotonic() < until:
        some = batch()
        done += some
        if not some:
            break
    return done


SWEEPS = {
    "remind_access": (30, remind_ending_access),
    "open_reviews": (30, open_due_reviews),
    "ask_reviewers": (30, ask_due_reviewers),
    "lapse_items": (30, lapse_due_items),
    "tell_removals": (30, tell_due_removals),
}
