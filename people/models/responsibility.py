"""RACI: who publishes, responds, moderates, measures and approves for which unit. ORG-6"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.querysets import ResponsibilityQuerySet


class Activity(models.TextChoices):
    PUBLISH = "publish", _("Publish")
    RESPOND = "respond", _("Respond")
    MODERATE = "moderate", _("Moderate")
    MEASURE = "measure", _("Measure")
    APPROVE = "approve", _("Approve")


class Letter(models.TextChoices):
    """What somebody is to an activity; the value is the letter of the matrix."""

    ACCOUNTABLE = "A", _("Accountable")
    RESPONSIBLE = "R", _("Responsible")
    CONSULTED = "C", _("Consulted")
    INFORMED = "I", _("Informed")


class Responsibility(models.Model):
    """A person or a team is A, R, C or I for an activity of a unit, from an instant until another. ORG-6

    What a unit does not say itself it takes over, letter by letter, from the unit above. A row ends, it is never
    deleted or rewritten.
    """

    UNIT = "unit"
    PARTS = {"holder": "person", "member": "unit__people"}

    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="responsibilities", verbose_name=_("unit"))
    activity = models.CharField(_("activity"), max_length=10, choices=Activity.choices)
    letter = models.CharField(_("part"), max_length=1, choices=Letter.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="responsibilities_held",
        verbose_name=_("person"),
    )
    team = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="responsible_for", verbose_name=_("team")
    )
    from_at = models.DateTimeField(editable=False)
    until_at = models.DateTimeField(null=True, editable=False)

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, team__isnull=False) | Q(person__isnull=False, team=None),
                name="people_raci_person_or_team",
            ),
            models.CheckConstraint(
                condition=Q(activity__in=Activity.values, letter__in=Letter.values), name="people_raci_known"
            ),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gte=F("from_at")), name="people_raci_forward"
            ),
            # what nobody may share: one answers
            models.UniqueConstraint(
                fields=["unit", "activity"], condition=Q(until_at=None, letter="A"), name="people_raci_one_accountable"
            ),
            models.UniqueConstraint(
                fields=["unit", "activity", "letter", "person"],
                condition=Q(until_at=None),
                name="people_raci_person_once",
            ),
            models.UniqueConstraint(
                fields=["unit", "activity", "letter", "team"], condition=Q(until_at=None), name="people_raci_team_once"
            ),
        ]
        indexes = [
            models.Index(fields=["unit"], condition=Q(until_at=None), name="people_raci_current"),
            models.Index(fields=["-from_at", "-id"], name="people_raci_newest"),
        ]

    def __str__(self):
        return f"{self.get_letter_display()}: {self.who}"

    def get_absolute_url(self):
        return reverse("people:responsibility_detail", args=[self.unit_id, self.activity])

    @property
    def who(self):
        """The person or the team."""
        return self.person or self.team
