"""How the trail may be narrowed, on the page and in the API. AUD-1"""

import re
from datetime import datetime, time, timedelta

import django_filters
from django.apps import apps
from django.conf import settings
from django.utils.text import capfirst
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from doors.api import FilterSet
from doors.forms import DateInput, PickerField
from people.models import Person
from trail import sentences
from trail.models import Entry


def verb_choices():
    """Every verb by its sentence, with dots for the names in it."""
    choices = []
    for verb, sentence in sentences.registry.items():
        words = re.sub(r"%\(\w+\)s", "…", str(sentence)).removeprefix("…").strip()
        choices.append((verb, capfirst(words)))
    return sorted(choices, key=lambda choice: choice[1].lower())


def kind_choices():
    """Every kind of thing of the rooms that has a name for people, by that name."""
    models = [model._meta for room in settings.ROOMS for model in apps.get_app_config(room).get_models()]
    named = [model for model in models if "verbose_name" in model.original_attrs]
    return sorted(((model.label_lower, capfirst(model.verbose_name)) for model in named), key=lambda kind: kind[1])


def midnight(day):
    return datetime.combine(day, time.min, get_current_timezone())


class PersonFilter(django_filters.Filter):
    """Whose doing it was."""

    field_class = PickerField

    def filter(self, queryset, person):
        return queryset.filter(actor=f"person:{person.pk}") if person else queryset


class EntryFilter(django_filters.FilterSet):
    """The filters of the trail page; dates are days of the reader."""

    verb = django_filters.ChoiceFilter(label=_("What happened"), choices=verb_choices, empty_label=_("All"))
    object_type = django_filters.ChoiceFilter(label=_("To what"), choices=kind_choices, empty_label=_("All"))
    object_id = django_filters.CharFilter(label=_("Its number"), max_length=64)
    person = PersonFilter(
        label=_("By whom"), queryset=Person.objects.none(), url="people:person_options", search=("name", "email")
    )
    since = django_filters.DateFilter(label=_("From"), method="from_day", widget=DateInput)
    until = django_filters.DateFilter(label=_("Until"), method="until_day", widget=DateInput)

    class Meta:
        model = Entry
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form.fields["person"].queryset = Person.objects.visible_to(self.request.user)

    def from_day(self, queryset, _name, day):
        return queryset.filter(at__gte=midnight(day))

    def until_day(self, queryset, _name, day):
        return queryset.filter(at__lt=midnight(day + timedelta(days=1)))


class EntryApiFilter(FilterSet):
    """The filters of the API's list."""

    since = django_filters.IsoDateTimeFilter(field_name="at", lookup_expr="gte")
    before = django_filters.IsoDateTimeFilter(field_name="at", lookup_expr="lt")

    class Meta:
        model = Entry
        fields = {name: ["exact"] for name in ("verb", "actor", "object_type", "object_id", "unit_id", "kind")}
