"""What a person fills in to change the register. REG-1 REG-2 REG-6 REG-7"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Audience, Badge, Part, Platform, Purpose, TwoFactor
from accounts.rules.account import today
from accounts.rules.handle import BadHandle, parse
from accounts.rules.secrets import VAULTS
from accounts.rules.words import by_place, language_codes, language_name, unit_name
from doors.forms import DateInput, PickerField
from people.models import Organisation, Person, Unit
from people.permissions import permitted
from people.rules import end_of_day

PEOPLE = ("owner", "backup", "custodian", "two_factor_holder", "recovery_email_of", "recovery_phone_of")


def choosable(reader, thing=None, parts=PEOPLE):
    """Who a reader may put in a part: people they see, colleagues of their unit, and who stands there now."""
    may = permitted(reader, "see_person", Person) | Q(unit=reader.unit_id)
    if thing is not None:
        may |= Q(pk__in=[getattr(thing, f"{part}_id") for part in parts if getattr(thing, f"{part}_id")])
    return Person.objects.filter(may, is_active=True).exclude(status="left").order_by("name", "pk")


class PersonField(PickerField):
    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("Type a few letters and choose."))
        queryset = Person.objects.none()
        super().__init__(queryset=queryset, url="accounts:person_options", search=("name", "email"), **kwargs)


class UnitField(forms.ModelChoiceField):
    """A unit among namesakes."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Unit.objects.none(), label=_("Unit"), empty_label=_("Choose a unit"), **kwargs)

    def label_from_instance(self, unit):
        return unit_name(unit)


class LanguagesField(forms.CharField):
    """Languages by name or code; stands for a list of codes."""

    def prepare_value(self, value):
        return ", ".join(str(language_name(code)) for code in value) if isinstance(value, list) else value

    def clean(self, value):
        return language_codes(super().clean(value))


class Reason(forms.CharField):
    def __init__(self, *, required=True, **kwargs):
        kwargs.setdefault("label", _("Reason"))
        kwargs.setdefault("help_text", _("Stands in the timeline for everybody who may see the account."))
        super().__init__(required=required, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


def why_if_any():
    return Reason(required=False, label=_("Note"))


class AccountForm(forms.Form):
    """A change to one account; `version` is the one the reader had seen, so nobody is overwritten unseen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    groups = ()

    def __init__(self, data=None, *, account, reader):
        super().__init__(data, initial={"version": account.version, **self.now(account)})
        self.account = account
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.queryset = choosable(reader, account)

    def now(self, account):
        """What the fields hold before anybody types."""
        return {name: getattr(account, name) for name in self.base_fields if hasattr(account, name)}

    def given(self):
        """What the action is called with."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def sections(self):
        """(legend, lines of fields) in reading order; a form without groups is one section."""
        groups = self.groups or ((None, [name for name in self.fields if name != "version"]),)
        return [(legend, [self._line(names) for names in lines]) for legend, lines in groups]

    def _line(self, names):
        """One field, or several that stand side by side."""
        return [self[name] for name in ([names] if isinstance(names, str) else names)]

    def renew(self, account):
        """Keep what was typed, but carry on from the version that is on record now; tell what differs."""
        self.data = self.data.copy()
        self.data["version"] = account.version
        self.meanwhile = []
        now = self.now(account)
        for name in self.fields:
            if name in now and name != "version" and self.cleaned_data.get(name, now[name]) != now[name]:
                shown = self.fields[name].prepare_value(now[name])
                self.meanwhile.append((self.fields[name].label, shown))


class OwnerForm(AccountForm):
    owner = PersonField(
        label=_("Owner"), help_text=_("An employee, other than the backup owner. They are told at once.")
    )
    why = why_if_any()

    def now(self, account):
        return {}


class BackupForm(AccountForm):
    backup = PersonField(
        label=_("Backup owner"),
        required=False,
        help_text=_("An employee other than the owner. Leave empty when there is nobody."),
    )
    why = why_if_any()


class CustodianForm(AccountForm):
    custodian = PersonField(
        label=_("Custodian"), required=False, help_text=_("Who keeps the sign-in. Leave empty when there is nobody.")
    )
    vault = forms.ChoiceField(label=_("Vault"), required=False, choices=[("", _("Not recorded")), *VAULTS.items()])
    vault_item = forms.CharField(
        label=_("Vault item"),
        required=False,
        max_length=300,
        help_text=_("Where the item lies, as the vault writes it. Never a password, code or key."),
    )
    why = why_if_any()


class RotationForm(AccountForm):
    groups = ((None, (("on", "next_on"), "why")),)
    on = forms.DateField(label=_("Changed on"), widget=DateInput)
    next_on = forms.DateField(
        label=_("To be changed again by"),
        required=False,
        widget=DateInput,
        help_text=_("We remind the custodian and the owner a week before."),
    )
    why = why_if_any()

    def now(self, account):
        return {"on": today()}


class VerificationForm(AccountForm):
    how = forms.CharField(
        label=_("How it was proven"),
        max_length=300,
        help_text=_("A code in the bio, a link back from our site, a sign-in seen by two people."),
    )
    on = forms.DateField(label=_("On"), widget=DateInput)
    why = why_if_any()

    def now(self, account):
        return {"on": today()}


class RenameForm(AccountForm):
    handle = forms.CharField(
        label=_("New handle or address"),
        max_length=500,
        help_text=_("The old handle stays on record, and whoever asks for it is shown the new one."),
    )
    why = why_if_any()


class PastTenureForm(AccountForm):
    part = forms.ChoiceField(label=_("Part"), choices=Part.choices)
    person = PersonField(label=_("Person"))
    from_at = forms.DateField(label=_("From"), widget=DateInput)
    until_at = forms.DateField(label=_("Until, that day included"), widget=DateInput)
    why = why_if_any()
    groups = ((None, ("part", "person", ("from_at", "until_at"), "why")),)

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, reader=reader, **kwargs)
        # History names people who have left, too.
        may = permitted(reader, "see_person", Person) | Q(unit=reader.unit_id)
        self.fields["person"].queryset = Person.objects.filter(may).order_by("name", "pk")
        self.fields["person"].widget.url = "accounts:person_options_ever"

    def given(self):
        given = super().given()
        zone = Organisation.current().time_zone
        given["from_at"] = datetime.combine(given["from_at"], time.min, tzinfo=ZoneInfo(zone))
        given["until_at"] = end_of_day(given["until_at"], zone)
        return given


class ReasonForm(AccountForm):
    why = Reason()


class NoteForm(AccountForm):
    why = why_if_any()


class RetiringForm(AccountForm):
    retire_on = forms.DateField(
        label=_("Closes on"),
        required=False,
        widget=DateInput,
        help_text=_("Leave empty for the shortest notice the organisation allows."),
    )
    why = Reason()


class RetirementForm(AccountForm):
    archive_place = forms.CharField(
        label=_("Place of the archive"),
        max_length=300,
        help_text=_("Where the exported content lies, for who looks for it in ten years."),
    )
    exported_on = forms.DateField(label=_("Content exported on"), widget=DateInput)
    why = why_if_any()


class Facts(forms.Form):
    """What is on record about an account, beside its people, handle and state. REG-1"""

    name = forms.CharField(label=_("Display name"), required=False, max_length=200)
    url = forms.URLField(
        label=_("Address"), required=False, max_length=500, assume_scheme="https", widget=forms.TextInput
    )
    platform_uid = forms.CharField(
        label=_("Platform's own id"),
        required=False,
        max_length=100,
        help_text=_("The number or code that stays when the handle changes."),
    )
    purposes = forms.MultipleChoiceField(
        label=_("Purpose"), required=False, choices=Purpose.choices, widget=forms.CheckboxSelectMultiple
    )
    audiences = forms.MultipleChoiceField(
        label=_("Target audience"), required=False, choices=Audience.choices, widget=forms.CheckboxSelectMultiple
    )
    languages = LanguagesField(
        label=_("Languages"), required=False, max_length=200, help_text=_("Separated by commas: Indonesian, English.")
    )
    registered_email = forms.EmailField(
        label=_("Registered e-mail"), required=False, help_text=_("On a domain of the organisation.")
    )
    recovery_email = forms.EmailField(
        label=_("Recovery mailbox"), required=False, help_text=_("A shared one on a domain of the organisation.")
    )
    recovery_email_of = PersonField(
        label=_("Whose mailbox, if a person's"), required=False, help_text=_("Empty when it is the organisation's.")
    )
    recovery_phone = forms.CharField(label=_("Recovery phone"), required=False, max_length=40)
    recovery_phone_of = PersonField(
        label=_("Whose phone, if a person's"), required=False, help_text=_("Empty when it is the organisation's.")
    )
    two_factor = forms.ChoiceField(label=_("Two-factor"), required=False, choices=TwoFactor.choices)
    two_factor_holder = PersonField(label=_("Second-factor holder"), required=False)
    container = forms.CharField(
        label=_("Container"),
        required=False,
        max_length=200,
        help_text=_("Portfolio, brand account or business centre."),
    )
    ad_account = forms.CharField(label=_("Ad account"), required=False, max_length=100)
    payer = forms.CharField(label=_("Payer"), required=False, max_length=200)
    badge = forms.ChoiceField(label=_("Verification badge"), required=False, choices=Badge.choices)
    approval = forms.CharField(
        label=_("Approved by"), required=False, max_length=200, help_text=_("The decision or person that allowed it.")
    )
    official_since = forms.DateField(label=_("Official since"), widget=DateInput, required=False)


class EditForm(AccountForm, Facts):
    unit = UnitField()
    why = why_if_any()
    groups = (
        (_("What it is"), ("name", "url", "unit", ("platform_uid", "badge"), ("official_since", "approval"))),
        (_("What it is for"), ("purposes", "audiences", "languages")),
        (
            _("Sign-in and recovery"),
            (
                "registered_email",
                ("two_factor", "two_factor_holder"),
                ("recovery_email", "recovery_email_of"),
                ("recovery_phone", "recovery_phone_of"),
            ),
        ),
        (_("Around it"), ("container", ("ad_account", "payer"))),
        (None, ("why",)),
    )

    def __init__(self, data=None, *, account, reader):
        super().__init__(data, account=account, reader=reader)
        here = permitted(reader, "register_account", Unit) | Q(pk=account.unit_id)
        self.fields["unit"].queryset = by_place(Unit.objects.filter(here))


class RegisterForm(Facts):
    """A live account that enters the register by hand. REG-1"""

    platform = forms.ModelChoiceField(
        label=_("Platform"),
        queryset=Platform.objects.order_by("position"),
        required=False,
        empty_label=_("Told by the address"),
    )
    handle = forms.CharField(
        label=_("Handle or address"),
        max_length=500,
        help_text=_("Paste the address, or choose the platform and type the handle."),
    )
    unit = UnitField()
    owner = PersonField(label=_("Owner"), help_text=_("The employee who answers for it."))
    backup = PersonField(label=_("Backup owner"), required=False, help_text=_("Another employee, who stands in."))
    url = platform_uid = recovery_email = recovery_phone = two_factor_holder = None
    recovery_email_of = recovery_phone_of = None
    container = ad_account = payer = badge = None
    why = why_if_any()
    groups = (
        (_("Which account"), ("platform", "handle", "unit")),
        (_("Who answers for it"), ("owner", "backup")),
        (_("What it is for"), ("name", "purposes", "audiences", "languages")),
        (_("More, if you know it"), ("registered_email", "two_factor", ("official_since", "approval"))),
        (None, ("why",)),
    )
    sections, _line = AccountForm.sections, AccountForm._line
    tells_duplicates_after = "handle"

    def __init__(self, data=None, *, reader, units, initial=None):
        super().__init__(data, initial=initial)
        for name, trigger in (("platform", "change"), ("handle", "input changed delay:300ms")):
            self.fields[name].widget.attrs |= {
                "hx-get": reverse("accounts:duplicates"),
                "hx-trigger": trigger,
                "hx-include": "[name=platform], [name=handle]",
                "hx-target": "#duplicates",
                "hx-sync": "#duplicates:replace",
            }
        self.fields["unit"].queryset = by_place(units)
        for name in ("owner", "backup"):
            self.fields[name].queryset = choosable(reader)

    def clean(self):
        data = super().clean()
        if data.get("handle") and not data.get("platform") and "platform" not in self.errors:
            data["platform"] = platform_of(data["handle"])
            if data["platform"] is None:
                raise ValidationError({"platform": _("Choose the platform; this handle does not tell it.")})
        return data

    def given(self):
        return dict(self.cleaned_data)


def platform_of(text):
    """The platform an address tells, or None."""
    try:
        key = parse(text).platform_key
    except BadHandle as error:
        key = error.platform_key
    return Platform.objects.filter(pk=key).first() if key else None
