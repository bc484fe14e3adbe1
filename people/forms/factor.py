"""Forms of the second factor. PLT-3"""

from django import forms
from django.utils.translation import gettext_lazy as _

ONE_TIME = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "spellcheck": "false"}
WRITTEN = {"autocomplete": "off", "autocapitalize": "none", "autofocus": True, "spellcheck": "false"}


class AppCodeForm(forms.Form):
    """The six digits an app shows."""

    code = forms.CharField(label=_("Code from the app"), max_length=12, widget=forms.TextInput(attrs=ONE_TIME))


class RecoveryCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Recovery code"),
        max_length=40,
        widget=forms.TextInput(attrs=WRITTEN),
        help_text=_("One of those you kept, such as h7k2m-p9qwt. Each works once."),
    )


class PasswordForm(forms.Form):
    code = forms.CharField(
        label=_("Password"),
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


class AnswerForm(forms.Form):
    """What a browser answers for a passkey; a script fills it in."""

    credential = forms.CharField(max_length=20_000, widget=forms.HiddenInput)


class NewPasskeyForm(AnswerForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("So that you recognise it later, such as “Office laptop” or “Blue key”."),
    )
    field_order = ["name", "credential"]


class RenameForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60)


class ResetForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        help_text=_("How you made sure that it is them who asks, and not somebody in their name."),
    )

    def __init__(self, *args, reader=None, **kwargs):
        super().__init__(*args, **kwargs)
