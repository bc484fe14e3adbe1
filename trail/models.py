"""What the trail keeps. Rows are written by `trail.chain` alone; triggers refuse every other change."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One link of the chain. `commitment` hides the payload, `hash` is keyed and covers all other columns."""

    class Kind(models.TextChoices):
        CHANGE = "change"
        SEAL = "seal"
        ERASURE = "erasure"

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    verb = models.CharField(max_length=60)
    actor = models.CharField(max_length=40)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=64)
    unit_id = models.BigIntegerField(null=True)
    commitment = models.CharField(max_length=64)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-seq"]
        verbose_name = _("trail entry")
        verbose_name_plural = _("trail entries")
        indexes = [
            # each serves one way of asking, newest first: a timeline, and the four filters of the trail page
            models.Index(fields=["object_type", "object_id", "seq"], name="trail_entry_object"),
            models.Index(fields=["actor", "seq"], name="trail_entry_actor"),
            models.Index(fields=["verb", "seq"], name="trail_entry_verb"),
            models.Index(fields=["unit_id", "seq"], name="trail_entry_unit"),
            models.Index(fields=["at"], name="trail_entry_at"),
        ]

    def __str__(self):
        return f"{self.seq} {self.verb}"


class Payload(models.Model):
    """What the entry of the same `seq` is about, erasable; the chain holds only the commitment to it. AUD-6"""

    seq = models.BigIntegerField(primary_key=True)
    salt = models.CharField(max_length=32, null=True)  # noqa: DJ001 - null says erased, "" would be a salt
    content = models.TextField(null=True)  # noqa: DJ001 - the very bytes that were committed to
    erased_at = models.DateTimeField(null=True)

    def __str__(self):
        return str(self.seq)


class Heartbeat(models.Model):
    """When something that must keep running last did."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()

    def __str__(self):
        return self.name
