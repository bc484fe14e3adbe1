"""A campaign in which somebody else says of every access whether it is still needed. REG-5 ORG-7"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.access import Route
from accounts.querysets.review import AccessReviewQuerySet, ReviewItemQuerySet, ReviewPlanQuerySet


class Subject(models.TextChoices):
    """What is reviewed; both kinds are the same campaign with the same rules."""

    ACCESS = "access", _("Access to accounts")
    ROLES = "roles", _("Roles in Dewan")


class Silence(models.TextChoices):
    """What happens to an access about which nobody said anything in time."""

    REVOKE = "revoke", _("Take it away")
    ESCALATE = "escalate", _("Ask the head of the unit, then take it away")


class Cadence(models.IntegerChoices):
    QUARTERLY = 3, _("Every quarter")
    HALF_YEARLY = 6, _("Every half year")
    YEARLY = 12, _("Every year")


class ReviewPlan(models.Model):
    """How often the access or the roles of a unit and all below are reviewed; the root's is everybody's default. REG-5

    A unit with a plan of its own is left out of the plan above it. The sweep opens a review on `next_on` and moves
    that day on in the same transaction.
    """

    UNIT = "unit"

    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="review_plans", verbose_name=_("unit"))
    subject = models.CharField(_("what is reviewed"), max_length=10, choices=Subject.choices, default=Subject.ACCESS)
    months = models.PositiveSmallIntegerField(_("how often"), choices=Cadence.choices, default=Cadence.HALF_YEARLY)
    next_on = models.DateField(_("next review opens on"))
    days = models.PositiveSmallIntegerField(_("days to answer"), default=21)
    silence = models.CharField(_("when nobody answers"), max_length=10, choices=Silence.choices, default=Silence.REVOKE)
    stopped_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ReviewPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("review plan")
        verbose_name_plural = _("review plans")
        ordering = ["next_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "subject"], condition=Q(stopped_at__isnull=True), name="review_plan_once"
            ),
            models.CheckConstraint(condition=Q(months__in=Cadence.values), name="review_plan_cadence_known"),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=180), name="review_plan_days"),
        ]
        indexes = [
            models.Index(fields=["next_on", "id"], condition=Q(stopped_at__isnull=True), name="review_plan_due"),
        ]

    def __str__(self):
        return f"{self.unit}: {self.get_subject_display()}"


class AccessReview(models.Model):
    """One campaign over a unit and everything below, with a day by which it is answered. REG-5"""

    class Status(models.TextChoices):
        OPEN = "open", _("Running")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")

    UNIT = "unit"
    PARTS = {"reviewer": "items__reviewer"}
    MOVES = {
        "close_review": ((Status.OPEN,), Status.CLOSED),
        "cancel_review": ((Status.OPEN,), Status.CANCELLED),
    }

    title = models.CharField(_("title"), max_length=120)
    subject = models.CharField(_("what is reviewed"), max_length=10, choices=Subject.choices, default=Subject.ACCESS)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="access_reviews", verbose_name=_("unit"))
    platform = models.ForeignKey("accounts.Platform", models.PROTECT, null=True, blank=True, verbose_name=_("platform"))
    route = models.CharField(_("way in"), max_length=10, choices=Route.choices, blank=True)
    is_admin_only = models.BooleanField(_("only who can manage other people's access"), default=False)
    silence = models.CharField(_("when nobody answers"), max_length=10, choices=Silence.choices, default=Silence.REVOKE)
    due_on = models.DateField(_("answers by"))
    plan = models.ForeignKey(ReviewPlan, models.PROTECT, null=True, editable=False, related_name="reviews")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.OPEN)
    total = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AccessReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("access review")
        verbose_name_plural = _("access reviews")
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", closed_at__isnull=True) | (~Q(status="open") & Q(closed_at__isnull=False)),
                name="review_closed_has_instant",
            ),
        ]
        indexes = [
            models.Index(fields=["opened_at", "id"], name="review_by_start"),
            models.Index(fields=["due_on", "id"], name="review_by_due"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("accounts:review_detail", args=[self.pk])

    @property
    def is_open(self):
        return self.status == self.Status.OPEN


class ReviewItem(models.Model):
    """One access, or one role, in one review: who is asked about it, and what came of it. REG-5 ORG-7

    `holder` is the person whose access it is, written beside it so that the database itself can refuse that anybody
    reviews or decides on their own. `due_on` is the review's until an escalation gives the head more days.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("To decide")
        ESCALATED = "escalated", _("To decide by the head")
        KEPT = "kept", _("Kept")
        REVOKED = "revoked", _("Revoked")
        LAPSED = "lapsed", _("Revoked by silence")
        ENDED = "ended", _("Had ended")
        CANCELLED = "cancelled", _("Cancelled")

    UNIT = "unit"
    PARTS = {"reviewer": "reviewer"}
    OPEN = (Status.PENDING, Status.ESCALATED)
    MOVES = {
        "keep_access": (OPEN, Status.KEPT),
        "revoke_access": (OPEN, Status.REVOKED),
        "escalate_item": ((Status.PENDING,), Status.ESCALATED),
        "lapse_item": (OPEN, Status.LAPSED),
        "end_item": (OPEN, Status.ENDED),
        "cancel_item": (OPEN, Status.CANCELLED),
    }

    review = models.ForeignKey(AccessReview, models.PROTECT, related_name="items")
    grant = models.ForeignKey("accounts.AccessGrant", models.PROTECT, null=True, related_name="review_items")
    role_grant = models.ForeignKey("people.RoleGrant", models.PROTECT, null=True, related_name="review_items")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="review_items")
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PENDING)
    due_on = models.DateField(_("answers by"))
    # 0 the reviewer knows nothing yet, 1 was asked, 2 reminded a week before, 3 a day before, 4 on the day.
    told = models.PositiveSmallIntegerField(default=0, editable=False)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True)

    objects = ReviewItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("review item")
        verbose_name_plural = _("review items")
        ordering = ["review", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(grant__isnull=False, role_grant__isnull=True)
                | Q(grant__isnull=True, role_grant__isnull=False),
                name="review_item_of_one_thing",
            ),
            models.UniqueConstraint(fields=["review", "grant"], name="review_item_once"),
            models.UniqueConstraint(fields=["review", "role_grant"], name="review_item_role_once"),
            # Nobody is asked twice about the same thing, and silence has one consequence.
            models.UniqueConstraint(
                fields=["grant"], condition=Q(status__in=["pending", "escalated"]), name="review_item_open_once"
            ),
            models.UniqueConstraint(
                fields=["role_grant"],
                condition=Q(status__in=["pending", "escalated"]),
                name="review_item_role_open_once",
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=F("holder")), name="review_item_not_own"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("holder")), name="review_item_not_by_oneself"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["pending", "escalated"], decided_at__isnull=True, decided_by__isnull=True)
                | (Q(status="kept", decided_at__isnull=False, decided_by__isnull=False) & ~Q(reason=""))
                | Q(status="revoked", decided_at__isnull=False, decided_by__isnull=False)
                | Q(status__in=["lapsed", "ended", "cancelled"], decided_at__isnull=False, decided_by__isnull=True),
                name="review_item_outcome",
            ),
        ]
        indexes = [
            # What waits for a reviewer; what a review still waits for; what is due; when a grant was last kept.
            models.Index(
                fields=["reviewer", "due_on", "id"],
                condition=Q(status__in=["pending", "escalated"]),
                name="review_item_waiting",
            ),
            models.Index(
                fields=["review"], condition=Q(status__in=["pending", "escalated"]), name="review_item_undecided"
            ),
            models.Index(
                fields=["due_on", "id"], condition=Q(status__in=["pending", "escalated"]), name="review_item_due"
            ),
            models.Index(fields=["review", "id"], name="review_item_by_review"),
            models.Index(fields=["review", "status", "id"], name="review_item_by_status"),
            models.Index(fields=["grant", "decided_at"], condition=Q(status="kept"), name="review_item_kept"),
        ]

    def __str__(self):
        return f"{self.holder}: {self.thing}"

    @property
    def thing(self):
        """What is reviewed: the access, or the role."""
        return self.grant if self.grant_id else self.role_grant

    @property
    def is_open(self):
        return self.status in self.OPEN
