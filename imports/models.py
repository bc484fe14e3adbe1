"""Sources, imports, their file in parts and their rows on the way; files that are written out. REG-10 PLT-8"""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imports.export_kinds import export_kind
from imports.exports import FORMATS
from imports.kinds import kind_of
from imports.rows import VERDICTS
from imports.rules import progress
from people.querysets import Governed
from trail.actions import SYSTEM


class ImportQuerySet(Governed):
    def working(self):
        """Imports a machine has to go on with."""
        return self.filter(status__in=["checking", "applying"])

    def free(self, now):
        """Those no living worker holds."""
        return self.filter(Q(lease_until=None) | Q(lease_until__lt=now))


class ExportQuerySet(Governed):
    def working(self):
        return self.filter(status="writing")

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
    warnings = models.PositiveIntegerField(default=0)
    # why what looks like a secret is none
    reason = models.CharField(max_length=500, blank=True)
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
    def percent(self):
        """How far the machine is; the last step, writing, counts as the rest."""
        return progress(self)

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
    warnings = models.JSONField(default=list)
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


class Export(models.Model):
    """A file that is written out for one person, slice by slice, and kept for a week. PLT-8

    `query` is the address's filters; `rights` is what the person was allowed when it was written, `place` how far it
    is: the last key, the bytes that are safe, and what the format remembers. Only its person ever sees it.
    """

    class Status(models.TextChoices):
        WRITING = "writing", _("Being written")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("No longer kept")

    PARTS = {"exporter": "by"}
    MOVES = {
        "finish_export": ((Status.WRITING,), Status.READY),
        "fail_export": ((Status.WRITING,), Status.FAILED),
        "cancel_export": ((Status.WRITING, Status.READY, Status.FAILED), Status.CANCELLED),
        "expire_export": ((Status.READY,), Status.EXPIRED),
    }
    kind = models.CharField(max_length=20)
    format = models.CharField(max_length=5, choices=[(name, form.label) for name, form in FORMATS.items()])
    query = models.CharField(max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exports")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WRITING)
    filename = models.CharField(max_length=200)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    rights = models.CharField(max_length=64, blank=True)
    place = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    failure = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    leased_by = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="ready") | Q(finished_at__isnull=False, expires_at__isnull=False) & ~Q(sha256=""),
                name="imports_ready_is_whole",
            ),
            models.CheckConstraint(condition=Q(format__in=list(FORMATS)), name="imports_known_format"),
        ]
        indexes = [
            # one person's list, newest first; the sweep every two seconds; and what is no longer kept
            models.Index(fields=["by", "-created_at", "-id"], name="imports_my_exports"),
            models.Index(fields=["id"], condition=Q(status="writing"), name="imports_exporting"),
            models.Index(fields=["expires_at"], condition=Q(status="ready"), name="imports_expiring"),
        ]

    def __str__(self):
        return self.filename

    def get_absolute_url(self):
        return reverse("imports:export_detail", args=[self.pk])

    @property
    def unit_id(self):
        return self.by.unit_id

    @property
    def exporter(self):
        return export_kind(self.kind)

    @property
    def encoder(self):
        return FORMATS[self.format]

    @property
    def path(self):
        """Where the finished file lies; its name holds nothing that a person typed."""
        return Path(settings.DATA_DIR) / "exports" / f"{self.key}.{self.format}"

    @property
    def part(self):
        """What is written so far."""
        return self.path.with_suffix(".part")

    @property
    def percent(self):
        if self.status == self.Status.READY:
            return 100
        return min(99, self.done * 100 // max(self.total, 1))

    @property
    def may_be_cancelled(self):
        return self.status in self.MOVES["cancel_export"][0]
