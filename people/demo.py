"""The people one may try by one click, in demo mode and nowhere else. PLT-3"""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from people.models import Organisation, Person

# What a session of a click says of its second factor; it counts in demo mode only.
FACTOR = "demo"
PEOPLE = {
    "sari": _("Administers"),
    "dewi": _("Heads the group"),
    "rudi": _("Manages Nusantara Pangan"),
    "nia": _("Answers customers"),
    "budi": _("Leaves in nine days"),
    "andi": _("Audits the register"),
    "oki": _("Is outside: no role"),
}


def is_on():
    """Only where the environment says DEMO and the organisation is the demo one."""
    return bool(settings.DEMO and Organisation.current().demo)


def people():
    """(person, what they do), in the order of the story; empty outside demo mode."""
    if not is_on():
        return []
    found = {}
    for person in Person.objects.filter(is_active=True, email__isnull=False):
        found.setdefault(person.email.split("@")[0], person)
    return [(found[name], does) for name, does in PEOPLE.items() if name in found]
