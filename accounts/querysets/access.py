"""Words for asking who can get in. REG-5"""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, Subquery

from people.models import Membership, UnitLink
from people.querysets import Governed


class AccessGrantQuerySet(Governed):
    def as_of(self, at):
        """Who could get in at an instant: from inclusive, until exclusive. REG-5"""
        return self.filter(Q(until_at__isnull=True) | Q(until_at__gt=at), from_at__lte=at)

    def current(self):
        return self.filter(until_at__isnull=True)

    def with_people(self):
        """Everything a row of a list shows, in one query."""
        return self.select_related(
            "account__platform", "account__unit__parent", "account__owner", "account__custodian", "person", "granted_by"
        )

    def with_evidence(self):
        """Adds what the flags ask of a grant: since when its person stands where, and when it was last kept."""
        from accounts.models.review import ReviewItem

        stands = Membership.objects.filter(person=OuterRef("person"), until_on=None)
        inside = UnitLink.objects.filter(ancestor=OuterRef("account__unit"), descendant=OuterRef("person__unit"))
        kept = ReviewItem.objects.filter(grant=OuterRef("pk"), status="kept").order_by("-decided_at")
        return self.annotate(
            stands_since=Subquery(stands.values("from_on")[:1]),
            stands_inside=Exists(inside),
            last_kept_at=Subquery(kept.values("decided_at")[:1]),
        )

    def with_flag(self, flag, terms):
        """Open grants that carry this flag. REG-5"""
        return self.current().filter(flag.where(terms))

    def to_remove(self, today):
        """What should be gone from the platform by now: ordered away, or past its last day. REG-5"""
        return self.current().filter(Q(removal_ordered_at__isnull=False) | Q(expires_on__lt=today))

    def expiring(self, today, days):
        """Open grants whose last day comes within so many days, or has passed. REG-5"""
        return self.current().filter(expires_on__lte=today + timedelta(days=days))

    def expiry_untold(self, today, days):
        """Grants whose end nears, or is here, and nobody was told so of this last day. REG-5"""
        ahead = Q(expires_on__gt=today, expires_on__lte=today + timedelta(days=days), expiry_told=0)
        here = Q(expires_on__lte=today, expiry_told__lt=2)
        return self.current().filter(ahead | here, removal_ordered_at=None)

    def removal_untold(self):
        """Ordered away, and whoever has to do it does not know yet. REG-5"""
        return self.current().filter(removal_ordered_at__isnull=False, removal_told_at=None)
