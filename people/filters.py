"""What lists of people and roles can be narrowed by; the filters live in the address. PLT-7"""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Activity, Kind, Person, Role, RoleGrant, Status, Unit
from people.tree import choices


class InUnit(django_filters.ChoiceFilter):
    """A unit with everything below it, out of those the reader sees."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label=_("Unit"), empty_label=_("All units"), **kwargs)

    @property
    def field(self):
        if not hasattr(self, "_field"):
            seen = Unit.objects.visible_to(self.parent.request.user).only("name", "parent")
            self.extra["choices"] = choices(seen)
        return super().field

    def filter(self, queryset, value):
        if not value:
            return queryset
        return queryset.filter(unit__in=Unit.objects.filter(links_up__ancestor=value))


class PersonFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Search"), method="search", widget=forms.TextInput(attrs={"type": "search"}))
    unit = InUnit()
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Status.choices, empty_label=_("Working here"))
    kind = django_filters.ChoiceFilter(label=_("Works as"), choices=Kind.choices, empty_label=_("Everybody"))
    role = django_filters.ChoiceFilter(label=_("Role"), choices=Role.choices, empty_label=_("Any"), method="with_role")

    class Meta:
        model = Person
        fields = ()

    def filter_queryset(self, queryset):
        """Who has left stands in the list only when asked for."""
        if not self.form.cleaned_data.get("status"):
            queryset = queryset.exclude(status=Status.LEFT)
        return super().filter_queryset(queryset)

    def search(self, queryset, name, value):
        return queryset.matching(value)

    def with_role(self, queryset, name, value):
        return queryset.filter(pk__in=RoleGrant.objects.filter(role=value, ended_at=None).values("person"))


class RoleFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Person"), field_name="person__name", lookup_expr="icontains",
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    role = django_filters.ChoiceFilter(label=_("Role"), choices=Role.choices, empty_label=_("Any"))
    unit = InUnit()
    ended = django_filters.ChoiceFilter(
        label=_("Status"), choices=[("yes", _("Ended")), ("all", _("All"))], empty_label=_("In force"), method="all_of"
    )

    class Meta:
        model = RoleGrant
        fields = ()

    def filter_queryset(self, queryset):
        if not self.form.cleaned_data.get("ended"):
            queryset = queryset.filter(ended_at=None)
        return super().filter_queryset(queryset)

    def all_of(self, queryset, name, value):
        return queryset.filter(ended_at__isnull=False) if value == "yes" else queryset


class WithBelow(InUnit):
    """The units themselves: one with everything below it."""

    def filter(self, queryset, value):
        return queryset.filter(links_up__ancestor=value) if value else queryset


class ResponsibilityFilter(django_filters.FilterSet):
    """What of the matrix is shown; `activity` and `show` narrow what is made of the units."""

    unit = WithBelow()
    activity = django_filters.ChoiceFilter(
        label=_("Activity"), choices=Activity.choices, empty_label=_("All"), method="later"
    )
    show = django_filters.ChoiceFilter(
        label=_("Show"), choices=[("problems", _("Holes and overlaps"))], empty_label=_("Everything"), method="later"
    )

    class Meta:
        model = Unit
        fields = ()

    def later(self, queryset, name, value):
        return queryset
