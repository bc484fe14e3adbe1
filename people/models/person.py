"""The person: who signs in, who answers, who leaves. ORG-2 PLT-3"""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from people.querysets import PersonManager


class Status(models.TextChoices):
    """Employment, not sign-in: who leaves still works until the last day. ORG-2"""

    ACTIVE = "active", _("Active")
    LEAVING = "leaving", _("Leaving")
    LEFT = "left", _("Left")


class Kind(models.TextChoices):
    EMPLOYEE = "employee", _("Employee")
    AGENCY = "agency", _("Agency")
    CONTRACTOR = "contractor", _("Contractor")
    INTERN = "intern", _("Intern")


class Theme(models.TextChoices):
    SYSTEM = "system", _("As the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody of the organisation or working for it. ORG-2

    `unit` is where they stand, or stood last; the dated history is `Membership`. Without an e-mail nobody signs in.
    People from outside have an employer, a sponsor inside and a contract's end. `is_superuser` gives no business
    right.
    """

    UNIT = "unit"
    PARTS = {"self": "pk", "line_manager": "line_manager", "sponsor": "sponsor"}
    MOVES = {
        "announce_leaving": ((Status.ACTIVE, Status.LEAVING), Status.LEAVING),
        "withdraw_leaving": ((Status.LEAVING,), Status.ACTIVE),
        "mark_left": ((Status.ACTIVE, Status.LEAVING), Status.LEFT),
        "bring_back": ((Status.LEFT,), Status.ACTIVE),
    }
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(
        _("e-mail"),
        unique=True,
        null=True,
        blank=True,
        error_messages={"unique": _("Someone else already has this e-mail.")},
    )
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="people", verbose_name=_("unit"))
    kind = models.CharField(_("works as"), max_length=12, choices=Kind.choices, default=Kind.EMPLOYEE)
    job_title = models.CharField(_("job title"), max_length=200, blank=True)
    responsibilities = models.TextField(_("social media responsibilities"), blank=True)
    line_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("line manager"),
    )
    employer = models.CharField(_("employer"), max_length=200, blank=True)
    sponsor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sponsored",
        verbose_name=_("sponsor inside"),
    )
    contract_ends_on = models.DateField(_("contract ends on"), null=True, blank=True)
    source = models.CharField(max_length=100, blank=True, editable=False)
    external_id = models.CharField(_("number in the source"), max_length=200, blank=True)

    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ACTIVE, editable=False)
    is_active = models.BooleanField(default=True, editable=False)
    leaving_on = models.DateField(_("last day"), null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True, editable=False)

    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    time_zone = models.CharField(_("time zone"), max_length=64, default=settings.TIME_ZONE)
    theme = models.CharField(_("appearance"), max_length=8, choices=Theme.choices, default=Theme.SYSTEM)
    # What the organisation asks of their roles, kept here so that no request has to look for it.
    needs_factor = models.BooleanField(default=False, editable=False)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        default_permissions = ()
        constraints = [
            # lower case only, so that `unique` holds whatever the case
            models.CheckConstraint(
                condition=Q(email=None) | (Q(email=Lower("email")) & ~Q(email="")), name="people_email_or_none"
            ),
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~Q(external_id=""), name="people_once_per_source"
            ),
            models.CheckConstraint(
                condition=Q(status="active", leaving_on=None, left_at=None)
                | Q(status="leaving", leaving_on__isnull=False, left_at=None)
                | Q(status="left", is_active=False, left_at__isnull=False),
                name="people_status_dates",
            ),
            models.CheckConstraint(
                condition=Q(kind="employee", employer="", sponsor=None, contract_ends_on=None)
                | (~Q(kind="employee") & ~Q(employer="") & Q(sponsor__isnull=False, contract_ends_on__isnull=False)),
                name="people_outside_has_sponsor",
            ),
            models.CheckConstraint(
                condition=~Q(line_manager=F("pk")) & ~Q(sponsor=F("pk")), name="people_nobody_above_oneself"
            ),
        ]
        indexes = [
            # the people list in its default order, and the same within a status
            models.Index(fields=["name", "id"], name="people_by_name"),
            models.Index(fields=["status", "name", "id"], name="people_by_status"),
            models.Index(fields=["unit", "name", "id"], name="people_by_unit"),
            # the sweep of departures
            models.Index(fields=["leaving_on"], condition=Q(status="leaving"), name="people_leaving"),
            models.Index(
                fields=["contract_ends_on"],
                condition=Q(contract_ends_on__isnull=False) & ~Q(status="left"),
                name="people_contract_ends",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("people:person_detail", args=[self.pk])

    @property
    def is_external(self):
        return self.kind != Kind.EMPLOYEE

    @property
    def is_employee_now(self):
        """Active, not left, and employed here: who may own, back up and head. ORG-2"""
        return self.is_active and self.status != Status.LEFT and self.kind == Kind.EMPLOYEE

    @property
    def initials(self):
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name.split()[0] if self.name else ""

    def get_session_auth_hash(self):
        """Ends every session when the password changes or the person leaves, also after a return. PLT-3"""
        return self._session_hash()

    def get_session_auth_fallback_hash(self):
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret=secret)

    def _session_hash(self, secret=None):
        return salted_hmac(
            "people.session", f"{self.password}:{self.session_epoch}", secret=secret, algorithm="sha256"
        ).hexdigest()
