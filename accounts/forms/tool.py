"""What a person fills in about a connected tool. REG-1"""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.forms.account import AccountForm, PersonField, choosable, why_if_any
from accounts.models import ConnectedTool
from doors.forms import DateInput
from people.models import Person


class ToolForm(AccountForm):
    groups = (
        (None, (("name", "kind"), "authorised_by", "powers")),
        (None, ("signs_in", ("token_expires_on", "checked_on"), "why")),
    )
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("The tool, device or job, as people call it."))
    kind = forms.ChoiceField(label=_("What it is"), choices=ConnectedTool.Kind.choices)
    authorised_by = PersonField(label=_("Authorised by"), help_text=_("On whose sign-in or word it was connected."))
    powers = forms.MultipleChoiceField(
        label=_("What it may do"),
        required=False,
        choices=ConnectedTool.Power.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    signs_in = forms.ChoiceField(
        label=_("How it gets in"),
        required=False,
        choices=ConnectedTool.SignsIn.choices,
        help_text=_("Decides what a changed password does to it."),
    )
    token_expires_on = forms.DateField(
        label=_("Token ends on"),
        required=False,
        widget=DateInput,
        help_text=_("The authoriser and the owner are told a week before."),
    )
    checked_on = forms.DateField(label=_("Last looked at"), required=False, widget=DateInput)
    why = why_if_any()

    def now(self, account):
        return {}


class EditToolForm(ToolForm):
    def __init__(self, data=None, *, account, reader, tool):
        self.tool = tool
        super().__init__(data, account=account, reader=reader)
        people = Person.objects.filter(Q(pk=tool.authorised_by_id) | Q(pk__in=choosable(reader, account).values("pk")))
        self.fields["authorised_by"].queryset = people.order_by("name", "pk")

    def now(self, account):
        return {name: getattr(self.tool, name) for name in self.base_fields if hasattr(self.tool, name)}
