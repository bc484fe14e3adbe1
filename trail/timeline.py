"""The timeline of a thing, written from the trail."""

import json
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trail import reasons, sentences
from trail.models import Entry, Payload

# What actions are told of where they come from, and its words.
SOURCES = {
    "page": _("a page"),
    "api token": _("the API, %(name)s"),
    "api": _("the API"),
    "command": _("command %(name)s"),
    "job": _("job %(name)s"),
}


@dataclass(slots=True)
class Moment:
    """One entry for a reader."""

    entry: Entry
    payload: dict

    @property
    def seq(self):
        return self.entry.seq

    @property
    def at(self):
        return self.entry.at

    @property
    def verb(self):
        return self.entry.verb

    @property
    def why(self):
        return reasons.spoken(self.payload.get("why", ""))

    @property
    def source(self):
        """From where, in the reader's words; programs, commands and jobs by their names."""
        source = self.payload.get("source", "")
        for kind, words in SOURCES.items():
            if source == kind or source.startswith(f"{kind} "):
                return words % {"name": source.removeprefix(kind).strip()}
        return source

    @property
    def thing(self):
        """The name the thing had then."""
        return self.payload.get("object", "")

    @property
    def sentence(self):
        changed = ", ".join(str(name) for name, _before, _after in self.changes)
        return sentences.write(self.entry.verb, self.entry.actor, self.payload, changed)

    @property
    def changes(self):
        """(field, before, after) of everything that changed."""
        before, after = self.payload.get("before", {}), self.payload.get("after", {})
        return [
            (self._label(name), *(sentences.readable(values.get(name), name) for values in (before, after)))
            for name in dict.fromkeys([*before, *after])
        ]

    def _label(self, name):
        try:
            field = apps.get_model(self.entry.object_type)._meta.get_field(name)
        except (LookupError, ValueError, FieldDoesNotExist):
            field = None
        return getattr(field, "_verbose_name", None) or sentences.fields.get(name) or name.replace("_", " ")


def of(*things, limit=8):
    """What happened to the things, newest first. Two queries."""
    return told(_about(things).order_by("-seq")[:limit])


def count(*things):
    """How many entries are about the things."""
    return _about(things).count()


def told(entries):
    """The entries with their payloads, as moments in the same order."""
    entries = list(entries)
    contents = Payload.objects.filter(pk__in=[entry.seq for entry in entries], content__isnull=False)
    contents = dict(contents.values_list("seq", "content"))
    return [Moment(entry, json.loads(contents.get(entry.seq, "{}"))) for entry in entries]


def _about(things):
    if not things:
        return Entry.objects.none()
    by_type = {}
    for thing in things:
        by_type.setdefault(thing._meta.label_lower, []).append(str(thing.pk))
    about = Q()
    for object_type, ids in by_type.items():
        about |= Q(object_type=object_type, object_id__in=ids)
    return Entry.objects.filter(about)
