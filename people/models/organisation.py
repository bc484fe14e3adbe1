"""What the organisation has settled for itself. ORG-1 PLT-1"""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """The one row of settings; its name is the root unit's. ORG-1"""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    email_domains = models.JSONField(_("e-mail domains"), default=list, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    time_zone = models.CharField(_("time zone"), max_length=64, default=settings.TIME_ZONE)
    sync_guard_percent = models.PositiveSmallIntegerField(
        _("sync guard"), default=10, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    retire_notice_days = models.PositiveSmallIntegerField(
        _("notice before retiring"), default=28, validators=[MaxValueValidator(365)]
    )
    verify_after_days = models.PositiveSmallIntegerField(
        _("verify accounts every"), default=365, validators=[MinValueValidator(1), MaxValueValidator(3650)]
    )
    second_factor_roles = models.JSONField(_("roles that need a second factor"), default=list, blank=True)
    second_factor_heads = models.BooleanField(_("heads of units need a second factor"), default=False)
    access_notice_days = models.PositiveSmallIntegerField(
        _("notice before access ends"), default=14, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    demo = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("organisation")
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(id=1), name="people_one_organisation")]

    def __str__(self):
        return str(_("Organisation"))

    @classmethod
    def current(cls):
        """The settings, or their defaults while nobody has changed any; reading writes nothing."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def today(self, now):
        """The organisation's calendar day at the instant `now`."""
        return now.astimezone(ZoneInfo(self.time_zone)).date()
