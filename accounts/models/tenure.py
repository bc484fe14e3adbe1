"""Who answered for an account, and when. REG-2"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    """The three ways in which a person answers for an account; also the field names on `Account`."""

    OWNER = "owner", _("Owner")
    BACKUP = "backup", _("Backup owner")
    CUSTODIAN = "custodian", _("Custodian")


class TenureQuerySet(models.QuerySet):
    def as_of(self, at):
        """The periods that held at an instant: from inclusive, until exclusive. REG-2"""
        return self.filter(Q(until_at__isnull=True) | Q(until_at__gt=at), from_at__lte=at)

    def current(self):
        return self.filter(until_at__isnull=True)


class Tenure(models.Model):
    """A period in which a person was owner, backup owner or custodian. REG-2

    Written by the trigger on `accounts_account`; periods of one part never overlap and are never deleted.
    Until the present period ends, `until_at` is empty.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="tenures")
    part = models.CharField(max_length=10, choices=Part.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tenures")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    is_interim = models.BooleanField(default=False)

    objects = TenureQuerySet.as_manager()

    class Meta:
        ordering = ["account", "part", "from_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "part"], condition=Q(until_at__isnull=True), name="tenure_one_current"
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gt=F("from_at")), name="tenure_forward"
            ),
        ]
        indexes = [models.Index(fields=["person", "part", "until_at"], name="tenure_by_person")]

    def __str__(self):
        return f"{self.get_part_display()}: {self.person}"


class PreviousHandle(models.Model):
    """A handle that an account used to have, until it was renamed. REG-1"""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="previous_handles")
    handle = models.CharField(max_length=200)
    handle_key = models.CharField(max_length=200, db_index=True)
    until_at = models.DateTimeField()

    class Meta:
        ordering = ["-until_at"]

    def __str__(self):
        return self.handle
