"""How the register may be narrowed, on the page and in the API alike. REG-1"""

from datetime import date, datetime

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import HiddenInput, SearchInput
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField

from accounts.models import Account, Platform, Purpose, Status
from accounts.models.platform import Book
from accounts.rules.account import last_instant, today
from accounts.rules.gaps import BY_KEY, GAPS, terms
from accounts.rules.handle import BadHandle, parse
from accounts.rules.words import by_place, unit_name
from doors.api import FilterSet, extend_schema_field
from doors.forms import DateInput
from people.models import Unit
from trail import clock


def find_accounts(queryset, _name, text):
    """Accounts at an address, or whose handle or name holds the words; old and new URL forms alike. REG-9"""
    text = text.strip()
    if "/" in text:
        try:
            address = parse(text)
        except BadHandle:
            address = None
        if address is not None and address.platform_key:
            return queryset.at(address.platform_key, address.key, address.uid)
    word = text.lstrip("@")
    return queryset.filter(
        Q(handle__icontains=word) | Q(name__icontains=word) | Q(platform_uid=word) | Q(owner__name__icontains=word)
    )


def with_gap(queryset, _name, key):
    """Accounts that have this gap, or any gap at all."""
    if key == "any":
        wanted = Q()
        for gap in GAPS:
            wanted |= gap.where(terms())
        return queryset.live().filter(wanted)
    return queryset.with_gap(BY_KEY[key], terms())


def in_unit(queryset, _name, unit):
    """Accounts of a unit and of all below it."""
    return queryset.filter(unit__in=Unit.objects.below(unit))


def with_purpose(queryset, _name, purpose):
    return queryset.filter(purposes__holding=purpose)


def on_day(queryset, _name, day):
    """The register at the end of a day in the organisation's time zone; leaves out what began later. REG-2"""
    return queryset.as_it_stood(last_instant(day))


class Past:
    """A filter by state narrows by the state of the day that is asked for. REG-7"""

    def filter_queryset(self, queryset):
        asked = self.form.cleaned_data
        if not asked.get(self.past):
            return super().filter_queryset(queryset)
        status = asked.pop("status", None)
        found = super().filter_queryset(queryset)
        asked["status"] = status
        return found.filter(status_then=status) if status else found


def not_ahead(day):
    if day > today():
        raise ValidationError(_("Choose today or a day that has passed."))


GAP_CHOICES = [("any", _("Any gap")), *((gap.key, gap.title) for gap in GAPS)]


class UnitChoice(ModelChoiceField):
    def label_from_instance(self, unit):
        return unit_name(unit)


class UnitFilter(django_filters.ModelChoiceFilter):
    field_class = UnitChoice


class AccountFilter(Past, django_filters.FilterSet):
    """The filters of the list page; `unit` shows only what the reader may see."""

    past = "on"

    q = django_filters.CharFilter(
        label=_("Handle, name or address"),
        method=find_accounts,
        max_length=500,
        widget=SearchInput,
    )
    platform = django_filters.ModelChoiceFilter(
        label=_("Platform"), queryset=Platform.objects.all(), empty_label=_("All")
    )
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Status.choices, empty_label=_("All"))
    gap = django_filters.ChoiceFilter(label=_("Gap"), choices=GAP_CHOICES, method=with_gap, empty_label=_("All"))
    unit = UnitFilter(label=_("Unit"), queryset=lambda request: units_of(request), method=in_unit, empty_label=_("All"))
    purpose = django_filters.ChoiceFilter(
        label=_("Purpose"), choices=Purpose.choices, method=with_purpose, empty_label=_("All")
    )
    # By links from people's pages and My work; nobody types it.
    owner = django_filters.NumberFilter(field_name="owner_id", widget=HiddenInput, max_value=2**62)
    on = django_filters.DateFilter(label=_("As it stood on"), method=on_day, widget=DateInput, validators=[not_ahead])

    class Meta:
        model = Account
        fields = ()


def units_of(request):
    return by_place(Unit.objects.visible_to(request.user)) if request else Unit.objects.none()


class InstantField(forms.CharField):
    """A day, which stands for its end in the organisation's time zone, or an instant with its offset from UTC."""

    def to_python(self, value):
        value = super().to_python(value)
        if not value:
            return None
        try:
            if len(value) == 10:
                day = date.fromisoformat(value)
                not_ahead(day)
                return last_instant(day)
            # In a query a plus sign arrives as a space.
            at = datetime.fromisoformat(value.replace(" ", "+"))
        except ValueError:
            at = None
        if at is None or at.tzinfo is None:
            raise ValidationError(_("Give a day such as 2026-03-01, or an instant with its offset."), "wrong_kind")
        if at > clock.now():
            raise ValidationError(_("Choose today or a day that has passed."))
        return at


@extend_schema_field({"type": "string", "description": "A day, or an instant with its offset from UTC."})
class InstantFilter(django_filters.Filter):
    field_class = InstantField


def known_platform(key):
    if key not in Book.current().platforms:
        raise ValidationError(_("This platform is not known here."), code="invalid_choice")


class PlatformKey(django_filters.CharFilter):
    """A platform by its key, such as instagram; one that does not exist is an error, not an empty list. PLT-2"""

    def __init__(self, *args, **options):
        super().__init__(*args, validators=[known_platform], **options)


class AccountApiFilter(Past, FilterSet):
    """The filters of the API's list; keys as on the page, people and units by id."""

    past = "as_of"
    as_of = InstantFilter(method="at_instant", help_text=_("The register as it stood: adds `then` to every account."))
    q = django_filters.CharFilter(method=find_accounts, max_length=500)
    platform = PlatformKey(field_name="platform_id")
    gap = django_filters.ChoiceFilter(choices=GAP_CHOICES, method=with_gap)
    purpose = django_filters.ChoiceFilter(choices=Purpose.choices, method=with_purpose)

    class Meta:
        model = Account
        fields = {
            "status": ["exact"],
            "unit": ["exact"],
            "owner": ["exact"],
            "backup": ["exact"],
            "custodian": ["exact"],
        }

    def at_instant(self, queryset, _name, at):
        return queryset.as_it_stood(at)
