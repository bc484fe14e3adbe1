"""How forms look everywhere, and the picker for lists too long to choose from. PLT-7"""

import re

from django import forms
from django.db.models import Q
from django.forms.renderers import DjangoTemplates
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

AT_MOST = 20


class Renderer(DjangoTemplates):
    """Fields and forms by our parts, widgets by Django's own templates."""

    form_template_name = "parts/form.html"
    field_template_name = "parts/field.html"

    def get_template(self, name):
        return get_template(name) if name.startswith("parts/") else super().get_template(name)


class DateInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class PickerInput(forms.TextInput):
    """A text field that offers matches while one types, and still works without script."""

    template_name = "parts/picker.html"
    url = ""

    @cached_property
    def media(self):
        return forms.Media()

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["list"] = f"{context['widget']['attrs'].get('id', name)}_options"
        context["widget"]["url"] = reverse(self.url)
        return context

    def render(self, name, value, attrs=None, renderer=None):
        return get_template(self.template_name).render(self.get_context(name, value, attrs))


class PickerField(forms.Field):
    """One row of a long list, by "Name #12", by exact name or by e-mail.

    `search` names the text fields that are looked through; the queryset is narrowed to what the reader may see.
    """

    widget = PickerInput
    default_error_messages = {
        "none": _("Nothing is called “%(text)s”. Type a few letters and choose from the list."),
        "several": _("Several are called “%(text)s”. Choose one from the list."),
    }

    def __init__(self, *, queryset, url, search=("name",), **kwargs):
        super().__init__(**kwargs)
        self.queryset, self.search, self.widget.url = queryset, search, url

    def label_of(self, thing):
        return label_of(thing)

    def prepare_value(self, value):
        if isinstance(value, int):
            value = self.queryset.filter(pk=value).first()
        return self.label_of(value) if hasattr(value, "pk") else value

    def to_python(self, value):
        text = str(value or "").strip()
        if not text:
            return None
        number = re.search(r"#(\d{1,18})$", text)
        if "\0" in text:
            found = []  # which PostgreSQL would not even look for
        elif number:
            found = list(self.queryset.filter(pk=int(number[1])))
        else:
            named = Q()
            for field in self.search:
                named |= Q(**{f"{field}__iexact": text})
            found = list(self.queryset.filter(named)[:2])
        if len(found) == 1:
            return found[0]
        code = "several" if found else "none"
        raise forms.ValidationError(self.error_messages[code], code=code, params={"text": text[:80]})

    def has_changed(self, initial, data):
        return str(self.prepare_value(initial) or "") != str(data or "")


def label_of(thing):
    return f"{thing} #{thing.pk}"


def options(request, queryset, *, search=("name",), hint=None):
    """Answer a picker: at most twenty matches of any parameter's text as <option>s."""
    text = next((value for value in request.GET.values() if value), "").strip().replace("\x00", "")[:80]
    matching = Q()
    for field in search:
        matching |= Q(**{f"{field}__icontains": text})
    rows = queryset.filter(matching)[:AT_MOST] if len(text) > 1 else []
    found = [(label_of(thing), hint(thing) if hint else "") for thing in rows]
    return render(request, "parts/options.html", {"options": found})
