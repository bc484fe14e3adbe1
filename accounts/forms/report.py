"""What a person fills in about a suspicious account, and about its take-down. REG-11"""

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.forms.account import AccountForm, Reason, UnitField, why_if_any
from accounts.models import Account, Concern, Platform, Result, TakedownStep
from accounts.models.report import ANSWERS
from accounts.rules.account import today
from accounts.rules.report import FOLLOW_UP, check_texts, read_reported
from accounts.rules.words import by_place
from doors.forms import DateInput, PickerField
from people.models import Unit
from people.permissions import permitted


class ReportForm(forms.Form):
    """One suspicious account: which, and what was seen. REG-11"""

    handle = forms.CharField(
        label=_("Account name or link"),
        max_length=500,
        help_text=_("Paste the link of its profile, or type the name and choose the platform."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    platform = forms.ModelChoiceField(
        label=_("Platform"),
        queryset=Platform.objects.order_by("position"),
        required=False,
        empty_label=_("Told by the link"),
    )
    concern = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Concern.choices,
        initial=Concern.PRETENDS,
        widget=forms.RadioSelect,
    )
    seen = forms.CharField(
        label=_("What did you see?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In your own words. No passwords, codes or card numbers, please."),
    )
    evidence_url = forms.URLField(
        label=_("Link to a post or screenshot"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none"}),
    )

    def given(self):
        return {name: self.cleaned_data[name] for name in ReportForm.base_fields}


class InsideReportForm(ReportForm):
    """The same by who is signed in; while the handle is typed, the register speaks up."""

    groups = ((None, ("handle", "platform", "concern", "seen", "evidence_url")),)
    sections, _line = AccountForm.sections, AccountForm._line
    tells_duplicates_after = "handle"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, trigger in (("platform", "change"), ("handle", "input changed delay:300ms")):
            self.fields[name].widget.attrs |= {
                "hx-get": reverse("accounts:duplicates"),
                "hx-trigger": trigger,
                "hx-include": "[name=platform], [name=handle]",
                "hx-target": "#duplicates",
                "hx-sync": "#duplicates:replace",
            }


class PublicReportForm(ReportForm):
    """The same from outside; `homepage` is a field that only machines see and fill."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        help_text=_("Only for a question of ours. It is deleted 90 days after we looked, and never shown."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    homepage = forms.CharField(required=False, max_length=500)

    def clean(self):
        """What the action would refuse is told before the sending is counted: a slip locks nobody out."""
        data = super().clean()
        if "handle" in data and "platform" in data:
            read_reported(data["handle"], data["platform"])
        check_texts(**{name: data[name] for name in ("seen", "evidence_url") if name in data})
        return data

    def given(self):
        return {**super().given(), "email": self.cleaned_data["email"]}


class AccountPicker(PickerField):
    """A live account of ours."""

    def __init__(self, **kwargs):
        super().__init__(
            queryset=Account.objects.none(), url="accounts:account_options", search=("handle", "name"), **kwargs
        )


class ReportedForm(AccountForm):
    """A change to one case; `version` is the one the reader had seen."""

    def __init__(self, data=None, *, account, reader):
        super().__init__(data, account=account, reader=reader)
        if "account" in self.fields:
            seen = Account.objects.live().visible_to(reader)
            self.fields["account"].queryset = seen | Account.objects.live().filter(pk=account.account_id)
        if "unit" in self.fields:
            here = permitted(reader, "assign_report", Unit) | Q(pk=account.unit_id)
            self.fields["unit"].queryset = by_place(Unit.objects.filter(here))


class FindingForm(ReportedForm):
    why = Reason(help_text=_("What you looked at, and what told you. It stays on record."))


class NoteOnlyForm(ReportedForm):
    why = why_if_any()


class ImpostorForm(ReportedForm):
    account = AccountPicker(
        label=_("The account of ours it imitates"),
        required=False,
        help_text=_("Whoever asks for the fake is pointed there. Leave empty when it imitates none in particular."),
    )
    why = Reason(help_text=_("What you looked at, and what told you. It stays on record; the public does not see it."))


class AssignForm(ReportedForm):
    unit = UnitField()
    account = AccountPicker(label=_("The account of ours that is meant"), required=False)
    why = why_if_any()


class StepForm(ReportedForm):
    """One dated step on the way to a take-down."""

    groups = ((None, (("on", "channel"), ("reference", "follow_up_on"), "link", "note")),)
    on = forms.DateField(label=_("On"), widget=DateInput)
    channel = forms.ChoiceField(label=_("How"), choices=TakedownStep.Channel.choices)
    reference = forms.CharField(
        label=_("Reference of the platform"), required=False, max_length=100, help_text=_("Its case or ticket number.")
    )
    follow_up_on = forms.DateField(
        label=_("Ask again on"), widget=DateInput, required=False, help_text=_("You are reminded on that day.")
    )
    link = forms.URLField(
        label=_("Link"), required=False, max_length=500, assume_scheme="https", widget=forms.TextInput
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def now(self, account):
        return {"on": today(), "follow_up_on": today() + FOLLOW_UP}


class AnswerForm(StepForm):
    groups = ((None, (("answer", "on"), ("reference", "follow_up_on"), "note")),)
    answer = forms.ChoiceField(label=_("What it answered"), choices=ANSWERS)
    channel = link = None


class ClosingForm(StepForm):
    groups = ((None, (("result", "on"), "note")),)
    result = forms.ChoiceField(label=_("How it ended"), choices=Result.choices)
    channel = link = reference = follow_up_on = None

    def now(self, account):
        return {"on": today()}


class BackForm(ReportedForm):
    note = forms.CharField(
        label=_("Where it was seen"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
