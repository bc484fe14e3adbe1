"""What an entry says: a sentence per verb, written when it is read, in the reader's language.

A room keeps its own in `<app>/sentences.py`: SENTENCES = {"set_owner": _("%(actor)s made %(owner)s the owner")}.
Known in every sentence: actor, object, and each key of `after`, `before_` + each key of `before`, and `names`.
Beside it LABELS = {"role": Role.choices} gives the words for kept values of a field, and
FIELDS = {"left_at": _("left")} the name of what is kept where no model names it. `changed` is the names of all.
"""

from importlib import import_module

from django.apps import apps
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape, format_html
from django.utils.module_loading import module_has_submodule
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

registry = {}
labels = {}
fields = {}


def register(sentences):
    """Add sentences; a verb has one, wherever it is used."""
    for verb, sentence in sentences.items():
        if registry.setdefault(verb, sentence) != sentence:
            raise ValueError(f"“{verb}” has two sentences.")


def autodiscover():
    from trail import reasons  # which reads values as sentences do

    register(SENTENCES)
    for app in apps.get_app_configs():
        if app.name != "trail" and module_has_submodule(app.module, "sentences"):
            module = import_module(f"{app.name}.sentences")
            register(getattr(module, "SENTENCES", {}))
            for field, choices in getattr(module, "LABELS", {}).items():
                labels.update({(field, value): label for value, label in choices})
            fields.update(getattr(module, "FIELDS", {}))
            reasons.register(getattr(module, "REASONS", ()))


def write(verb, actor, payload, changed=""):
    """The sentence of an entry as safe HTML, names in bold. `actor` is “person:12” or “system”."""
    sentence = registry.get(verb)
    if not payload:
        sentence = _("An entry whose content was erased (%(verb)s)")
    elif sentence is None:
        sentence = _("%(actor)s: %(verb)s")
    words = _Words(verb, actor, payload or {}, changed)
    return mark_safe(str(conditional_escape(sentence)) % words)  # noqa: S308 - the words escape themselves


class _Words(dict):
    """Every word of a sentence, escaped and bold."""

    def __init__(self, verb, actor, payload, changed):
        super().__init__({f"before_{name}": value for name, value in payload.get("before", {}).items()})
        self.update(payload.get("after", {}))
        self.update(payload.get("names", {}))
        self["actor"] = _("Dewan") if actor == "system" else payload.get("actor")
        self["object"] = payload.get("object")
        self["verb"] = verb.replace("_", " ")
        self["changed"] = changed

    def __getitem__(self, name):
        return format_html("<b>{}</b>", readable(self.get(name), name.removeprefix("before_")))


def readable(value, field=""):
    """A kept value for a reader: names of things, dates as the reader writes them, a dash for nothing."""
    if isinstance(value, str) and (field, value) in labels:
        return labels[field, value]
    if value in (None, "", [], {}):
        return "–"
    match value:
        case bool():
            return _("yes") if value else _("no")
        case int():
            return number_format(value, force_grouping=True)
        case {"name": name}:
            return name
        case list():
            return ", ".join(str(readable(item, field)) for item in value)
        case dict():
            return ", ".join(f"{key}: {readable(item)}" for key, item in value.items())
        case str() if len(value) >= 10 and value[:4].isdigit():
            return _date(value)
    return value


def _date(text):
    try:
        if instant := parse_datetime(text) if "T" in text else None:
            return date_format(localtime(instant), "DATETIME_FORMAT") if instant.tzinfo else text
        day = parse_date(text)
        return date_format(day, "DATE_FORMAT") if day else text
    except ValueError:
        return text


SENTENCES = {
    "seal_events": gettext_lazy("%(actor)s sealed the events of the last minute"),
    "erase_payload": gettext_lazy("%(actor)s erased the content of %(object)s"),
}
