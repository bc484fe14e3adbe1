"""How reports and look-alikes may be narrowed, on the page and in the API alike. REG-11"""

import django_filters
from django.forms import SearchInput
from django.utils.translation import gettext_lazy as _

from accounts.filters.account import PlatformKey, UnitFilter, in_unit, units_of
from accounts.models import Concern, Finding, Likeness, Lookalike, Platform, Report
from accounts.rules.handle import BadHandle, parse
from doors.api import FilterSet

OPEN = "open"
STATUSES = [(OPEN, _("To look at, also again")), *Finding.choices]


def find_reports(queryset, _name, text):
    """Cases at an address, with the words in their handle, or with a reference that a reporter quotes."""
    text = text.strip()
    if "/" in text:
        try:
            address = parse(text)
        except BadHandle:
            address = None
        if address is not None and address.platform_key:
            return queryset.at(address.platform_key, address.key, address.uid)
    named = queryset.filter(handle__icontains=text.lstrip("@"))
    return named | queryset.filter(pk__in=Report.objects.filter(sightings__reference=text.upper()).values("pk"))


def in_state(queryset, _name, status):
    return queryset.to_look_at() if status == OPEN else queryset.filter(status=status)


def with_concern(queryset, _name, concern):
    return queryset.filter(pk__in=Report.objects.filter(sightings__concern=concern).values("pk"))


class ReportFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Handle, address or reference"), method=find_reports, max_length=500, widget=SearchInput
    )
    status = django_filters.ChoiceFilter(label=_("Status"), choices=STATUSES, method=in_state, empty_label=_("All"))
    platform = django_filters.ModelChoiceFilter(
        label=_("Platform"), queryset=Platform.objects.all(), empty_label=_("All")
    )
    concern = django_filters.ChoiceFilter(
        label=_("What is wrong"), choices=Concern.choices, method=with_concern, empty_label=_("All")
    )
    unit = UnitFilter(label=_("Unit"), queryset=lambda request: units_of(request), method=in_unit, empty_label=_("All"))

    class Meta:
        model = Report
        fields = ()


class ReportApiFilter(FilterSet):
    q = django_filters.CharFilter(method=find_reports, max_length=500)
    status = django_filters.ChoiceFilter(choices=STATUSES, method=in_state)
    platform = PlatformKey(field_name="platform_id")
    concern = django_filters.ChoiceFilter(choices=Concern.choices, method=with_concern)

    class Meta:
        model = Report
        fields = {"unit": ["exact"], "account": ["exact"]}


class LookalikeFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=Lookalike.Status.choices, empty_label=_("All"), field_name="status"
    )
    likeness = django_filters.ChoiceFilter(label=_("How alike"), choices=Likeness.choices, empty_label=_("All"))
    platform = django_filters.ModelChoiceFilter(
        label=_("Platform"), field_name="account__platform", queryset=Platform.objects.all(), empty_label=_("All")
    )

    class Meta:
        model = Lookalike
        fields = ()


class LookalikeApiFilter(FilterSet):
    platform = PlatformKey(field_name="account__platform_id")

    class Meta:
        model = Lookalike
        fields = {"status": ["exact"], "likeness": ["exact"]}
