"""Forms for getting in. PLT-3"""

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import SetPasswordMixin
from django.utils.translation import gettext_lazy as _

from people import lockout


class SignInForm(forms.Form):
    """E-mail and password; the answer is the same whether the e-mail is known or not."""

    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.person = request, None

    def clean(self):
        if self.errors:
            return self.cleaned_data
        self.person = authenticate(
            self.request, email=self.cleaned_data["email"], password=self.cleaned_data["password"]
        )
        if self.person is None and getattr(self.request, "axes_locked_out", False):
            raise forms.ValidationError(
                _("Too many tries. Wait 15 minutes, or ask for a new password by e-mail."), code="locked"
            )
        if self.person is None:
            raise forms.ValidationError(
                _("This e-mail and this password do not belong together. Try again."), code="wrong"
            )
        return self.cleaned_data


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )


class NewPasswordForm(SetPasswordMixin, forms.Form):
    """A new password, twice."""

    new_password1, new_password2 = SetPasswordMixin.create_password_fields(
        label1=_("New password"), label2=_("New password, once more")
    )

    def __init__(self, person, *args, **kwargs):
        self.person = person
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = _("At least 10 characters; a short sentence is easy to keep.")

    def clean(self):
        self.validate_passwords("new_password1", "new_password2")
        self.validate_password_for_user(self.person, "new_password2")
        return super().clean()


class ChangePasswordForm(NewPasswordForm):
    """One's own password, after the old one."""

    old_password = forms.CharField(
        label=_("Present password"),
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, person, *args, address="", **kwargs):
        super().__init__(person, *args, **kwargs)
        self.address = address

    def clean_old_password(self):
        if not lockout.reserve(f"password:{self.person.pk}", self.address, limit=lockout.TRIES):
            raise forms.ValidationError(_("Too many tries. Wait 15 minutes before you try again."))
        if not self.person.check_password(self.cleaned_data["old_password"]):
            raise forms.ValidationError(_("This is not your present password."))
        return self.cleaned_data["old_password"]
