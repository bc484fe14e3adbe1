"""Who can get into an account on the platform. REG-5"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class AccessGrant(models.Model):
    """A period in which a person has a role on the platform itself. REG-5"""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="access_grants")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="access_grants", verbose_name=_("person")
    )
    platform_role = models.CharField(_("role on the platform"), max_length=60)
    is_admin = models.BooleanField(_("can manage other people's access"), default=False)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["from_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "person", "platform_role"],
                condition=Q(until_at__isnull=True),
                name="access_grant_once",
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")), name="access_grant_forward"
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.platform_role}"
