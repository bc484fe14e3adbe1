"""Words for asking reviews what waits, for whom, and what is due. REG-5"""

from datetime import timedelta

from django.db import connections
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from people.querysets import Governed

# Days before the last day on which a reviewer is reminded, and what `told` says afterwards.
REMINDED = ((7, 2), (1, 3), (0, 4))


def give_evidence(items):
    """Give items that were read their access as the flags ask of it; one query for all of them. REG-5"""
    from accounts.models.access import AccessGrant

    grants = AccessGrant.objects.with_people().with_evidence()
    grants = grants.in_bulk([item.grant_id for item in items if item.grant_id])
    for item in items:
        if item.grant_id:
            item.grant = grants[item.grant_id]
    return items


class ReviewPlanQuerySet(Governed):
    def running(self):
        return self.filter(stopped_at=None)

    def due(self, today):
        """Plans whose next review opens today, or should have. REG-5"""
        return self.running().filter(next_on__lte=today)


class AccessReviewQuerySet(Governed):
    def running(self):
        return self.filter(status="open")

    def with_progress(self):
        """Adds how many items are still undecided; one look into a partial index for each review shown."""
        from accounts.models.review import ReviewItem

        waiting = ReviewItem.objects.undecided().filter(review=OuterRef("pk")).order_by()
        counted = waiting.values("review").annotate(n=Count("pk")).values("n")
        return self.annotate(undecided=Coalesce(Subquery(counted, output_field=IntegerField()), 0))

    def decided(self):
        """Running reviews in which nothing waits any more."""
        from accounts.models.review import ReviewItem

        return self.running().filter(~Exists(ReviewItem.objects.undecided().filter(review=OuterRef("pk"))))


class ReviewItemQuerySet(Governed):
    def undecided(self):
        return self.filter(status__in=["pending", "escalated"])

    def silent(self, today):
        """Undecided though their last day has passed. REG-5"""
        return self.undecided().filter(due_on__lt=today)

    def untold(self, today):
        """Whose reviewer should have been asked or reminded by now, and was not. REG-5"""
        wanted = Q(told__lt=1)
        for days, step in REMINDED:
            wanted |= Q(told__lt=step, due_on__lte=today + timedelta(days=days))
        return self.undecided().filter(wanted, reviewer__isnull=False, due_on__gte=today)

    def insert_from(self, rows):
        """Write an undecided item for each of `rows`, annotated `x_<column>`, in one statement; how many. REG-5

        INSERT … SELECT lets the database read, choose the reviewer and write without a row coming here. What
        another running review asks about is passed over, also when it began at the same instant.
        """
        columns = ("review", "grant", "role_grant", "holder", "unit", "reviewer", "due_on")
        query, params = rows.values(*(f"x_{name}" for name in columns)).query.sql_with_params()
        names = [self.model._meta.get_field(name).column for name in columns]
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {self.model._meta.db_table} ({', '.join(names)}, status, told, reason)"  # noqa: S608
                f" SELECT {', '.join(f'x_{name}' for name in columns)}, 'pending', 0, '' FROM ({query}) AS asked"
                " WHERE true ON CONFLICT DO NOTHING",
                params,
            )
            return cursor.rowcount

    def with_evidence(self):
        """What an item is about and who answers; `give_evidence` adds the access itself. REG-5"""
        return self.select_related(
            "role_grant__unit__parent",
            "role_grant__person__unit",
            "role_grant__granted_by",
            "holder__unit",
            "reviewer",
            "decided_by",
        )
