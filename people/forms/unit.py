"""Forms about a unit, a role, the organisation. ORG-1 ORG-7"""

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from doors.forms import DateInput
from people.forms.person import Narrowed, person_picker, unit_picker
from people.forms.profile import time_zones
from people.models import GovernanceMode, Role, UnitKind


class UnitForm(Narrowed):
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices, initial=UnitKind.DEPARTMENT)


class NewUnitForm(UnitForm):
    head = person_picker(label=_("Head"), required=False)


class MoveUnitForm(Narrowed):
    parent = unit_picker(label=_("Belongs to"))
    why = forms.CharField(label=_("Reason"), max_length=1000, required=False)


class HeadForm(Narrowed):
    head = person_picker(label=_("Head"), required=False, help_text=_("Empty leaves the unit without a head."))
    why = forms.CharField(label=_("Reason"), max_length=1000, required=False)


MODES = {
    "": _("As the unit above"),
    GovernanceMode.CENTRALISED: _("Centralised: the approvers named here decide for this unit and all below"),
    GovernanceMode.FEDERATED: _("Federated: the nearest unit that names approvers decides; the organisation is told"),
    GovernanceMode.LOCAL: _("Local: every unit decides by its own approvers, or by its head"),
}


class GovernanceModeForm(forms.Form):
    """A mode, each with the people who would then decide."""

    ABOVE = "above"
    mode = forms.ChoiceField(label=_("Who decides"), widget=forms.RadioSelect)
    why = forms.CharField(label=_("Reason"), max_length=1000, required=False)

    def __init__(self, *args, choices, is_root, **kwargs):
        super().__init__(*args, **kwargs)
        if is_root:
            # nothing stands above
            choices = {mode: choice for mode, choice in choices.items() if mode}
            self.initial["mode"] = self.initial["mode"] or GovernanceMode.CENTRALISED.value
        self.initial["mode"] = self.initial["mode"] or self.ABOVE
        self.fields["mode"].choices = [(mode or self.ABOVE, _choice(mode, one)) for mode, one in choices.items()]

    def clean_mode(self):
        mode = self.cleaned_data["mode"]
        return "" if mode == self.ABOVE else mode


def _choice(mode, spelled):
    then = gettext("That is now: %(names)s") % {"names": spelled.names or gettext("nobody")}
    return format_html("<span>{}<br><span class='quiet'>{}</span></span>", MODES[mode], then)


class GrantForm(Narrowed):
    person = person_picker(label=_("Person"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    unit = unit_picker(label=_("Unit"), help_text=_("The role counts there and in every unit below."))
    ends_on = forms.DateField(
        label=_("Last day"), required=False, widget=DateInput, help_text=_("Empty means without an end.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=1000)


class EndRoleForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=1000)


class OrganisationForm(forms.Form):
    name = forms.CharField(label=_("Name of the organisation"), max_length=200)
    email_domains = forms.CharField(
        label=_("E-mail domains"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line, such as nusantara.co.id. Accounts are registered with an address of these."),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("For people who have not chosen one.")
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=time_zones, help_text=_("Last days and roles end at midnight here.")
    )
    verify_after_days = forms.IntegerField(
        label=_("Prove control of accounts every … days"), min_value=1, max_value=3650
    )
    retire_notice_days = forms.IntegerField(
        label=_("Notice before an account retires, in days"), min_value=0, max_value=365
    )
    access_notice_days = forms.IntegerField(label=_("Speak of access … days before it ends"), min_value=1, max_value=90)
    sync_guard_percent = forms.IntegerField(
        label=_("Stop an import that would drop more than … %"),
        min_value=1,
        max_value=100,
        help_text=_("Of what its source covers. A half-empty file is a broken source."),
    )
    second_factor_roles = forms.MultipleChoiceField(
        label=_("Who must have a second factor"),
        required=False,
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever holds one of these roles anywhere sets one up at the next page, and does nothing before."),
    )
    second_factor_heads = forms.BooleanField(label=_("Heads of units as well"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_email_domains(self):
        return self.cleaned_data["email_domains"].replace(",", " ").split()
