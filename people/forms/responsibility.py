"""The form that names somebody for an activity. ORG-6"""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms.person import Narrowed, person_picker, unit_picker
from people.models import Letter

WORDS = {
    Letter.ACCOUNTABLE: _("Accountable: answers for it; there is exactly one"),
    Letter.RESPONSIBLE: _("Responsible: does the work"),
    Letter.CONSULTED: _("Consulted: is asked before"),
    Letter.INFORMED: _("Informed: is told afterwards"),
}


class ResponsibilityForm(Narrowed):
    letter = forms.ChoiceField(label=_("Part"), choices=[(letter.value, words) for letter, words in WORDS.items()])
    person = person_picker(label=_("Person"), required=False)
    team = unit_picker(label=_("or a team"), required=False, help_text=_("A unit; whoever works there."))
    why = forms.CharField(label=_("Reason"), max_length=1000, required=False)
