"""One's own settings. PLT-1"""

from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from people.models import Theme

INDONESIA = [
    ("Asia/Jakarta", "WIB – Jakarta"),
    ("Asia/Makassar", "WITA – Makassar"),
    ("Asia/Jayapura", "WIT – Jayapura"),
]


def time_zones():
    """Indonesia's three first, then the places of the world."""
    near = {name for name, _label in INDONESIA}
    rest = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/")))
    return [
        *INDONESIA,
        (_("Elsewhere"), [(name, name.replace("_", " ")) for name in rest if name not in near]),
        ("UTC", "UTC"),
    ]


class PreferencesForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    theme = forms.ChoiceField(label=_("Appearance"), choices=Theme.choices)
