"""What a person fills in to ask for an account. REG-3"""

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.forms.account import AccountForm, LanguagesField, PersonField, Reason, UnitField, choosable
from accounts.models import Audience, Platform, Purpose
from accounts.rules.request import ASKED
from accounts.rules.words import by_place, unit_name
from people.models import Unit

# What is looked at while one types, to point out what there is already.
WATCHED = {
    "platform": "change",
    "handle": "input changed delay:300ms",
    "unit": "change",
    "purposes": "change",
    "audiences": "change",
}


PEOPLE = ("owner", "backup", "answering_lead")


class AnsweringUnit(forms.ModelChoiceField):
    def label_from_instance(self, unit):
        return unit_name(unit)


class RequestForm(forms.Form):
    """A wish, from its first word to the last; everything but the unit may stay open in a draft. REG-3"""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    platform = forms.ModelChoiceField(
        label=_("Platform"),
        queryset=Platform.objects.order_by("position"),
        required=False,
        empty_label=_("Told by the address"),
    )
    handle = forms.CharField(
        label=_("Wanted handle"),
        required=False,
        max_length=500,
        help_text=_("As it shall be called on the platform, such as @nusantararesep."),
    )
    unit = UnitField()
    purposes = forms.MultipleChoiceField(
        label=_("Purpose"), required=False, choices=Purpose.choices, widget=forms.CheckboxSelectMultiple
    )
    audiences = forms.MultipleChoiceField(
        label=_("Target audience"), required=False, choices=Audience.choices, widget=forms.CheckboxSelectMultiple
    )
    languages = LanguagesField(
        label=_("Languages"), required=False, max_length=200, help_text=_("Separated by commas: Indonesian, English.")
    )
    why_not_existing = forms.CharField(
        label=_("Why does none of our accounts serve?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What is missing there, and what would be lost by using one of them."),
    )
    planned_content = forms.CharField(
        label=_("What will be published?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kinds of posts, how often, where the material comes from."),
    )
    owner = PersonField(label=_("Owner"), required=False, help_text=_("The employee who will answer for it."))
    backup = PersonField(label=_("Backup owner"), required=False, help_text=_("Another employee, who stands in."))
    answering_unit = AnsweringUnit(
        label=_("Unit that answers"), required=False, queryset=Unit.objects.none(), empty_label=_("Not said yet")
    )
    answering_lead = PersonField(label=_("Who leads the answering"), required=False)
    answering = forms.CharField(
        label=_("Who else answers, and when"),
        required=False,
        max_length=1000,
        help_text=_("One of these three is enough. Every message is answered within a day."),
    )
    why = Reason(
        required=False,
        label=_("Note"),
        help_text=_("Stands in the timeline for everybody who may see the request."),
    )
    groups = (
        (_("Which account"), (("platform", "handle"), "unit")),
        (_("What it is for"), ("purposes", "audiences", "languages")),
        (_("Why a new one"), ("why_not_existing", "planned_content")),
        (_("Who answers for it"), (("owner", "backup"), ("answering_unit", "answering_lead"), "answering")),
        (None, ("why",)),
    )
    sections, _line = AccountForm.sections, AccountForm._line
    tells_duplicates_after = "unit"

    def __init__(self, data=None, *, reader, units, request=None, initial=None):
        if request is not None:
            initial = {name: getattr(request, name) for name in self.base_fields if hasattr(request, name)}
        super().__init__(data, initial=initial)
        here = Unit.objects.filter(Q(pk__in=units.values("pk")) | Q(pk=request.unit_id if request else None))
        self.fields["unit"].queryset = by_place(here)
        self.fields["answering_unit"].queryset = by_place(Unit.objects.visible_to(reader))
        for name in PEOPLE:
            self.fields[name].queryset = choosable(reader, request, PEOPLE)
        for name, message in ASKED.items():
            self.fields[name].error_messages["required"] = message
        self._ask("submit" in (data or {"submit": ""}))
        for name, trigger in WATCHED.items():
            self.fields[name].widget.attrs |= {
                "hx-get": reverse("accounts:request_duplicates") + (f"?but={request.pk}" if request else ""),
                "hx-trigger": trigger,
                "hx-include": ", ".join(f"[name={each}]" for each in WATCHED),
                "hx-target": "#duplicates",
                "hx-sync": "#duplicates:replace",
            }

    def _ask(self, is_asked):
        """Whether what an approver needs must be there; a draft may leave it open."""
        for name in ASKED:
            self.fields[name].required = is_asked and name != "platform"

    def full_clean(self):
        super().full_clean()
        # What is shown again says what is needed in the end.
        self._ask(True)

    def given(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class DecisionForm(forms.Form):
    """What an approver says beside the choice itself; `version` is the text that was read. REG-3"""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    why = Reason(required=False, help_text=_("Its author is told, and it stays on record."))


class WithdrawalForm(DecisionForm):
    why = Reason(required=False, label=_("Note"), help_text=_("Stays on record."))
