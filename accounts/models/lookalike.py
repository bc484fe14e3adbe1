"""Accounts of ours that people could mistake for one another, as the last scan found them. REG-11"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.querysets import Governed


class Likeness(models.TextChoices):
    """How two names are alike."""

    SAME = "same", _("Looks the same")
    SLIP = "slip", _("One letter apart")


class LookalikeQuerySet(Governed):
    def open(self):
        return self.filter(status="open")

    def with_accounts(self):
        return self.select_related(
            "account__platform", "account__unit__parent", "twin__platform", "twin__unit__parent", "decided_by"
        )


class Lookalike(models.Model):
    """Two standing accounts of ours on one platform with names that are taken for each other. REG-11

    The scan writes and deletes the open ones; a dismissed one stays as long as both names are alike, so that it is
    not asked again.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("To look at")
        DISMISSED = "dismissed", _("No concern")

    UNIT = "account__unit"
    PARTS = {"owner": "account__owner", "twin_owner": "twin__owner"}
    MOVES = {
        "dismiss_lookalike": ((Status.OPEN,), Status.DISMISSED),
        "restore_lookalike": ((Status.DISMISSED,), Status.OPEN),
    }

    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="+")
    twin = models.ForeignKey("accounts.Account", models.CASCADE, related_name="+")
    likeness = models.CharField(max_length=10, choices=Likeness.choices)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.OPEN)
    found_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = LookalikeQuerySet.as_manager()

    class Meta:
        verbose_name = _("look-alike")
        verbose_name_plural = _("look-alikes")
        default_permissions = ()
        ordering = ["-found_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["account", "twin"], name="lookalike_once"),
            models.CheckConstraint(condition=Q(account__lt=F("twin")), name="lookalike_in_order"),
            models.CheckConstraint(condition=Q(status="open") | ~Q(reason=""), name="lookalike_dismissed_for_a_reason"),
        ]
        indexes = [
            models.Index(fields=["found_at", "id"], name="lookalike_newest"),
            models.Index(fields=["status", "found_at", "id"], name="lookalike_by_status"),
        ]

    def __str__(self):
        return f"{self.account} ≈ {self.twin}"


class LookalikeScan(models.Model):
    """How far the scan of a platform is: what the register looked like then, and what was found. REG-11"""

    platform = models.OneToOneField("accounts.Platform", models.CASCADE, primary_key=True, related_name="+")
    # Count and versions of the accounts scanned; where they differ from today's, the platform is scanned again.
    accounts = models.PositiveIntegerField(default=0)
    versions = models.BigIntegerField(default=0)
    pairs = models.PositiveIntegerField(default=0)
    is_capped = models.BooleanField(default=False)
    scanned_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.platform)
