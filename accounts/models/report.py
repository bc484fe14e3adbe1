"""Accounts that somebody found suspicious, what we found them to be, and the way to their take-down. REG-11"""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.account import label_of
from people.querysets import Governed

# Letters and digits that nobody confuses when reading one out.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference():
    """What a reporter can quote; tells nothing of how many others reported."""
    text = "".join(secrets.choice(LETTERS) for _place in range(8))
    return f"{text[:4]}-{text[4:]}"


class Finding(models.TextChoices):
    """The states of a case. REG-11"""

    REPORTED = "reported", _("To look at")
    OFFICIAL = "official", _("Ours")
    CLAIMED = "claimed", _("Ours, not registered")
    FAN = "fan", _("Not ours, harmless")
    IMPOSTOR = "impostor", _("Impostor")
    TAKEDOWN = "takedown", _("Take-down asked")
    CLOSED = "closed", _("Closed")


# Confirmed as impostors: what the public is warned of, and what nobody registers. A platform that refuses does not
# make a fake real; only who confirmed it takes it back, by looking at it anew.
FAKE = (Finding.IMPOSTOR, Finding.TAKEDOWN, Finding.CLOSED)


class Result(models.TextChoices):
    """How a take-down ended."""

    REMOVED = "removed", _("Removed")
    REFUSED = "refused", _("Refused by the platform")
    NO_ANSWER = "no_answer", _("No answer from the platform")


class Concern(models.TextChoices):
    """What a reporter saw, in one word; the rest is text."""

    PRETENDS = "pretends", _("It pretends to be official")
    MONEY = "money", _("It asks for money, passwords or codes")
    OTHER = "other", _("Something else")


class ReportQuerySet(Governed):
    def fake(self):
        """Confirmed impostors. REG-9"""
        return self.filter(status__in=FAKE)

    def to_look_at(self):
        """Nobody has said what it is, or it was reported again since somebody did."""
        return self.filter(Q(status=Finding.REPORTED) | Q(again_at__isnull=False))

    def to_follow_up(self, today):
        """Take-downs whose day of asking again has come."""
        return self.filter(status=Finding.TAKEDOWN, follow_up_on__lte=today)

    def to_remind(self, today):
        """The same, where nobody was reminded of that day."""
        return self.to_follow_up(today).filter(Q(reminded_for=None) | ~Q(reminded_for=F("follow_up_on")))

    def at(self, platform_key, handle_key, uid=""):
        """The case of an address, as `Account.objects.at`."""
        found = Q(handle_key=handle_key)
        if uid:
            found |= Q(platform_uid=uid)
        return self.filter(found, **({"platform_id": platform_key} if platform_key else {}))

    def with_account(self):
        return self.select_related(
            "platform", "unit__parent", "account__platform", "account__unit", "triaged_by", "request"
        )


class Report(models.Model):
    """The case of one suspicious account on one platform; whoever reports it again joins it. REG-11

    `account` is the account of ours that is meant: the one it imitates, or the one it turned out to be.
    """

    FAKE = FAKE
    UNIT = "unit"
    PARTS = {"reporter": "sightings__person"}
    MOVES = {
        "find_official": ((Finding.REPORTED,), Finding.OFFICIAL),
        "claim_account": ((Finding.REPORTED,), Finding.CLAIMED),
        "find_fan": ((Finding.REPORTED,), Finding.FAN),
        "confirm_impostor": ((Finding.REPORTED, Finding.FAN), Finding.IMPOSTOR),
        "ask_takedown": ((Finding.IMPOSTOR,), Finding.TAKEDOWN),
        "close_report": ((Finding.IMPOSTOR, Finding.TAKEDOWN), Finding.CLOSED),
        "find_again": ((Finding.CLOSED,), Finding.IMPOSTOR),
        "reopen_report": (
            (
                Finding.OFFICIAL,
                Finding.CLAIMED,
                Finding.FAN,
                Finding.IMPOSTOR,
                Finding.TAKEDOWN,
                Finding.CLOSED,
            ),
            Finding.REPORTED,
        ),
    }

    platform = models.ForeignKey("accounts.Platform", models.PROTECT, related_name="+", verbose_name=_("platform"))
    handle = models.CharField(_("handle"), max_length=200)
    handle_key = models.CharField(max_length=200, editable=False)
    skeleton = models.CharField(max_length=200, editable=False)
    platform_uid = models.CharField(max_length=100, blank=True, editable=False)
    url = models.URLField(_("address"), max_length=500, blank=True)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="reports", verbose_name=_("unit"))
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="reports", verbose_name=_("account of ours")
    )
    status = models.CharField(_("status"), max_length=20, choices=Finding.choices, default=Finding.REPORTED)

    times = models.PositiveIntegerField(_("times reported"), default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField(_("last reported"))
    # Reported after it was looked at, and not looked at since.
    again_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    triaged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    triaged_at = models.DateTimeField(_("looked at"), null=True)

    # Ours, but opened without asking: what was written down to put that right.
    request = models.ForeignKey("accounts.AccountRequest", models.PROTECT, null=True, related_name="+")

    asked_on = models.DateField(_("asked of the platform on"), null=True)
    follow_up_on = models.DateField(_("ask again on"), null=True)
    reminded_for = models.DateField(null=True, editable=False)
    result = models.CharField(_("result"), max_length=10, blank=True, choices=Result.choices)
    closed_on = models.DateField(_("closed on"), null=True)
    forgotten_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        default_permissions = ()
        ordering = ["-last_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["platform", "handle_key"], name="report_one_case"),
            models.CheckConstraint(condition=Q(status__in=Finding.values), name="report_status_known"),
            models.CheckConstraint(
                condition=Q(status=Finding.CLOSED, closed_on__isnull=False, result__in=Result.values)
                | (~Q(status=Finding.CLOSED) & Q(closed_on__isnull=True, result="")),
                name="report_closed_with_result",
            ),
            # Nobody is called a fake unless a person looked.
            models.CheckConstraint(
                condition=~Q(status__in=FAKE) | Q(triaged_at__isnull=False, triaged_by__isnull=False),
                name="report_fake_by_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(status=Finding.TAKEDOWN) | Q(asked_on__isnull=False), name="report_takedown_has_day"
            ),
        ]
        indexes = [
            models.Index(fields=["last_at", "id"], name="report_newest"),
            models.Index(fields=["status", "last_at", "id"], name="report_by_status"),
            models.Index(fields=["times", "id"], name="report_by_times"),
            models.Index(fields=["handle_key", "id"], name="report_by_handle"),
            models.Index(fields=["unit", "last_at", "id"], name="report_by_unit"),
            # The public answer asks for confirmed impostors only. REG-9
            models.Index(fields=["handle_key"], condition=Q(status__in=FAKE), name="report_fake"),
            models.Index(
                fields=["platform_uid"],
                condition=Q(status__in=FAKE) & ~Q(platform_uid=""),
                name="report_fake_by_uid",
            ),
            models.Index(fields=["told_at"], condition=Q(told_at__isnull=True), name="report_untold"),
            models.Index(fields=["last_at"], condition=Q(again_at__isnull=False), name="report_again"),
            models.Index(fields=["follow_up_on"], condition=Q(status=Finding.TAKEDOWN), name="report_follow_up"),
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("accounts:report_detail", args=[self.pk])

    @property
    def label(self):
        """The handle as people write it."""
        return label_of(self.handle, self.platform.writes_at, self.skeleton)

    @property
    def is_fake(self):
        return self.status in FAKE


class Sighting(models.Model):
    """One person's report of an account: what they saw, and where it shows. REG-11

    Who reports from outside gives no more than an e-mail address, if they want; it is forgotten by itself.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="sightings")
    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="sightings")
    email = models.EmailField(_("e-mail"), blank=True)
    concern = models.CharField(_("what is wrong"), max_length=10, choices=Concern.choices)
    seen = models.TextField(_("what was seen"), max_length=2000, blank=True)
    evidence_url = models.URLField(_("link to a proof"), max_length=500, blank=True)
    at = models.DateTimeField(db_index=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-id"]
        constraints = [
            # Nobody's address is kept beside their name: people of ours are reached by their record.
            models.CheckConstraint(condition=Q(person__isnull=True) | Q(email=""), name="sighting_one_reporter"),
        ]
        indexes = [
            models.Index(fields=["report"], condition=~Q(email=""), name="sighting_with_email"),
        ]

    def __str__(self):
        return self.reference


class TakedownStep(models.Model):
    """What was done about an impostor, and what the platform answered; dated, never changed. REG-11"""

    class Kind(models.TextChoices):
        ASKED = "asked", _("Asked for the take-down")
        REMINDED = "reminded", _("Reminded the platform")
        ESCALATED = "escalated", _("Escalated")
        ANSWERED = "answered", _("The platform answered")
        CLOSED = "closed", _("Closed")
        BACK = "back", _("It is back")

    class Channel(models.TextChoices):
        FORM = "form", _("Form of the platform")
        EMAIL = "email", _("E-mail")
        PARTNER = "partner", _("Contact person at the platform")
        LEGAL = "legal", _("Letter of a lawyer")
        AUTHORITY = "authority", _("Authority or police")
        OTHER = "other", _("Another way")

    report = models.ForeignKey(Report, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField(_("on"))
    channel = models.CharField(_("channel"), max_length=10, blank=True, choices=Channel.choices)
    reference = models.CharField(_("reference of the platform"), max_length=100, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    answer = models.CharField(max_length=10, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["asked", "reminded", "escalated", "answered", "closed", "back"]),
                                   name="takedown_step_known"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_kind_display()} {self.on:%Y-%m-%d}"

    @property
    def answer_label(self):
        return dict(ANSWERS).get(self.answer, "")


# What a platform can answer, in `TakedownStep.answer`.
ANSWERS = (
    (Result.REMOVED.value, _("It removed the account")),
    (Result.REFUSED.value, _("It refuses")),
    ("asks", _("It asks for more")),
)
