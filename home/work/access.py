"""What waits for a person on access: answers they owe a review, and access to take away. REG-5"""

from datetime import timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import AccessGrant, ReviewItem, Silence
from home.work.item import ALONE, AT_MOST, Item

IF_SILENT = {
    Silence.REVOKE: gettext_lazy("%(review)s. What nobody answers is taken away."),
    Silence.ESCALATE: gettext_lazy("%(review)s. What nobody answers is asked of the head of the unit."),
}


def of_reviews(person, terms):
    """One row a review: how many answers are missing, and by when. REG-5"""
    mine = ReviewItem.objects.undecided().filter(reviewer=person).order_by()
    rows = mine.values("review", "review__title", "review__opened_at", "review__silence").annotate(
        n=Count("pk"), due=Min("due_on")
    )
    return [
        Item(
            ngettext(
                "Say whether %(n)d access is still needed", "Say whether %(n)d accesses are still needed", row["n"]
            )
            % {"n": row["n"]},
            IF_SILENT[row["review__silence"]] % {"review": row["review__title"]},
            reverse("accounts:review_detail", args=[row["review"]]),
            _("Answer"),
            icon="person-check",
            due=row["due"],
            since=row["review__opened_at"].date(),
        )
        for row in rows[:AT_MOST]
    ]


def of_removals(person, terms):
    """What is to be taken away on the platform, for whoever keeps the credentials, else for the owner. REG-5"""
    keeper = Q(account__custodian=person) | Q(account__custodian=None, account__owner=person)
    rows = AccessGrant.objects.to_remove(terms.today).filter(keeper)
    rows = list(rows.select_related("account__platform", "person").order_by("pk")[:AT_MOST])
    if len(rows) > ALONE:
        n = f"{len(rows)}{'+' if len(rows) == AT_MOST else ''}"
        return [
            Item(
                _("Take away %(n)s accesses on their platforms") % {"n": n},
                _("They were ordered away or are past their last day. Record the end of each when it is done."),
                reverse("accounts:access_list") + "?flag=any",
                _("See access"),
                icon="key",
                is_urgent=True,
            )
        ]
    return [
        Item(
            _("Take away the access of %(name)s to %(account)s on %(platform)s")
            % {"name": grant.person, "account": grant.account, "platform": grant.account.platform},
            str(grant.removal_words) + "." if grant.removal_reason else _("Its last day has passed."),
            reverse("accounts:end_access", args=[grant.account_id, grant.pk]),
            _("Record the end"),
            icon="key",
            due=grant.expires_on if grant.removal_ordered_at is None else None,
            is_urgent=True,
            since=grant.expires_on and grant.expires_on - timedelta(days=14),
        )
        for grant in rows
    ]
