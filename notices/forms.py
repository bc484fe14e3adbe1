"""What a person chooses of notices: a way for each kind, and the hour of the digest. PLT-5"""

from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _

from notices.kinds import GROUPS, WAYS, chosen_kinds
from notices.models import DigestTime


class ChoicesForm(forms.Form):
    """One row of radio buttons a kind; only what the kind allows can be chosen."""

    hour = forms.TypedChoiceField(
        label=_("Hour of the digest"), choices=[(hour, f"{hour:02}:00") for hour in range(24)], coerce=int
    )
    is_weekdays_only = forms.BooleanField(
        label=_("Monday to Friday only"),
        required=False,
        help_text=_("What happens at the weekend comes on Monday."),
    )

    def __init__(self, *args, ways, time, **options):
        initial = {f"way_{name}": way for name, way in ways.items()}
        super().__init__(
            *args, initial=initial | {"hour": time.hour, "is_weekdays_only": time.is_weekdays_only}, **options
        )
        for kind in chosen_kinds():
            self.fields[f"way_{kind.name}"] = forms.ChoiceField(
                label=kind.label, choices=[(way, WAYS[way]) for way in kind.ways], widget=forms.RadioSelect
            )

    def groups(self):
        """[(group's label, [(kind, its field, [(way, words, whether allowed, chosen and default)])])]"""
        for group, found in groupby(chosen_kinds(), key=lambda kind: kind.group):
            yield GROUPS[group], [(kind, self[f"way_{kind.name}"], list(self._cells(kind))) for kind in found]

    def _cells(self, kind):
        chosen = self[f"way_{kind.name}"].value()
        for way, words in WAYS.items():
            yield {
                "way": way,
                "words": words,
                "is_allowed": way in kind.ways,
                "is_chosen": way == chosen,
                "is_default": way == kind.default,
            }

    @property
    def ways(self):
        return {name[4:]: way for name, way in self.cleaned_data.items() if name.startswith("way_")}

    @property
    def heads(self):
        return WAYS.values()


def time_of(person):
    """When a person's digest comes: as chosen, or the default."""
    return DigestTime.objects.filter(person=person).first() or DigestTime(person=person)
