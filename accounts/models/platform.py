"""The platforms on which the organisation speaks, as data. REG-1"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Platform(models.Model):
    key = models.SlugField(primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    mark = models.CharField(max_length=2)
    writes_at = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self):
        return self.name
