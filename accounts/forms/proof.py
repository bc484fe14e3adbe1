"""What a person fills in to prove that an account is ours. REG-3"""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.account import AccountForm, why_if_any
from accounts.models import ProofMethod


class ProveForm(AccountForm):
    """By a code or by a link; the page is read by Dewan itself."""

    method = forms.ChoiceField(
        label=_("How"),
        choices=[(method.value, method.label) for method in ProofMethod if method != ProofMethod.ATTESTED],
        widget=forms.RadioSelect,
        initial=ProofMethod.CODE_IN_BIO,
    )
    page_url = forms.URLField(
        label=_("Page of ours with the link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.TextInput,
        help_text=_("Only for a link from our site: the address of the page that links to the account."),
    )

    def now(self, account):
        return {"method": ProofMethod.CODE_IN_BIO}


class AttestProofForm(AccountForm):
    """By somebody who has seen it, with a screenshot."""

    file = forms.FileField(
        label=_("Screenshot"),
        help_text=_("The platform's settings, signed in to this account. A picture or PDF, at most 10 MB; no codes."),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp,.pdf"}),
    )
    note = forms.CharField(label=_("What was seen, and with whom"), required=False, max_length=1000)
    why = why_if_any()

    def __init__(self, data=None, files=None, *, account, reader):
        super().__init__(data, account=account, reader=reader)
        self.files = files or {}

    def now(self, account):
        return {}
