"""What a person fills in to work a checklist off. REG-4"""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.account import Reason
from accounts.models import EvidenceNeed


class AttestForm(forms.Form):
    """What shows that a step is done. REG-4"""

    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    link = forms.URLField(
        label=_("Link"), required=False, max_length=500, assume_scheme="https", widget=forms.TextInput
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("PDF, picture, plain text or CSV, at most 10 MB. Never a password or recovery codes."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.webp,.txt,.csv"}),
    )

    def __init__(self, *args, step, **kwargs):
        super().__init__(*args, **kwargs)
        if step.evidence_needed == EvidenceNeed.FILE:
            self.fields["file"].label = _("File that shows it")


class StepReasonForm(forms.Form):
    why = Reason()
