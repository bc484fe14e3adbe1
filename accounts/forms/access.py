"""What a person fills in about who can get in. REG-5"""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.account import AccountForm, PersonField, Reason
from accounts.models import Route
from doors.forms import DateInput


class AccessForm(AccountForm):
    person = PersonField(label=_("Person"))
    platform_role = forms.CharField(
        label=_("Role on the platform"),
        max_length=60,
        help_text=_("As the platform calls it: admin, editor, advertiser."),
    )
    is_admin = forms.BooleanField(label=_("Can manage other people's access"), required=False)
    route = forms.ChoiceField(label=_("Way in"), choices=Route.choices, initial=Route.PLATFORM, required=False)
    via = forms.CharField(
        label=_("Tool or partner"), required=False, max_length=100, help_text=_("Its name, for those two ways.")
    )
    since = forms.DateField(label=_("Since"), required=False, widget=DateInput, help_text=_("Empty means from now on."))
    expires_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DateInput,
        help_text=_("People from outside need one, up to their contract's end."),
    )
    why = Reason(required=False, help_text=_("A shared sign-in needs one. Reviewers read it."))
    groups = (
        (None, ("person", "platform_role", "is_admin")),
        (_("How and how long"), (("route", "via"), ("since", "expires_on"), "why")),
    )

    def now(self, account):
        return {"route": Route.PLATFORM}

    def clean_route(self):
        return self.cleaned_data["route"] or Route.PLATFORM


class ExtendForm(AccountForm):
    expires_on = forms.DateField(
        label=_("New last day"),
        required=False,
        widget=DateInput,
        help_text=_("Leave empty for an employee whose access has no end."),
    )
    why = Reason()

    def now(self, account):
        return {}
