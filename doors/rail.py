"""The rooms a person may enter, in order; each app names its own in `AppConfig.rail`. PLT-7

    rail = [("accounts", _("Accounts"), "accounts:account_list", "at", None)]

key (also the URL namespace), label, URL name, icon, roles that may enter (None: everybody), and, if need be, a
place: below 10 above the first rule, from 80 below the second.
"""

from dataclasses import dataclass

from django.apps import apps
from django.urls import NoReverseMatch, reverse


@dataclass
class Room:
    key: str
    label: str
    url: str
    icon: str
    place: int = 50
    is_current: bool = False
    count: int = 0

    @property
    def group(self):
        return 0 if self.place < 10 else 1 if self.place < 80 else 2


def rooms(request, ask):
    """Return the rooms for the person of this request; `ask` answers holds and rail_count."""
    person = request.user
    if not person.is_authenticated:
        return []
    match = request.resolver_match
    here = getattr(request, "room", None) or (match.namespace if match else "")
    found = []
    for config in reversed(list(apps.get_app_configs())):
        for key, label, name, icon, roles, *place in getattr(config, "rail", ()):
            if roles is not None and not ask("holds", person, roles, default=False):
                continue
            try:
                url = reverse(name)
            except NoReverseMatch:
                continue
            count = ask(f"rail_count:{key}", person, default=0)
            found.append(Room(key, label, url, icon, *(place or [50]), is_current=here == key, count=count))
    return sorted(found, key=lambda room: room.place)
