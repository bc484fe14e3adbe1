"""The unit tree and who stood where, when. ORG-1 ORG-2"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.querysets import UnitQuerySet


class UnitKind(models.TextChoices):
    HOLDING = "holding", _("Holding")
    SUBSIDIARY = "subsidiary", _("Subsidiary")
    DIVISION = "division", _("Division")
    DEPARTMENT = "department", _("Department")
    BRANCH = "branch", _("Branch")
    AFFILIATE = "affiliate", _("Affiliate")


class GovernanceMode(models.TextChoices):
    """Where the requests of a unit and of those below it are decided. ORG-4"""

    CENTRALISED = "centralised", _("Centralised")
    FEDERATED = "federated", _("Federated")
    LOCAL = "local", _("Local")


class Unit(models.Model):
    """A part of the organisation; everything governed belongs to one. ORG-1

    Its permissions are the roles a person can hold on it: a row of `UnitRole` says who does.
    """

    UNIT = "pk"
    PARTS = {"head": "head", "member": "people"}

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind.choices, default=UnitKind.DEPARTMENT)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("belongs to"),
    )
    head = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="heads",
        verbose_name=_("head"),
    )
    is_root = models.BooleanField(default=False)
    # empty: as the unit above; the organisation itself is then centralised
    governance_mode = models.CharField(
        _("who decides"), max_length=12, choices=GovernanceMode.choices, default="", blank=True
    )
    version = models.PositiveIntegerField(default=1)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        default_permissions = ()
        permissions = [
            ("administrator", "Administrator"),
            ("community_manager", "Community manager"),
            ("manager", "Manager"),
            ("responder", "Responder"),
            ("auditor", "Auditor"),
            ("approver", "Approver"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["is_root"], condition=Q(is_root=True), name="people_one_root"),
            models.CheckConstraint(
                condition=Q(is_root=True, parent=None) | Q(is_root=False, parent__isnull=False),
                name="people_root_has_no_parent",
            ),
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="people_unit_is_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(governance_mode__in=["", *GovernanceMode.values]), name="people_governance_mode_known"
            ),
            models.UniqueConstraint(
                "parent",
                Lower("name"),
                name="people_unit_name_in_parent",
                violation_error_message=_("A unit of this name already stands there."),
            ),
        ]
        indexes = [models.Index(fields=["name", "id"], name="people_unit_name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("people:unit_detail", args=[self.pk])

    @property
    def unit_id(self):
        """A unit belongs to itself, so that rules and the trail ask every governed thing alike."""
        return self.pk


class UnitLink(models.Model):
    """One line of the closure table: `ancestor` stands `depth` steps above `descendant`, itself at 0. ORG-1"""

    ancestor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="links_down")
    descendant = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="links_up")
    depth = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["ancestor", "descendant"], name="people_one_link"),
            models.CheckConstraint(
                condition=Q(depth=0, ancestor=F("descendant")) | (Q(depth__gt=0) & ~Q(ancestor=F("descendant"))),
                name="people_no_cycle",
            ),
        ]
        indexes = [models.Index(fields=["descendant", "ancestor"], name="people_link_up")]

    def __str__(self):
        return f"{self.ancestor_id} → {self.descendant_id} ({self.depth})"


class Membership(models.Model):
    """A person stood in a unit from one day to another, both included; open while it lasts. ORG-2"""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["-from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(until_on=None), name="people_one_current_membership"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="people_membership_period"
            ),
        ]

    def __str__(self):
        return f"{self.person} – {self.unit}"
