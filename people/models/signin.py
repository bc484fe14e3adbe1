"""Asking for a new password. PLT-3"""

from django.db import models


class ResetRequest(models.Model):
    """Somebody asked for a new password for an e-mail; a sweep answers.

    The page writes this row and nothing else, so that it takes as long for an unknown e-mail as for a known one.
    """

    email = models.EmailField()
    asked_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.email
