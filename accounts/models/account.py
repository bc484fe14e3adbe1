"""The official account: what it is, who answers for it, and the states it passes. REG-1 REG-2 REG-7"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.querysets import AccountQuerySet


class Status(models.TextChoices):
    """The states of an account; what is being set up is not official yet, and what was given up never was. REG-7"""

    PROVISIONING = "provisioning", _("Being set up")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    COMPROMISED = "compromised", _("Compromised")
    LOST_ACCESS = "lost_access", _("Lost access")
    RETIRING = "retiring", _("Retiring")
    RETIRED = "retired", _("Retired")
    ABANDONED = "abandoned", _("Not opened")


# Official: whatever is not named here is on no public list, by accident neither. REG-9
LIVE = (Status.ACTIVE, Status.SUSPENDED, Status.COMPROMISED, Status.LOST_ACCESS, Status.RETIRING)
# Holds its handle and has an owner who answers. REG-2
STANDING = (Status.PROVISIONING, *LIVE)
# What the public may ask about. REG-9
PUBLIC = (*LIVE, Status.RETIRED)
CLOSED = (Status.RETIRED, Status.ABANDONED)


class Purpose(models.TextChoices):
    PROMOTION = "promotion", _("Promotion")
    SALES = "sales", _("Sales")
    SERVICE_BEFORE = "service_before", _("Service before sale")
    SERVICE_AFTER = "service_after", _("Service after sale")
    INFORMATION = "information", _("Information")
    RECRUITING = "recruiting", _("Recruiting")
    INTERNAL = "internal", _("Internal")


class Audience(models.TextChoices):
    BUYERS = "buyers", _("Buyers")
    USERS = "users", _("Users")
    CONSUMERS = "consumers", _("Consumers")
    CUSTOMERS = "customers", _("Customers")
    PROSPECTS = "prospects", _("Prospects")
    PARTNERS = "partners", _("Partners")
    CITIZENS = "citizens", _("Citizens")
    MEDIA = "media", _("Media")
    CANDIDATES = "candidates", _("Job seekers")
    EMPLOYEES = "employees", _("Employees")
    INVESTORS = "investors", _("Investors")


class TwoFactor(models.TextChoices):
    UNKNOWN = "", _("Not recorded")
    NONE = "none", _("Off")
    APP = "app", _("Authenticator app")
    SMS = "sms", _("Text message")
    KEY = "key", _("Security key")
    PASSKEY = "passkey", _("Passkey")
    PLATFORM = "platform", _("Through the platform's business tool")


class Badge(models.TextChoices):
    UNKNOWN = "", _("Not recorded")
    NONE = "none", _("None")
    VERIFIED = "verified", _("Verified")
    BUSINESS = "business", _("Verified business")
    GOVERNMENT = "government", _("Government or official body")


class Account(models.Model):
    """One official account of the institution on one platform. REG-1

    `handle` is written as people see it; `handle_key` is its normalised form, unique among the standing
    accounts of a platform. Owner, backup owner and custodian stand here for the present only; their periods are rows of
    `Tenure`, written by the database itself whenever one of the three changes, so the past cannot be skipped.
    """

    LIVE, STANDING, PUBLIC = LIVE, STANDING, PUBLIC
    UNIT = "unit"
    PARTS = {"owner": "owner", "backup": "backup", "custodian": "custodian"}
    MOVES = {
        "activate_account": ((Status.PROVISIONING,), Status.ACTIVE),
        "abandon_account": ((Status.PROVISIONING,), Status.ABANDONED),
        "suspend_account": ((Status.ACTIVE,), Status.SUSPENDED),
        "report_compromised": ((Status.ACTIVE, Status.SUSPENDED, Status.LOST_ACCESS), Status.COMPROMISED),
        "report_lost_access": ((Status.ACTIVE, Status.SUSPENDED, Status.COMPROMISED), Status.LOST_ACCESS),
        "restore_account": ((Status.SUSPENDED, Status.COMPROMISED, Status.LOST_ACCESS), Status.ACTIVE),
        "start_retiring": (
            (Status.ACTIVE, Status.SUSPENDED, Status.COMPROMISED, Status.LOST_ACCESS),
            Status.RETIRING,
        ),
        "retire_account": ((Status.RETIRING,), Status.RETIRED),
        "drop_account": (LIVE, Status.RETIRED),
        "reinstate_account": ((Status.RETIRED,), Status.ACTIVE),
    }

    platform = models.ForeignKey("accounts.Platform", models.PROTECT, verbose_name=_("platform"))
    handle = models.CharField(_("handle"), max_length=200)
    handle_key = models.CharField(max_length=200, editable=False)
    skeleton = models.CharField(max_length=200, editable=False)
    platform_uid = models.CharField(_("platform's own id"), max_length=100, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    name = models.CharField(_("display name"), max_length=200, blank=True)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="accounts", verbose_name=_("unit"))
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.ACTIVE)
    purposes = models.JSONField(_("purpose"), default=list, blank=True)
    audiences = models.JSONField(_("target audience"), default=list, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="owned_accounts", verbose_name=_("owner")
    )
    owner_since = models.DateTimeField(null=True, editable=False)
    owner_is_interim = models.BooleanField(default=False, editable=False)
    backup = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="backed_up_accounts",
        verbose_name=_("backup owner"),
    )
    backup_since = models.DateTimeField(null=True, editable=False)
    custodian = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="kept_accounts",
        verbose_name=_("custodian"),
    )
    custodian_since = models.DateTimeField(null=True, editable=False)

    vault = models.CharField(_("vault"), max_length=20, blank=True)
    vault_item = models.CharField(_("vault item"), max_length=300, blank=True)
    rotated_on = models.DateField(_("password last rotated"), null=True, blank=True)
    rotation_due_on = models.DateField(_("rotation due"), null=True, blank=True)
    rotation_reminded_for = models.DateField(null=True, editable=False)
    registered_email = models.EmailField(_("registered e-mail"), blank=True)
    recovery_email = models.EmailField(_("recovery mailbox"), blank=True)
    recovery_phone = models.CharField(_("recovery phone"), max_length=40, blank=True)
    # Whose they are, where they are a person's and not the organisation's: such a person can take the account. REG-6
    recovery_email_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("whose recovery mailbox"),
    )
    recovery_phone_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("whose recovery phone"),
    )
    two_factor = models.CharField(_("two-factor"), max_length=20, blank=True, choices=TwoFactor.choices)
    two_factor_holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="two_factor_accounts",
        verbose_name=_("second-factor holder"),
    )

    container = models.CharField(_("container"), max_length=200, blank=True)
    ad_account = models.CharField(_("ad account"), max_length=100, blank=True)
    payer = models.CharField(_("payer"), max_length=200, blank=True)
    badge = models.CharField(_("verification badge"), max_length=20, blank=True, choices=Badge.choices)
    approval = models.CharField(_("approved by"), max_length=200, blank=True)
    # Empty where nobody has said it: the day it came on this register is another fact.
    official_since = models.DateField(_("official since"), null=True, blank=True)
    verified_on = models.DateField(_("last verified"), null=True, blank=True)
    verified_how = models.CharField(_("how control was proven"), max_length=300, blank=True)

    retire_on = models.DateField(_("retires on"), null=True, blank=True)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)
    archive_place = models.CharField(_("place of the archive"), max_length=300, blank=True)
    exported_on = models.DateField(_("content exported on"), null=True, blank=True)

    source = models.CharField(max_length=60, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["handle_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "handle_key"],
                condition=~Q(status__in=CLOSED),
                name="account_live_handle_once",
            ),
            models.UniqueConstraint(
                fields=["platform", "platform_uid"],
                condition=~Q(platform_uid="") & ~Q(status=Status.ABANDONED),
                name="account_platform_uid_once",
            ),
            # Never ownerless, not for one second: a standing row without an owner cannot be written. REG-2
            models.CheckConstraint(
                condition=Q(status__in=CLOSED) | Q(owner__isnull=False, owner_since__isnull=False),
                name="account_live_has_owner",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(backup__isnull=True) | ~Q(owner=F("backup")),
                name="account_backup_is_another",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="account_status_known"),
        ]
        indexes = [
            models.Index(fields=["handle_key", "id"], name="account_by_handle"),
            models.Index(fields=["platform", "handle_key", "id"], name="account_by_platform"),
            models.Index(fields=["status", "handle_key", "id"], name="account_by_status"),
            models.Index(fields=["unit", "handle_key", "id"], name="account_by_unit"),
            # Turned round, with empty values still last, PostgreSQL needs another one of each: migration 0003.
            models.Index(fields=["owner_since", "id"], name="account_by_owner_since"),
            models.Index(fields=["verified_on", "id"], name="account_by_verified"),
            # My work of administrators, and the sweep that reminds
            models.Index(fields=["unit"], condition=Q(owner_is_interim=True), name="account_interim"),
            models.Index(
                fields=["rotation_due_on"], condition=Q(rotation_due_on__isnull=False), name="account_rotation_due"
            ),
            # The public check of a look-alike asks for every neighbour of a skeleton by equality. REG-9
            models.Index(fields=["skeleton"], name="account_by_skeleton"),
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("accounts:account_detail", args=[self.pk])

    @property
    def label(self):
        """The handle as people write it."""
        return label_of(self.handle, self.platform.writes_at, self.skeleton)

    # The lists bring these two along, see `with_tools`; alone, an account asks for them.
    @cached_property
    def first_token_ends_on(self):
        ends = self.connected_tools.connected().filter(token_expires_on__isnull=False)
        return ends.order_by("token_expires_on").values_list("token_expires_on", flat=True).first()

    @cached_property
    def has_orphaned_tool(self):
        return self.connected_tools.orphaned().exists()

    @property
    def is_live(self):
        return self.status in LIVE

    @property
    def is_standing(self):
        return self.status in STANDING


def label_of(handle, writes_at, skeleton):
    """`@name` where the platform writes it so; an id of the platform, which has no skeleton, stands as it is."""
    return handle if handle.startswith("@") or not writes_at or not skeleton else f"@{handle}"
