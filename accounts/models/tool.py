"""What is connected to an account beside people: tools, devices and scheduled jobs. REG-1 REG-6"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

REMINDED_AHEAD = timedelta(days=7)


class ToolKind(models.TextChoices):
    TOOL = "tool", _("Tool or service")
    DEVICE = "device", _("Device that stays signed in")
    SCHEDULE = "schedule", _("Scheduled job")


class Power(models.TextChoices):
    READ = "read", _("Read")
    POST = "post", _("Post")
    ANSWER = "answer", _("Answer messages")
    ADS = "ads", _("Advertise")
    MANAGE = "manage", _("Manage people and settings")


class SignsIn(models.TextChoices):
    """How it gets in; this decides what a changed password does to it."""

    UNKNOWN = "", _("Not recorded")
    TOKEN = "token", _("With a token of its own")
    PASSWORD = "password", _("With the account's password")
    SESSION = "session", _("By a session that stays signed in")


class ToolQuerySet(models.QuerySet):
    def connected(self):
        return self.filter(until_at=None)

    def expired(self, today):
        return self.connected().filter(token_expires_on__lt=today)

    def orphaned(self):
        """Those whose authoriser has left: a token may end with the person, or outlive them unseen."""
        return self.connected().filter(authorised_by__status="left")

    def to_remind(self, today):
        """Tokens of standing accounts that end within a week, and of which nobody was told for that day. REG-1"""
        from accounts.models.account import STANDING

        not_yet = Q(token_reminded_for=None) | ~Q(token_reminded_for=F("token_expires_on"))
        due = self.connected().filter(not_yet, token_expires_on__lte=today + REMINDED_AHEAD)
        return due.filter(account__status__in=STANDING)


class ConnectedTool(models.Model):
    """A tool, device or job that may act through an account, who authorised it, and how it gets in. REG-1"""

    Kind, Power, SignsIn = ToolKind, Power, SignsIn

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="connected_tools")
    name = models.CharField(_("tool"), max_length=100)
    kind = models.CharField(_("kind of connection"), max_length=10, choices=ToolKind.choices, default=ToolKind.TOOL)
    authorised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("authorised by")
    )
    powers = models.JSONField(_("may"), default=list, blank=True)
    signs_in = models.CharField(_("signs in"), max_length=10, blank=True, choices=SignsIn.choices)
    token_expires_on = models.DateField(_("token expires"), null=True, blank=True)
    token_reminded_for = models.DateField(null=True, editable=False)
    checked_on = models.DateField(_("last checked"), null=True, blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    objects = ToolQuerySet.as_manager()

    class Meta:
        verbose_name = _("connected tool")
        verbose_name_plural = _("connected tools")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "name"], condition=Q(until_at__isnull=True), name="connected_tool_once"
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")), name="connected_tool_forward"
            ),
        ]
        indexes = [
            # The sweep that reminds, and the gaps of the register.
            models.Index(
                fields=["token_expires_on"],
                condition=Q(until_at__isnull=True, token_expires_on__isnull=False),
                name="tool_token_expires",
            ),
            models.Index(fields=["authorised_by"], condition=Q(until_at__isnull=True), name="tool_by_authoriser"),
        ]

    def __str__(self):
        return self.name

    @property
    def warn_from(self):
        """The chip of its end turns amber in the last quarter of the four weeks before."""
        return self.token_expires_on and self.token_expires_on - timedelta(days=28)

    def power_names(self):
        """What it may do, in the reader's words."""
        known = dict(Power.choices)
        return [known.get(power, power) for power in self.powers]
