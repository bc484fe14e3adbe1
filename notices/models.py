"""Notices, what people choose of them, digests, the outbox of letters and the record of every attempt. PLT-5"""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notices.kinds import WAYS
from people.querysets import Governed


class NoticeQuerySet(Governed):
    def unread(self):
        return self.filter(read_at=None)

    def waiting(self):
        """What is promised to a person's next digest."""
        return self.filter(digest=None, digest_at__isnull=False)


class LetterQuerySet(Governed):
    def undelivered(self):
        return self.filter(status="pending")

    def due(self, now):
        """Letters to be sent now that no living deliverer holds."""
        return self.undelivered().filter(next_at__lte=now).filter(Q(lease_until=None) | Q(lease_until__lt=now))

    def dead(self):
        return self.filter(status="dead")


class Choice(models.Model):
    """How one person wants to hear of one kind, where that is not the kind's default. PLT-5"""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=40)
    way = models.CharField(max_length=6, choices=WAYS.items())

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="notices_one_choice_a_kind"),
            models.CheckConstraint(condition=Q(way__in=list(WAYS)), name="notices_known_way"),
        ]

    def __str__(self):
        return f"{self.kind}: {self.way}"


class DigestTime(models.Model):
    """When one person wants the digest, in their own time zone, where that is not 07:00 every day. PLT-5"""

    HOUR = 7

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="digest_time"
    )
    hour = models.PositiveSmallIntegerField(_("hour"), default=HOUR, validators=[MaxValueValidator(23)])
    is_weekdays_only = models.BooleanField(_("Monday to Friday only"), default=False)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(hour__lte=23), name="notices_hour_of_day")]

    def __str__(self):
        return f"{self.hour:02}:00"


class Digest(models.Model):
    """One mail that lists what happened since the last one. PLT-5

    `day` is the person's own calendar day that it is for: one a day, whatever sweeps and clocks do. One without a
    day came early, because the person no longer wanted to wait.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests")
    day = models.DateField(null=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="notices_one_digest_a_day")]

    def __str__(self):
        return f"{self.person_id} {self.day}"


class Notice(models.Model):
    """One thing, or a list of things, a person is told; its words are made when it is read. PLT-5 PLT-1"""

    PARTS = {"recipient": "person"}

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=80, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    subject_text = models.CharField(max_length=250, blank=True)
    url = models.CharField(max_length=500, blank=True)
    params = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    # the promise: when it is due in a digest; and the digest that kept it
    digest_at = models.DateTimeField(null=True)
    digest = models.ForeignKey(Digest, on_delete=models.PROTECT, null=True, related_name="notices")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        indexes = [
            # the list of one person, newest first; and the number on the bell
            models.Index(fields=["person", "-at", "-id"], name="notices_newest"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notices_unread"),
            # the sweep of digests
            models.Index(
                fields=["digest_at"], condition=Q(digest=None, digest_at__isnull=False), name="notices_for_digest"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.subject_text}".strip()

    @property
    def items(self):
        """What it is about, one or many, each a flat mapping for the templates."""
        if "items" in self.params:
            return self.params["items"]
        return [{"subject": self.subject_text, "url": self.url, **self.params}]


class Letter(models.Model):
    """A mail that must reach a person at least once, under an id that never changes. PLT-5

    It belongs to a notice or a digest, or is direct mail (an invitation) with params of its own that are erased
    once sent.
    A deliverer holds it by a lease; whoever dies holding it loses it when the lease ends.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting")
        SENT = "sent", _("Sent")
        DEAD = "dead", _("Not delivered")
        VOID = "void", _("No longer needed")

    UNIT = "person__unit"
    MOVES = {"send_again": ((Status.DEAD,), Status.PENDING)}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, null=True, related_name="letters")
    digest = models.OneToOneField(Digest, on_delete=models.CASCADE, null=True, related_name="letter")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    channel = models.CharField(max_length=10, default="email")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    created_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    leased_by = models.UUIDField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    # a receiver that refuses for a while is not a fault of ours and must not make the service unready
    is_receivers_fault = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="notices_one_letter_a_channel"),
            models.CheckConstraint(
                condition=~Q(status="sent") | Q(sent_at__isnull=False), name="notices_sent_has_time"
            ),
        ]
        indexes = [
            # the sweep every two seconds; readiness; and the page of dead letters
            models.Index(fields=["next_at"], condition=Q(status="pending"), name="notices_due"),
            models.Index(fields=["created_at"], condition=Q(status="pending"), name="notices_oldest"),
            models.Index(fields=["-created_at", "-id"], condition=Q(status="dead"), name="notices_dead"),
            models.Index(fields=["leased_by"], condition=Q(leased_by__isnull=False), name="notices_leased"),
        ]

    def __str__(self):
        return f"{self.kind} → {self.person}"

    @property
    def unit_id(self):
        return self.person.unit_id

    @property
    def items(self):
        """What it is about: of its notice, of the notices of its digest, or its own params."""
        if self.notice_id:
            return self.notice.items
        if self.digest_id:
            return [{"subject": notice.subject_text, "url": notice.url} for notice in self.digest.notices.all()]
        return [self.params]


class Attempt(models.Model):
    """What became of one try to send a letter; never changed, sealed into the trail every minute."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="tries")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.outcome} {self.at:%Y-%m-%d %H:%M}"
