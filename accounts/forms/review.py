"""What a person fills in about a review, its plan and its answers. REG-5"""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.account import UnitField
from accounts.models import Cadence, Platform, Route, Silence, Subject
from accounts.rules.account import today
from accounts.rules.words import by_place
from doors.forms import DateInput, PickerField
from people.models import Person, Unit


class OpenReviewForm(forms.Form):
    """A review opened by hand: what it asks about, and by when it is answered."""

    title = forms.CharField(
        label=_("Title"), required=False, max_length=120, help_text=_("Empty names it after the month.")
    )
    subject = forms.ChoiceField(label=_("What is reviewed"), choices=Subject.choices, initial=Subject.ACCESS)
    unit = UnitField()
    platform = forms.ModelChoiceField(
        label=_("Platform"), queryset=Platform.objects.order_by("position"), required=False, empty_label=_("All")
    )
    route = forms.ChoiceField(label=_("Way in"), required=False, choices=[("", _("All")), *Route.choices])
    is_admin_only = forms.BooleanField(label=_("Only who can manage other people's access"), required=False)
    due_on = forms.DateField(label=_("Answers by"), widget=DateInput)
    silence = forms.ChoiceField(
        label=_("When nobody answers"),
        choices=Silence.choices,
        initial=Silence.REVOKE,
        widget=forms.RadioSelect,
    )
    why = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data=None, *, reader, initial=None):
        super().__init__(data, initial={"due_on": today() + timedelta(days=21), **(initial or {})})
        units = Unit.objects.permitted_to(reader, "open_review")
        self.fields["unit"].queryset = by_place(units)
        self.fields["unit"].help_text = _("With everything below it.")
        if not units.permitted_to(reader, "open_role_review").exists():
            del self.fields["subject"]

    @property
    def first(self):
        return [self[name] for name in ("title", "subject", "unit") if name in self.fields]


class PlanForm(forms.Form):
    """How often a unit is reviewed by itself."""

    unit = UnitField()
    subject = forms.ChoiceField(label=_("What is reviewed"), choices=Subject.choices, initial=Subject.ACCESS)
    months = forms.TypedChoiceField(
        label=_("How often"), choices=Cadence.choices, coerce=int, initial=Cadence.HALF_YEARLY
    )
    next_on = forms.DateField(label=_("Next review opens on"), widget=DateInput)
    days = forms.IntegerField(label=_("Days to answer"), min_value=1, max_value=180, initial=21)
    silence = forms.ChoiceField(
        label=_("When nobody answers"), choices=Silence.choices, initial=Silence.REVOKE, widget=forms.RadioSelect
    )

    def __init__(self, data=None, *, reader, initial=None):
        super().__init__(data, initial={"next_on": today() + timedelta(days=1), **(initial or {})})
        self.fields["unit"].queryset = by_place(Unit.objects.permitted_to(reader, "set_review_plan"))
        self.fields["unit"].help_text = _("With everything below it that has no plan of its own.")


class CancelReviewForm(forms.Form):
    why = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class HandOnForm(forms.Form):
    """Whoever cannot answer is replaced by somebody who can."""

    reviewer = forms.ModelChoiceField(label=_("Instead of"), queryset=Person.objects.none())
    person = PickerField(
        queryset=Person.objects.none(),
        url="people:person_options",
        search=("name", "email"),
        label=_("Answers now"),
        help_text=_("What is their own goes to the next who may be asked."),
    )
    why = forms.CharField(label=_("Reason"), max_length=2000, required=False)

    def __init__(self, data=None, *, review, reader, initial=None):
        super().__init__(data, initial=initial)
        waiting = review.items.undecided().values("reviewer")
        self.fields["reviewer"].queryset = Person.objects.filter(pk__in=waiting).order_by("name")
        self.fields["person"].queryset = Person.objects.visible_to(reader).filter(is_active=True)


class Keys(forms.Field):
    """Rows that were ticked, as their keys."""

    widget = forms.MultipleHiddenInput

    def clean(self, value):
        keys = [int(text) for text in value or () if text.isdecimal() and len(text) < 19]
        if not keys:
            raise forms.ValidationError(_("Tick at least one row."))
        return keys


class DecisionForm(forms.Form):
    """One answer for every row that is ticked."""

    items = Keys()
    why = forms.CharField(
        label=_("Reason to keep"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
