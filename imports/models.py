"""Sources, imports, their file in parts and their rows on the way. REG-10 PLT-8"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imports.kinds import kind_of
from imports.rows import VERDICTS
from people.querysets import Governed
from trail.actions import SYSTEM


class ImportQuerySet(Governed):
    def working(self):
        """Imports a machine has to go on with."""
        return self.filter(status__in=["checking", "applying"])

    def free(self, now):
        """Those no living worker holds."""
        return self.filter(Q(lease_until=None) | Q(lease_until__lt=now))


class Source(models.Model):
    """Where files of a kind come from; it remembers which column meant what."""

    kind = models.CharField(max_length=20)
    name = models.CharField(_("source"), max_length=100)
    mapping = models.JSONField(default=dict)
    last_import_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("source")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="imports_one_source")]

    def __str__(self):
        return self.name


class Import(models.Model):
    """One file of a source, from upload to applied. In a dry run it is never saved.

    `mapping` is {column: field}; `read` counts rows looked at, `done` is the file line reached of `total`.
    `accepted_drop` is the number of missing things somebody has agreed to let go.
    """

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked")
        STOPPED = "stopped", _("Stopped by the guard")
        APPLYING = "applying", _("Being applied")
        APPLIED = "applied", _("Applied")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    UNIT = "unit"
    PARTS = {"uploader": "by"}
    MOVES = {
        "choose_sheet": ((Status.UPLOADED, Status.CHECKED, Status.STOPPED, Status.FAILED), Status.UPLOADED),
        "map_import": ((Status.UPLOADED, Status.CHECKED, Status.STOPPED, Status.FAILED), Status.CHECKING),
        "finish_check": ((Status.CHECKING, Status.APPLYING), Status.CHECKED),
        "stop_import": ((Status.CHECKING, Status.CHECKED, Status.APPLYING), Status.STOPPED),
        "apply_import": ((Status.CHECKED, Status.STOPPED), Status.APPLYING),
        "finish_import": ((Status.CHECKED, Status.STOPPED, Status.APPLYING), Status.APPLIED),
        "fail_import": (
            (Status.UPLOADED, Status.CHECKING, Status.CHECKED, Status.STOPPED, Status.APPLYING),
            Status.FAILED,
        ),
        "cancel_import": (
            (Status.UPLOADED, Status.CHECKING, Status.CHECKED, Status.STOPPED, Status.FAILED),
            Status.CANCELLED,
        ),
    }
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="imports")
    kind = models.CharField(max_length=20)
    filename = models.CharField(_("file"), max_length=200)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    shape = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="imports")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, related_name="imports")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.UPLOADED)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)
    covered = models.PositiveIntegerField(default=0)
    dropped = models.PositiveIntegerField(default=0)
    dropped_keys = models.JSONField(default=list)
    accepted_drop = models.PositiveIntegerField(null=True)
    read = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    leased_by = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        default_permissions = ()
        indexes = [
            # the list, newest first; and the sweep every two seconds
            models.Index(fields=["-created_at", "-id"], name="imports_newest"),
            models.Index(fields=["id"], condition=Q(status__in=["checking", "applying"]), name="imports_working"),
        ]

    def __str__(self):
        return self.filename

    def get_absolute_url(self):
        return reverse("imports:import_detail", args=[self.pk])

    @property
    def importer(self):
        return kind_of(self.kind)

    @property
    def source_name(self):
        return self.source.name

    @property
    def actor(self):
        """Who imports: a person, or Dewan itself for a command without one."""
        return self.by or SYSTEM

    @property
    def mapped(self):
        """The fields that the file brings."""
        return set(self.mapping.values())

    @property
    def unmapped(self):
        """Columns that nothing is done with."""
        return [column for column in self.shape.get("columns", []) if column not in self.mapping]

    @property
    def sheet(self):
        """The sheet of a workbook that is read; "" for other files."""
        return self.shape.get("sheet", "")

    @property
    def sheets(self):
        return self.shape.get("sheets", [])

    @property
    def waits_for_a_person(self):
        return self.status in (self.Status.UPLOADED, self.Status.CHECKED, self.Status.STOPPED)

    @property
    def may_be_mapped(self):
        return self.status in self.MOVES["map_import"][0]

    @property
    def may_be_cancelled(self):
        return self.status in self.MOVES["cancel_import"][0]

    @property
    def line(self):
        """The last line of the commands."""
        return (
            f"created={self.created} updated={self.updated} unchanged={self.unchanged}"
            f" retired={self.dropped} errors={self.errors}"
        )


class ImportPart(models.Model):
    """One megabyte of the file. Kept in the database, a file name can do no harm and every worker can read it."""

    job = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="imports_one_part")]

    def __str__(self):
        return f"{self.job_id} {self.number}"


class ImportRow(models.Model):
    """One checked row of the file, waiting to be applied or telling what is wrong with it."""

    UNIT = "job__unit"
    PARTS = {"uploader": "job__by"}

    job = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=[(verdict, verdict) for verdict in VERDICTS])
    values = models.JSONField(default=dict)
    errors = models.JSONField(default=list)
    keys = models.JSONField(default=list)
    needs = models.JSONField(default=list)
    target = models.BigIntegerField(null=True)

    objects = Governed.as_manager()

    class Meta:
        verbose_name = _("import row")
        verbose_name_plural = _("import rows")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="imports_one_row")]
        indexes = [models.Index(fields=["job", "verdict", "number"], name="imports_by_verdict")]

    def __str__(self):
        return f"{self.job_id} {self.number} {self.verdict}"
