"""The wish for an official account, and what became of it. REG-3"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.account import label_of
from people.querysets import Governed


class RequestStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("To be decided")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN = (RequestStatus.DRAFT, RequestStatus.SUBMITTED, RequestStatus.CHANGES_REQUESTED)
# Written down for good.
SETTLED = (RequestStatus.APPROVED, RequestStatus.REJECTED, RequestStatus.WITHDRAWN)


@dataclass(frozen=True)
class Decision:
    """What was decided of a request, by whomever: an approver, or a council that names the number of its decision.

    `outcome` is approved, rejected or changes_requested; `decided_by` is who answers for it, None for a council.
    """

    outcome: str
    reason: str = ""
    number: str = ""
    decided_by: Any = None


class AccountRequestQuerySet(Governed):
    def visible_to(self, person):
        """As the permissions say; what was never submitted is seen by who writes it alone. PLT-4"""
        from trail.actions import SYSTEM

        seen = super().visible_to(person)
        return seen if person is SYSTEM else seen.filter(Q(submitted_at__isnull=False) | Q(requester=person.pk))

    def open(self):
        return self.filter(status__in=OPEN)

    def with_all(self):
        """Everything a row of the list or its page shows, in one query."""
        return self.select_related(
            "platform", "unit__parent", "requester", "owner", "backup", "answering_unit", "answering_lead",
            "decided_by", "account__platform",
        )  # fmt: skip


class AccountRequest(models.Model):
    """Somebody asks for an account: what for, whom for, where, and who will answer. REG-3

    Written as a draft, decided once it is submitted. One that is approved has led to exactly one account; one that
    is settled is never changed again, so a rejection keeps its reasons.
    """

    Status = RequestStatus
    UNIT = "unit"
    PARTS = {"requester": "requester", "owner": "owner", "backup": "backup"}
    MOVES = {
        "submit_request": ((RequestStatus.DRAFT, RequestStatus.CHANGES_REQUESTED), RequestStatus.SUBMITTED),
        "request_changes": ((RequestStatus.SUBMITTED,), RequestStatus.CHANGES_REQUESTED),
        "approve_request": ((RequestStatus.SUBMITTED,), RequestStatus.APPROVED),
        "reject_request": ((RequestStatus.SUBMITTED,), RequestStatus.REJECTED),
        "withdraw_request": (OPEN, RequestStatus.WITHDRAWN),
    }

    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="account_requests", verbose_name=_("unit"))
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="account_requests", verbose_name=_("requested by")
    )
    status = models.CharField(
        _("status"), max_length=20, choices=RequestStatus.choices, default=RequestStatus.DRAFT, editable=False
    )

    platform = models.ForeignKey("accounts.Platform", models.PROTECT, null=True, blank=True, verbose_name=_("platform"))
    handle = models.CharField(_("wanted handle"), max_length=200, blank=True)
    handle_key = models.CharField(max_length=200, blank=True, editable=False)
    skeleton = models.CharField(max_length=200, blank=True, editable=False)
    url = models.URLField(_("address"), max_length=500, blank=True)
    purposes = models.JSONField(_("purpose"), default=list, blank=True)
    audiences = models.JSONField(_("target audience"), default=list, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    why_not_existing = models.TextField(_("why an existing account does not serve"), max_length=4000, blank=True)
    planned_content = models.TextField(_("planned content"), max_length=4000, blank=True)

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    backup = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("backup owner"),
    )
    answering_unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit that answers")
    )
    answering_lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who leads the answering"),
    )
    answering = models.CharField(_("who else answers, and when"), max_length=1000, blank=True)

    created_at = models.DateTimeField(editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    reason = models.TextField(_("reason"), max_length=2000, blank=True, editable=False)
    # The number of a decision taken elsewhere, such as in a council.
    reference = models.CharField(_("decision"), max_length=60, blank=True, editable=False)
    account = models.OneToOneField(
        "accounts.Account", models.PROTECT, null=True, editable=False, related_name="request", verbose_name=_("account")
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AccountRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("account request")
        verbose_name_plural = _("account requests")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=RequestStatus.values), name="request_status_known"),
            # Nobody opens an account alone.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requester")), name="request_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(backup__isnull=True) | ~Q(owner=F("backup")),
                name="request_backup_is_another",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["changes_requested", "rejected"]) | ~Q(reason=""), name="request_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(status="approved", account__isnull=False)
                | (~Q(status="approved") & Q(account__isnull=True)),
                name="request_approved_has_account",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["changes_requested", "approved", "rejected"])
                | (Q(decided_at__isnull=False) & (Q(decided_by__isnull=False) | ~Q(reference=""))),
                name="request_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "changes_requested", "withdrawn"])
                | (
                    Q(
                        submitted_at__isnull=False,
                        platform__isnull=False,
                        owner__isnull=False,
                        backup__isnull=False,
                    )
                    & ~Q(handle_key="")
                    & ~Q(why_not_existing="")
                    & ~Q(planned_content="")
                ),
                name="request_submitted_is_complete",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at", "id"], name="request_by_created"),
            models.Index(fields=["status", "created_at", "id"], name="request_by_status"),
            # Duplicates while one types: the same handle, or one that looks the same. REG-3
            models.Index(fields=["handle_key"], name="request_by_handle"),
        ]

    def __str__(self):
        return f"{self.number}: {self.label}" if self.handle else self.number

    def get_absolute_url(self):
        return reverse("accounts:request_detail", args=[self.pk])

    @property
    def number(self) -> str:
        """By which people call it, and by which the account that comes of it says who allowed it."""
        return f"R-{self.pk:04d}"

    @property
    def label(self):
        """The wanted handle as people write it."""
        return label_of(self.handle, self.platform.writes_at, self.skeleton) if self.platform_id else self.handle

    @property
    def is_open(self):
        return self.status in OPEN

    def decided(self, decision, by):
        """Take a decision and do what it says, within the transaction of who decided. REG-3 COU-2

        An approver's verb calls this, and so does a council, whose decision carries a number. Raises IllegalMove
        when the request does not wait for one, PermissionDenied when the requester decides.
        """
        # Actions stand above models in every room; only this word, which the deciders call, reaches up.
        from accounts.actions.request import carry_out

        return carry_out(self, decision, by=by)
