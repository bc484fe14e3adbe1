"""Checklists: what has to be done, by whom it was done, and what shows it. REG-4 REG-7

A *template* is versioned data, delivered with Dewan or written by an administrator. A *checklist* is made from the
newest templates that fit an account and keeps their text, whatever becomes of them. A *step* is attested, or set
aside with a reason; *evidence* is a file that shows it.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.checklists import delivered
from accounts.models.account import Purpose
from people.querysets import Governed


class ChecklistKind(models.TextChoices):
    SETUP = "setup", _("Set-up")
    COMPROMISED = "compromised", _("After a compromise")
    LOST_ACCESS = "lost_access", _("Getting back in")
    RETIREMENT = "retirement", _("Retirement")


class EvidenceNeed(models.TextChoices):
    """What a step asks for beside the word of who attests it."""

    NONE = "", _("Nothing more")
    ANY = "any", _("A note, a link or a file")
    FILE = "file", _("A file")


def in_reader_language(texts):
    """The text of the reader's language, else the English one, else any."""
    language = (get_language() or "en").split("-")[0]
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


class TemplateQuerySet(Governed):
    def permitted_to(self, person, verb):
        """Templates stand in no unit: who has one of the roles anywhere may."""
        from people.permissions import holds, rules

        return self if holds(person, rules().get(verb, ())) else self.none()

    def install(self):
        """Write the delivered templates: new ones, and new versions of those that nobody has rewritten. Repeatable."""
        newest = {(each.kind, each.platform_key, each.purpose): each for each in self.newest()}
        fresh = []
        for row in delivered():
            stored = newest.get((row["kind"], row["platform_key"], row["purpose"]))
            told = stored and (stored.steps, stored.last_checked_on)
            if stored is None or (stored.is_delivered and told != (row["steps"], row["last_checked_on"])):
                number = stored.number + 1 if stored else 1
                fresh.append(self.model(**row, number=number, is_delivered=True))
        self.bulk_create(fresh)

    def newest(self):
        """The version in use of each template."""
        later = self.model.objects.filter(
            kind=models.OuterRef("kind"),
            platform_key=models.OuterRef("platform_key"),
            purpose=models.OuterRef("purpose"),
            number__gt=models.OuterRef("number"),
        )
        return self.exclude(models.Exists(later))

    def fitting(self, kind, platform_key, purposes):
        """The templates a checklist of this kind is made from, the general one first."""
        fits = Q(platform_key="", purpose="") | Q(platform_key=platform_key, purpose="")
        fits |= Q(platform_key="", purpose__in=purposes)
        return self.newest().filter(fits, kind=kind).order_by("purpose", "platform_key")


class ChecklistTemplate(models.Model):
    """One version of the steps for a kind, for all accounts or those of a platform or a purpose. REG-4

    `steps` is a list of {key, title, help, is_required, evidence, after}; title and help are texts by language,
    `after` names the step of the general template behind which this one stands. A step with the key of a more
    general one takes its place. `platform_key` is empty for all platforms. Rows are never changed.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=ChecklistKind.choices)
    platform_key = models.SlugField(_("platform"), blank=True)
    purpose = models.CharField(_("purpose"), max_length=20, blank=True, choices=Purpose.choices)
    number = models.PositiveIntegerField(_("number"))
    steps = models.JSONField(_("steps"))
    last_checked_on = models.DateField(_("last checked"))
    is_delivered = models.BooleanField(default=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(null=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("checklist template")
        verbose_name_plural = _("checklist templates")
        ordering = ["kind", "purpose", "platform_key", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "platform_key", "purpose", "number"], name="checklist_template_number_once"
            ),
            models.CheckConstraint(
                condition=Q(platform_key="") | Q(purpose=""), name="checklist_template_of_platform_or_purpose"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.scope}"

    def get_absolute_url(self):
        return reverse("accounts:template_detail", args=[self.pk])

    @property
    def scope(self):
        """For which accounts it holds, in words."""
        from accounts.models.platform import Book

        if self.purpose:
            return self.get_purpose_display()
        platform = Book.current().platforms.get(self.platform_key)
        return str(platform or self.platform_key or _("every account"))


class ChecklistQuerySet(Governed):
    def open(self):
        return self.filter(closed_at=None)


class Checklist(models.Model):
    """The steps of one occasion in an account's life. REG-4 REG-7"""

    UNIT = "account__unit"
    PARTS = {part: f"account__{part}" for part in ("owner", "backup", "custodian")}

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="checklists")
    kind = models.CharField(_("kind"), max_length=20, choices=ChecklistKind.choices)
    templates = models.ManyToManyField(ChecklistTemplate, related_name="+")
    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(_("closed"), null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_why = models.CharField(max_length=2000, blank=True)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind"], condition=Q(closed_at__isnull=True), name="checklist_one_open"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")), name="checklist_forward"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.account}"

    def get_absolute_url(self):
        return reverse("accounts:checklist_detail", args=[self.pk])

    @property
    def is_open(self):
        return self.closed_at is None


class StepStatus(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    NOT_NEEDED = "not_needed", _("Not needed")


class Step(models.Model):
    """One thing to do, with the words it had when the checklist was opened. REG-4

    `done_by`, `done_at` say who settled it, also where it is not needed; `note` then holds the reason.
    """

    Status = StepStatus
    UNIT = "checklist__account__unit"
    PARTS = {part: f"checklist__account__{part}" for part in ("owner", "backup", "custodian")}
    MOVES = {
        "attest_step": ((StepStatus.OPEN,), StepStatus.DONE),
        "skip_step": ((StepStatus.OPEN,), StepStatus.NOT_NEEDED),
        "reopen_step": ((StepStatus.DONE, StepStatus.NOT_NEEDED), StepStatus.OPEN),
    }

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=50)
    titles = models.JSONField()
    helps = models.JSONField(default=dict, blank=True)
    is_required = models.BooleanField(default=True)
    evidence_needed = models.CharField(max_length=4, blank=True, choices=EvidenceNeed.choices)
    status = models.CharField(max_length=12, choices=StepStatus.choices, default=StepStatus.OPEN)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    note = models.CharField(_("note"), max_length=2000, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)

    objects = Governed.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["checklist", "position"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "key"], name="step_key_once"),
            models.UniqueConstraint(fields=["checklist", "position"], name="step_position_once"),
            # Who says it, and when, or nobody has said it.
            models.CheckConstraint(
                condition=Q(status="open", done_at__isnull=True) | (~Q(status="open") & Q(done_at__isnull=False)),
                name="step_done_is_dated",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{reverse('accounts:checklist_detail', args=[self.checklist_id])}#step-{self.pk}"

    @property
    def title(self):
        return in_reader_language(self.titles)

    @property
    def help(self):
        return in_reader_language(self.helps)


class EvidenceQuerySet(Governed):
    def kept(self):
        return self.filter(removed_at=None)


class Evidence(models.Model):
    """A file that shows that a step was done; the bytes lie in DATA_DIR/evidence under a name nobody guesses. REG-4

    Rows are never changed, but a file that should not be here is removed with a reason, and the row says so.
    """

    UNIT = "step__checklist__account__unit"
    PARTS = {part: f"step__checklist__account__{part}" for part in ("owner", "backup", "custodian")}

    step = models.ForeignKey(Step, models.PROTECT, related_name="evidence")
    stored_as = models.CharField(max_length=40, unique=True)
    name = models.CharField(_("file"), max_length=120)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["added_at", "id"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("accounts:evidence_file", args=[self.pk])
