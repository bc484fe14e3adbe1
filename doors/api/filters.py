"""Filters in the query: what is not offered, or cannot be read, is refused by its name. PLT-2"""

import django_filters
from django import forms
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.rest_framework import DjangoFilterBackend
from django_filters.rest_framework import FilterSet as RestFilterSet

from ..errors import Fault
from .problems import Problem

PAGING = ("cursor", "limit", "ordering")


class YesNoField(forms.Field):
    """`true` or `false`; anything else is an error, where Django's own field reads it as unknown."""

    def to_python(self, value):
        if value in (None, ""):
            return None
        if value not in ("true", "false"):
            raise forms.ValidationError(gettext_lazy("This is neither true nor false."), "wrong_kind")
        return value == "true"


class YesNoFilter(django_filters.BooleanFilter):
    field_class = YesNoField

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.extra["widget"] = forms.TextInput


class IdFilter(django_filters.NumberFilter):
    """The id of a related thing; whether it exists is not told."""

    field_class = forms.IntegerField

    def get_max_validator(self):
        return MaxValueValidator(2**63 - 1)


class FilterSet(RestFilterSet):
    """A room's filters; every lookup it names needs an index."""

    FILTER_DEFAULTS = {
        **RestFilterSet.FILTER_DEFAULTS,
        models.BooleanField: {"filter_class": YesNoFilter},
        models.ForeignKey: {"filter_class": IdFilter},
        models.OneToOneField: {"filter_class": IdFilter},
    }


class StrictFilterBackend(DjangoFilterBackend):
    """Filter a list, or name the query parameters that cannot be read."""

    def filter_queryset(self, request, queryset, view):
        kind = self.get_filterset_class(view, queryset)
        if kind is None or not _narrows(kind, request.query_params):
            return queryset
        filterset = self.get_filterset(request, queryset, view)
        if not filterset.is_valid():
            raise Problem(400, "invalid", _("Some values cannot be accepted."), _faults(filterset.errors.as_data()))
        return filterset.qs


def _narrows(kind, query):
    """Whether any filter is asked for; building them all for nothing costs as much as a query."""
    return kind.filter_queryset is not FilterSet.filter_queryset or not kind.base_filters.keys().isdisjoint(query)


def _faults(errors):
    return [
        Fault(f"?{name}", error.code or "invalid", " ".join(error.messages))
        for name, found in errors.items()
        for error in found
    ]


def check_query(request, offered, repeatable=()) -> None:
    """Refuse query parameters that are not offered, come twice, or hold a NUL."""
    faults = []
    for name, values in request.query_params.lists():
        shown = name.replace("\0", "\\0")
        if name not in offered:
            faults.append(Fault(f"?{shown}", "unknown", _("There is no query parameter of this name.")))
        elif any("\0" in value for value in values):
            faults.append(Fault(f"?{shown}", "null_character", _("A text may not contain a NUL character.")))
        elif not all(values):
            faults.append(Fault(f"?{shown}", "blank", _("This parameter has no value; leave it out.")))
        elif len(values) > 1 and name not in repeatable:
            faults.append(Fault(f"?{shown}", "duplicate", _("This parameter stands here twice.")))
    if faults:
        raise Problem(400, "invalid", _("Some values cannot be accepted."), faults[:20])


def offered_by(view) -> tuple[set, set]:
    """Name the query parameters a view offers for this request, and those that may stand there twice."""
    if getattr(view, "action", None) != "list":
        return set(getattr(view, "query_parameters", ())), set()
    filters = view.filterset_class.base_filters if view.filterset_class else {}
    twice = {name for name, one in filters.items() if isinstance(one, django_filters.MultipleChoiceFilter)}
    return {*filters, *PAGING, *getattr(view, "query_parameters", ())}, twice
