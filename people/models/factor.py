"""The second factors of a person, and the codes for the day a factor is lost. PLT-3"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class FactorKind(models.TextChoices):
    APP = "app", _("Authenticator app")
    PASSKEY = "passkey", _("Passkey")


class Factor(models.Model):
    """Something a person has beside the password. PLT-3

    An app's secret is sealed with a key outside the database; a passkey leaves only its public half here.
    `last_step` and `sign_count` only ever grow, so that nothing that was seen once is taken again.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=8, choices=FactorKind.choices)
    name = models.CharField(_("name"), max_length=60)
    secret = models.TextField(blank=True)
    last_step = models.BigIntegerField(null=True)
    credential = models.CharField(max_length=1400, blank=True)
    public_key = models.BinaryField(default=bytes)
    sign_count = models.BigIntegerField(default=0)
    # opens the door without the password
    is_alone = models.BooleanField(default=False)
    is_synced = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("second factor")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(kind="app"), name="people_one_app"),
            models.UniqueConstraint(fields=["credential"], condition=~Q(credential=""), name="people_passkey_once"),
            models.CheckConstraint(
                name="people_factor_is_one_kind",
                condition=Q(kind="app", credential="", last_step__isnull=False) & ~Q(secret="")
                | Q(kind="passkey", secret="", last_step=None) & ~Q(credential=""),
            ),
        ]

    def __str__(self):
        return self.name


class RecoveryCode(models.Model):
    """A code that opens the door once when the factor is lost; kept as a fingerprint only. PLT-3"""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("recovery code")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["person", "digest"], name="people_recovery_code_once")]

    def __str__(self):
        return f"#{self.pk}"
