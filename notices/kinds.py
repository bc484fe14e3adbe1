"""What people can be told, and how much of it a person may choose away. PLT-5

A room that tells something declares it in its `notice_kinds.py`, found by itself, beside its words in
templates/notices/<kind>/ (subject.txt, body.txt, body.html); a house test wants both or neither:

    KINDS = {
        "access_ends": {                       # the `kind` of notify(), notify_many() and mail()
            "label": _("Access of yours ends soon"),          # as a row of the person's choices
            "description": _("A week and a day before it ends."),   # one line below it
            "group": "access",                 # one of GROUPS
            "default": "digest",               # "now" e-mail at once · "digest" in the daily digest · "app" no e-mail
            "least": "digest",                 # the quietest a person may choose
            "at_once": {"state": ("compromised",)},   # such items go at once whatever was chosen
        },
    }

Only `label` and `group` must be given: the default is "now", the least is "app". What protects an account or a
sign-in has least "now"; what has a deadline has least "digest". Default to the quietest that still serves: "now" is
for what somebody must do, or waits for. `"is_direct": True` is mail without a notice (an invitation): nobody chooses.
The declarations import nothing of this room, so that rooms below it can make them too.
"""

from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _

NOW, DIGEST, APP = "now", "digest", "app"
# The quietest last: a kind's `least` allows itself and everything before it.
WAYS = {NOW: _("E-mail at once"), DIGEST: _("In the daily digest"), APP: _("Only in Dewan")}
GROUPS = {
    "accounts": _("Official accounts"),
    "requests": _("Requests for accounts"),
    "access": _("Access and reviews"),
    "reports": _("Reports from outside"),
    "people": _("People and roles"),
    "files": _("Files in and out"),
    "security": _("Your sign-in"),
}


@dataclass(frozen=True)
class Kind:
    """One thing that people are told, with the default of its delivery and the least a person may choose."""

    name: str
    label: str
    group: str
    description: str = ""
    default: str = NOW
    least: str = APP
    at_once: dict = field(default_factory=dict)
    is_direct: bool = False

    def __post_init__(self):
        if self.group not in GROUPS or self.default not in self.ways:
            raise ValueError(f"notice kind {self.name}: unknown group, or a default that may not be chosen")

    @property
    def ways(self):
        """What may be chosen, the loudest first."""
        names = tuple(WAYS)
        return names[: names.index(self.least) + 1]

    def is_pressing(self, params):
        """Whether an item goes out at once whatever was chosen."""
        return any(params.get(name) in values for name, values in self.at_once.items())


@cache
def kinds():
    """{name: Kind} of all rooms, group by group."""
    found = {}
    for room in settings.ROOMS:
        if not module_has_submodule(apps.get_app_config(room).module, "notice_kinds"):
            continue
        for name, told in import_module(f"{room}.notice_kinds").KINDS.items():
            if name in found:
                raise ValueError(f"two rooms tell {name}")
            found[name] = Kind(name, **told)
    order = list(GROUPS)
    return dict(sorted(found.items(), key=lambda item: order.index(item[1].group)))


def kind_named(name):
    """The kind; one that nobody declared (it may come from a newer version) goes out at once."""
    return kinds().get(name) or Kind(name, label=name, group="accounts", least=NOW)


def chosen_kinds():
    """The kinds a person has a say in, or at least a row for: direct mail is none of them."""
    return [kind for kind in kinds().values() if not kind.is_direct]
