"""Forms about a person. ORG-2"""

from django import forms
from django.utils.translation import gettext_lazy as _

from doors.forms import DateInput, PickerField
from people.models import Kind, Person, Unit


def person_picker(**kwargs):
    return PickerField(queryset=Person.objects.none(), url="people:person_options", search=("name", "email"), **kwargs)


def unit_picker(**kwargs):
    return PickerField(queryset=Unit.objects.none(), url="people:unit_options", search=("name",), **kwargs)


class Narrowed(forms.Form):
    """A form whose pickers offer only what the reader may see."""

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, PickerField):
                field.queryset = field.queryset.model.objects.visible_to(reader)
                if field.queryset.model is Person:
                    field.queryset = field.queryset.filter(is_active=True)


class PersonForm(Narrowed):
    """What is known of a person."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("Without one they cannot sign in yet."))
    job_title = forms.CharField(label=_("Job title"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Works as"), choices=Kind.choices, initial=Kind.EMPLOYEE)
    line_manager = person_picker(label=_("Line manager"), required=False)
    responsibilities = forms.CharField(
        label=_("Social media responsibilities"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    employer = forms.CharField(label=_("Employer"), max_length=200, required=False)
    sponsor = person_picker(
        label=_("Sponsor inside"), required=False, help_text=_("Who answers for them here; an employee.")
    )
    contract_ends_on = forms.DateField(
        label=_("Contract ends on"), required=False, widget=DateInput, help_text=_("They leave with that day.")
    )
    outside = ("employer", "sponsor", "contract_ends_on")

    def clean_email(self):
        return self.cleaned_data["email"] or None


class NewPersonForm(PersonForm):
    unit = unit_picker(label=_("Unit"))
    from_on = forms.DateField(label=_("Since"), required=False, widget=DateInput, help_text=_("Empty means today."))
    field_order = ["name", "email", "unit", "from_on"]


class MoveForm(Narrowed):
    unit = unit_picker(label=_("New unit"))
    from_on = forms.DateField(label=_("Since"), required=False, widget=DateInput, help_text=_("Empty means today."))
    why = forms.CharField(label=_("Reason"), max_length=1000, required=False)


class LeavingForm(Narrowed):
    on = forms.DateField(label=_("Last day"), widget=DateInput, help_text=_("They work until this day ends."))
    why = forms.CharField(label=_("Reason"), max_length=1000, required=False)


class WhyForm(Narrowed):
    why = forms.CharField(label=_("Reason"), max_length=1000, required=False)


class BringBackForm(Narrowed):
    unit = unit_picker(label=_("Unit"))
    contract_ends_on = forms.DateField(label=_("Contract ends on"), required=False, widget=DateInput)
    why = forms.CharField(label=_("Reason"), max_length=1000, required=False)
