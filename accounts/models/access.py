"""Who can get into an account on the platform. REG-5"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.querysets.access import AccessGrantQuerySet


class Route(models.TextChoices):
    """By which way somebody gets in. REG-5"""

    PLATFORM = "platform", _("On the platform itself")
    TOOL = "tool", _("Through a tool")
    PARTNER = "partner", _("Through a partner")
    SHARED = "shared", _("With a shared sign-in")


# Only these name something: which tool, which partner.
NAMED = (Route.TOOL, Route.PARTNER)


# Why an access must go where no person said it in words.
REMOVALS = {
    "review": _("A review decided so"),
    "silence": _("Nobody answered the review in time"),
    "left": _("The person has left"),
}


class AccessGrant(models.Model):
    """A period in which a person can get into an account, and by which way. REG-5

    The platform is the truth, this is the record: a grant whose last day has passed, or whose removal was
    ordered, stays open and overdue until somebody has taken it away there and records the end. What it says is
    never changed and it is never deleted; only its last day moves, and its end is written once.
    """

    UNIT = "account__unit"
    PARTS = {
        "owner": "account__owner",
        "backup": "account__backup",
        "custodian": "account__custodian",
        "holder": "person",
    }

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="access_grants")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="access_grants", verbose_name=_("person")
    )
    platform_role = models.CharField(_("role on the platform"), max_length=60)
    is_admin = models.BooleanField(_("can manage other people's access"), default=False)
    route = models.CharField(_("way in"), max_length=10, choices=Route.choices, default=Route.PLATFORM)
    via = models.CharField(_("tool or partner"), max_length=100, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    from_at = models.DateTimeField()
    expires_on = models.DateField(_("last day"), null=True, blank=True)
    until_at = models.DateTimeField(null=True)

    # 0 nobody was told of the last day, 1 ahead of it, 2 on it; a new last day begins anew.
    expiry_told = models.PositiveSmallIntegerField(default=0, editable=False)
    removal_ordered_at = models.DateTimeField(null=True, editable=False)
    removal_reason = models.TextField(blank=True, editable=False)
    removal_told_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AccessGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("access")
        ordering = ["from_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "person", "platform_role", "route", "via"],
                condition=Q(until_at__isnull=True),
                name="access_grant_once",
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")), name="access_grant_forward"
            ),
            models.CheckConstraint(
                condition=(Q(route__in=["tool", "partner"]) & ~Q(via="")) | Q(route__in=["platform", "shared"], via=""),
                name="access_grant_route_named",
            ),
            models.CheckConstraint(condition=~Q(route="shared") | ~Q(reason=""), name="access_grant_shared_has_reason"),
            models.CheckConstraint(
                condition=Q(removal_ordered_at__isnull=True, removal_told_at__isnull=True, removal_reason="")
                | (Q(removal_ordered_at__isnull=False) & ~Q(removal_reason="")),
                name="access_grant_removal_has_reason",
            ),
        ]
        indexes = [
            # The list of all access in its two orders, and a person's.
            models.Index(fields=["from_at", "id"], condition=Q(until_at__isnull=True), name="access_open_by_start"),
            models.Index(fields=["expires_on", "id"], condition=Q(until_at__isnull=True), name="access_open_by_end"),
            models.Index(fields=["person", "from_at"], name="access_by_person"),
            # What is to be taken away on the platform, and of which nobody has been told yet.
            models.Index(
                fields=["account"],
                condition=Q(until_at__isnull=True, removal_ordered_at__isnull=False),
                name="access_to_remove",
            ),
            models.Index(
                fields=["id"],
                condition=Q(until_at__isnull=True, removal_ordered_at__isnull=False, removal_told_at__isnull=True),
                name="access_removal_untold",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.platform_role}"

    def get_absolute_url(self):
        return f"{reverse('accounts:account_detail', args=[self.account_id])}#access"

    @property
    def removal_words(self):
        """Why it must go, for the reader."""
        return REMOVALS.get(self.removal_reason, self.removal_reason)

    @property
    def way(self):
        """The way in, as a reader hears it; nothing where it is the usual one."""
        if self.route == Route.PLATFORM:
            return ""
        return f"{self.get_route_display()}: {self.via}" if self.via else self.get_route_display()
