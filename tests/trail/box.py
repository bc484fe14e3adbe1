"""A thing with a lifecycle, for the trail's own tests: no room's model has to stand for it."""

from django.db import models


class Status(models.TextChoices):
    OPEN = "open", "open"
    FULL = "full", "full"
    SHUT = "shut", "shut"


class Box(models.Model):
    MOVES = {
        "fill_box": ((Status.OPEN,), Status.FULL),
        "shut_box": ((Status.OPEN, Status.FULL), Status.SHUT),
    }

    name = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    holder = models.ForeignKey("people.Person", models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    unit_id = models.BigIntegerField(null=True)
    due_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = "tests"

    def __str__(self):
        return self.name


class Event(models.Model):
    """A row of an event table, to be sealed."""

    what = models.CharField(max_length=40)
    at = models.DateTimeField(null=True)

    class Meta:
        app_label = "tests"

    def __str__(self):
        return self.what
