"""How access and reviews may be narrowed, on the page and in the API alike. REG-5"""

import django_filters
from django.forms import CheckboxInput, HiddenInput, SearchInput
from django.utils.translation import gettext_lazy as _

from accounts.filters.account import UnitFilter, not_ahead, units_of
from accounts.models import AccessGrant, AccessReview, Platform, ReviewItem, Route
from accounts.rules.access import FLAGS, FLAGS_BY_KEY, access_terms, any_flag
from accounts.rules.account import last_instant
from doors.api import FilterSet
from doors.forms import DateInput
from people.models import Unit

FLAG_CHOICES = [("any", _("Any flag")), *((flag.key, flag.title) for flag in FLAGS)]
EXPIRING = [("14", _("Within two weeks")), ("30", _("Within a month")), ("90", _("Within a quarter"))]


def with_flag(queryset, _name, key):
    """Open access with this flag, or with any."""
    terms = access_terms()
    return queryset.current().filter(any_flag(terms) if key == "any" else FLAGS_BY_KEY[key].where(terms))


def expiring_in(queryset, _name, days):
    return queryset.expiring(access_terms().today, int(days))


def of_person(queryset, _name, words):
    """Whose name or e-mail, or whose account's handle, holds the words."""
    from django.db.models import Q

    word = words.strip().lstrip("@")
    return queryset.filter(
        Q(person__name__icontains=word) | Q(person__email__icontains=word) | Q(account__handle__icontains=word)
    )


def in_unit(queryset, _name, unit):
    return queryset.filter(account__unit__in=Unit.objects.below(unit))


def only_admins(queryset, _name, wanted):
    return queryset.filter(is_admin=True) if wanted else queryset


class AccessFilter(django_filters.FilterSet):
    """The filters of the page; without a day it shows who can get in now."""

    q = django_filters.CharFilter(label=_("Person or account"), method=of_person, max_length=200, widget=SearchInput)
    flag = django_filters.ChoiceFilter(label=_("Flag"), choices=FLAG_CHOICES, method=with_flag, empty_label=_("All"))
    unit = UnitFilter(label=_("Unit"), queryset=lambda request: units_of(request), method=in_unit, empty_label=_("All"))
    platform = django_filters.ModelChoiceFilter(
        label=_("Platform"), queryset=Platform.objects.all(), field_name="account__platform", empty_label=_("All")
    )
    route = django_filters.ChoiceFilter(label=_("Way in"), choices=Route.choices, empty_label=_("All"))
    expiring = django_filters.ChoiceFilter(
        label=_("Ends"), choices=EXPIRING, method=expiring_in, empty_label=_("Any time")
    )
    admin = django_filters.BooleanFilter(
        label=_("Manages other people’s access"), method=only_admins, widget=CheckboxInput
    )
    on = django_filters.DateFilter(
        label=_("Who could get in on"), method=lambda rows, _name, day: rows, widget=DateInput, validators=[not_ahead]
    )
    # By links from people's pages.
    person = django_filters.NumberFilter(field_name="person_id", widget=HiddenInput, max_value=2**62)

    class Meta:
        model = AccessGrant
        fields = ()

    def filter_queryset(self, queryset):
        """First the day: who can get in now, or could at the end of a past one."""
        on = self.form.cleaned_data.get("on")
        return super().filter_queryset(queryset.as_of(last_instant(on)) if on else queryset.current())


class AccessApiFilter(FilterSet):
    """The filters of the API's list; ended access included, unless `is_open` says otherwise."""

    flag = django_filters.ChoiceFilter(choices=FLAG_CHOICES, method=with_flag)
    platform = django_filters.CharFilter(field_name="account__platform_id")
    unit = django_filters.NumberFilter(field_name="account__unit_id", max_value=2**62)
    is_open = django_filters.BooleanFilter(field_name="until_at", lookup_expr="isnull")

    class Meta:
        model = AccessGrant
        fields = {"account": ["exact"], "person": ["exact"], "route": ["exact"], "is_admin": ["exact"]}


class ReviewFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(label=_("Status"), choices=AccessReview.Status.choices, empty_label=_("All"))
    unit = django_filters.ModelChoiceFilter(
        label=_("Unit"), queryset=lambda request: units_of(request), empty_label=_("All")
    )

    class Meta:
        model = AccessReview
        fields = ("subject",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["subject"].extra["empty_label"] = _("All")


class ReviewItemFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(label=_("Answer"), choices=ReviewItem.Status.choices, empty_label=_("All"))
    reviewer = django_filters.NumberFilter(field_name="reviewer_id", widget=HiddenInput, max_value=2**62)
    show = django_filters.CharFilter(widget=HiddenInput, method=lambda rows, _name, _value: rows, max_length=10)

    class Meta:
        model = ReviewItem
        fields = ()


class ReviewApiFilter(FilterSet):
    class Meta:
        model = AccessReview
        fields = {"status": ["exact"], "unit": ["exact"], "subject": ["exact"]}


class ReviewItemApiFilter(FilterSet):
    class Meta:
        model = ReviewItem
        fields = {"review": ["exact"], "status": ["exact"], "reviewer": ["exact"], "holder": ["exact"]}
