"""Tokens of programs, and answers kept for repeated requests. PLT-2"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.querysets import Governed


class Status(models.TextChoices):
    """Expiry is not a state: it is read from the clock."""

    VALID = "valid", _("Valid")
    REVOKED = "revoked", _("Revoked")


class TokenQuerySet(Governed):
    def of(self, person):
        """The tokens that act for a person."""
        return self.filter(person=person)

    def usable(self, now):
        """Tokens that open the door at an instant."""
        return self.filter(status=Status.VALID, expires_at__gt=now, person__is_active=True)


class ApiToken(models.Model):
    """A program's right to act for a person, within scopes and for a time. PLT-2"""

    UNIT = "person__unit"
    PARTS = {"holder": "person"}
    MOVES = {"revoke_token": ((Status.VALID,), Status.REVOKED)}

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens", verbose_name=_("acts for")
    )
    client = models.CharField(_("program"), max_length=100)
    prefix = models.CharField(_("begins with"), max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(_("scopes"))
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.VALID)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("created by")
    )
    created_at = models.DateTimeField(_("created"))
    expires_at = models.DateTimeField(_("expires"), db_index=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    last_used_at = models.DateTimeField(_("last used"), null=True)
    version = models.PositiveIntegerField(default=1)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="clients_revoked_has_time", condition=Q(status="revoked") ^ Q(revoked_at__isnull=True)
            ),
            models.CheckConstraint(name="clients_expires_later", condition=Q(expires_at__gt=models.F("created_at"))),
        ]

    def __str__(self):
        return f"{self.client} ({self.prefix}…)"

    def get_absolute_url(self):
        return reverse("clients:token_detail", args=[self.pk])

    def state_at(self, now):
        """Revoked, expired or valid, as a reader sees it."""
        return "expired" if self.status == Status.VALID and self.expires_at <= now else self.status

    def allows(self, scope):
        return scope in self.scopes


class KeptAnswer(models.Model):
    """The answer to a request that came with a key, kept to be given again; unfinished while `status` is empty."""

    principal = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="clients_one_answer_per_key", fields=["principal", "key"])]

    def __str__(self):
        return self.key
