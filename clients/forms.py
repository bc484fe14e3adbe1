"""What a person types to make a token. PLT-2"""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clients.models import ApiToken, Status
from doors.api import scopes

LASTS = (
    (30, _("30 days")),
    (90, _("90 days")),
    (180, _("180 days")),
    (365, _("One year")),
)


class TokenForm(forms.Form):
    """A program, what it may do, and for how long."""

    client = forms.CharField(
        label=_("Program"),
        max_length=100,
        help_text=_("The program or script that will use the token, so that you recognise it later."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It can never do more than you can. Choose as little as it needs."),
    )
    lasts = forms.TypedChoiceField(label=_("How long it lasts"), coerce=int, choices=LASTS, initial=90)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["scopes"].choices = scopes.choices()

    @property
    def rooms(self):
        """The scopes as the page shows them: a line a room, reading and writing apart."""
        chosen = set(self["scopes"].value() or ())
        words = {"read": _("Read"), "write": _("Write")}
        return [
            {
                "label": label,
                "uses": [
                    {"scope": f"{scope}:{use}", "word": words[use], "is_chosen": f"{scope}:{use}" in chosen}
                    for use in uses
                ],
            }
            for scope, label, uses in scopes.rooms()
        ]


class TokenFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Program or person"), method="find", max_length=100)
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Status.choices, empty_label=_("Any status"))

    class Meta:
        model = ApiToken
        fields = ("q", "status")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.form.fields["q"].widget.input_type = "search"

    def find(self, tokens, name, words):
        return tokens.filter(Q(client__icontains=words) | Q(person__name__icontains=words))
