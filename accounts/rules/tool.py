"""Whether what is said of a connected tool may stand, and what breaks when a password changes. REG-1 REG-6"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import ConnectedTool
from accounts.rules.faults import Faults
from accounts.rules.secrets import refuse_secrets


def check_tool(tool, today, *, is_new):
    """Refuse a secret for a name, an authoriser who has left, an unknown power, a look in the future; all at once."""
    faults = Faults()
    if not tool.name.strip():
        faults.add("name", _("Give it a name."))
    try:
        refuse_secrets(tool.name)
    except ValidationError as error:
        faults.add("name", error)
    if is_new and not tool.authorised_by.is_active:
        words = _("%(person)s has left or cannot act any more; choose somebody active.")
        faults.add("authorised_by", words % {"person": tool.authorised_by})
    unknown = [power for power in tool.powers if power not in ConnectedTool.Power.values]
    if unknown:
        faults.add("powers", _("Not a known value: %(values)s.") % {"values": ", ".join(map(str, unknown))})
    if tool.checked_on and tool.checked_on > today:
        faults.add("checked_on", _("This day has not come yet."))
    faults.refuse()


@dataclass(frozen=True)
class Break:
    """One thing to see to when the password changes: `effect` is stops, ends, maybe or keeps."""

    effect: str
    name: str
    words: Any
    kind: str = ""

    @property
    def icon(self):
        return {"stops": "alert", "ends": "warning", "maybe": "info", "keeps": "done"}[self.effect]

    @property
    def tone(self):
        return {"stops": "over", "ends": "warn", "maybe": "quiet", "keeps": "ok"}[self.effect]


EFFECTS = {
    ConnectedTool.SignsIn.PASSWORD: ("stops", _("Stops: it signs in with the password. Enter the new one there.")),
    ConnectedTool.SignsIn.SESSION: ("ends", _("May be signed out: it lives on a session. Sign in again and try.")),
    ConnectedTool.SignsIn.UNKNOWN: ("maybe", _("It is not on record how it signs in. Try it, and write it down.")),
    ConnectedTool.SignsIn.TOKEN: ("keeps", _("Goes on with its own token, until that is revoked or expires.")),
}
ORDER = ("stops", "ends", "maybe", "keeps")


def what_breaks(tools, grants) -> list[Break]:
    """What stops, may stop and goes on when this account's password changes, the worst first. REG-6

    `tools` are those connected, `grants` the access on record; who shares the password has to be told.
    """
    found = []
    for tool in tools:
        effect, words = EFFECTS[tool.signs_in]
        found.append(Break(effect, tool.name, words, tool.get_kind_display()))
    for grant in grants:
        if getattr(grant, "route", "") == "shared":
            words = _("Shares the password: give them the new one through the vault.")
            found.append(Break("stops", str(grant.person), words, grant.platform_role))
    return sorted(found, key=lambda one: (ORDER.index(one.effect), one.name))


def breaks_of(account) -> list[Break]:
    """The same for an account as it is on record now. Two queries."""
    grants = account.access_grants.filter(until_at=None).select_related("person")
    return what_breaks(account.connected_tools.connected(), grants)
