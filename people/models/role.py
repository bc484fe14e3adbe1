"""Roles on units: the effective rows of django-guardian, and the grants they come from. ORG-7 PLT-4"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from people.models.unit import Unit
from people.querysets import RoleGrantQuerySet


class Role(models.TextChoices):
    """What one can be for a unit and everything below it; the value is the permission's codename. ORG-7"""

    ADMINISTRATOR = "administrator", _("Administrator")
    COMMUNITY_MANAGER = "community_manager", _("Community manager")
    MANAGER = "manager", _("Manager")
    RESPONDER = "responder", _("Responder")
    AUDITOR = "auditor", _("Auditor")
    APPROVER = "approver", _("Approver")


class UnitRole(UserObjectPermissionBase):
    """A role in force: `user` holds `permission` on `content_object` until `ends_at`. PLT-4

    The end is an instant, so that a role ends on time though no sweep ran.
    """

    content_object = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="roles")
    ends_at = models.DateTimeField(null=True)

    class Meta(UserObjectPermissionBase.Meta):
        default_permissions = ()
        indexes = [models.Index(fields=["content_object", "permission"], name="people_role_on_unit")]


class RoleGrant(models.Model):
    """Who gave which role to whom, why and until when: the record behind `UnitRole`, kept for ever. ORG-7"""

    UNIT = "unit"
    PARTS = {"holder": "person"}

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    reason = models.TextField(_("reason"))
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField()
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    end_reason = models.TextField(blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit", "role"], condition=Q(ended_at=None), name="people_role_once"
            ),
            models.CheckConstraint(
                condition=Q(granted_by=None) | ~Q(granted_by=F("person")), name="people_no_self_grant"
            ),
            models.CheckConstraint(condition=Q(ended_by=None) | ~Q(ended_by=F("person")), name="people_no_self_end"),
        ]
        indexes = [
            models.Index(fields=["-granted_at", "-id"], name="people_grants_newest"),
            models.Index(fields=["ends_on"], condition=Q(ended_at=None), name="people_grants_ending"),
        ]

    def __str__(self):
        return f"{self.get_role_display()} – {self.unit}"
