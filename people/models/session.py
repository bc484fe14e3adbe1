"""Where a person is signed in, and where they have been before. PLT-3"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.querysets import Governed


class Device(models.Model):
    """A browser in which a person has signed in before, known by a cookie; a new one is told to the person. PLT-3"""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices")
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=60)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["person", "digest"], name="people_device_once")]

    def __str__(self):
        return self.name


class SessionQuerySet(Governed):
    def open(self, now):
        """Sessions that have not run out."""
        return self.filter(expire_date__gt=now)


class Session(models.Model):
    """A signed-in browser: Django's session with a person, a device and when it was last seen. PLT-3

    One row is all there is, so that deleting it signs out at the next request. The key is a secret; addresses and
    pages know the session by its `handle`.
    """

    UNIT = "person__unit"
    PARTS = {"holder": "person"}

    session_key = models.CharField(max_length=40, primary_key=True)
    session_data = models.TextField()
    expire_date = models.DateTimeField(db_index=True)
    handle = models.CharField(max_length=32, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=45, blank=True)
    signed_in_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        default_permissions = ()

    def __str__(self):
        return self.device or self.handle
