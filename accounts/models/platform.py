"""The platforms on which the organisation speaks, as data. REG-1"""

import re
from functools import cached_property
from time import monotonic

from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.platforms import PLATFORMS


class Form(models.TextChoices):
    """What a handle of a platform is made of; this decides how it is normalised."""

    NAME = "name", _("Name")
    USER_AT_HOST = "user_at_host", _("Name and server")
    DOMAIN = "domain", _("Domain")
    PHONE = "phone", _("Phone number")
    ADDRESS = "address", _("Web address")
    FREE = "free", _("Anything")


class PlatformManager(models.Manager):
    def install(self):
        """Write the known platforms: missing ones are made, customised ones stay as they are. Repeatable."""
        known = self.in_bulk()
        missing = []
        for position, row in enumerate(PLATFORMS):
            fresh = {"position": position, **BLANK, **row}
            stored = known.get(row["key"])
            if stored is None:
                missing.append(Platform(**fresh))
            elif not stored.is_customised and any(getattr(stored, name) != fresh[name] for name in fresh):
                self.filter(pk=stored.pk).update(**fresh)
        self.bulk_create(missing)
        Book.refresh()


class Platform(models.Model):
    """One platform: how its addresses and handles are read. A row, so that a new platform needs no release.

    `hosts` stand without www, `page_hosts` have no profiles; `paths` is a list of {"path": pattern, "url":
    canonical address or ""}, with the groups `handle` and `uid`. `uid` is a pattern for handles that carry the
    platform's own id, in group `uid`. A row that is edited is marked `is_customised` and no upgrade touches it
    again.
    """

    key = models.SlugField(primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    mark = models.CharField(_("mark"), max_length=2)
    hosts = models.JSONField(default=list, blank=True)
    page_hosts = models.JSONField(default=list, blank=True)
    paths = models.JSONField(default=list, blank=True)
    form = models.CharField(max_length=20, choices=Form.choices, default=Form.NAME)
    handle_pattern = models.CharField(max_length=300)
    uid = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=200, blank=True)
    uid_url = models.CharField(max_length=200, blank=True)
    aliases = models.JSONField(default=list, blank=True)
    allows_unicode = models.BooleanField(default=False)
    writes_at = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_customised = models.BooleanField(default=False)

    objects = PlatformManager()

    class Meta:
        verbose_name = _("platform")
        verbose_name_plural = _("platforms")
        ordering = ["position", "key"]

    def __str__(self):
        return gettext(self.name)

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        transaction.on_commit(Book.refresh)

    def delete(self, *args, **kwargs):
        gone = super().delete(*args, **kwargs)
        transaction.on_commit(Book.refresh)
        return gone

    @classmethod
    def by_word(cls, word):
        """The platform people mean by a word: its key, its name or another name; None when nobody does."""
        return Book.current().named(word)

    @cached_property
    def fits(self):
        """`fullmatch` of a handle."""
        return re.compile(self.handle_pattern).fullmatch

    @cached_property
    def finds_uid(self):
        return re.compile(self.uid or r"(?!)").fullmatch

    @cached_property
    def reads(self):
        """The patterns of a path as (fullmatch, sees the query, canonical address), in order."""
        return [
            (re.compile(item["path"]).fullmatch, r"\?" in item["path"], item.get("url") or self.url)
            for item in self.paths
        ]


BLANK = {
    field.name: field.get_default()
    for field in Platform._meta.fields
    if field.has_default() and field.name not in ("position", "is_customised")
} | {"uid": "", "url": "", "uid_url": ""}


class Book:
    """The platforms of this process, found by host and by word without a query.

    Read again when a change is committed here, and at this age for changes made by other processes.
    """

    FRESH_SECONDS = 300
    _current = None
    _until = 0.0

    def __init__(self, platforms):
        self.platforms = {platform.key: platform for platform in platforms}
        self.hosts = {host: platform for platform in self.platforms.values() for host in platform.hosts}
        self.page_hosts = {host: platform for platform in self.platforms.values() for host in platform.page_hosts}
        self.by_form = {platform.form: platform for platform in reversed(self.platforms.values())}
        self.with_uid = [platform for platform in self.platforms.values() if platform.uid]
        self.words = {}
        for platform in self.platforms.values():
            for word in (*platform.aliases, platform.name, platform.key):
                self.words[word.casefold()] = platform

    def named(self, word) -> Platform | None:
        if isinstance(word, Platform):
            return word
        return self.words.get(str(word).strip().casefold())

    @classmethod
    def standard(cls):
        """The platforms as delivered, without a database."""
        return cls([Platform(**{**BLANK, **row}) for row in PLATFORMS])

    @classmethod
    def current(cls):
        if monotonic() > cls._until:
            cls.refresh()
        return cls._current

    @classmethod
    def refresh(cls):
        cls._current = cls(Platform.objects.all())
        cls._until = monotonic() + cls.FRESH_SECONDS
