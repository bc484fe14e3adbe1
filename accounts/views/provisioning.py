"""The set-up of an account on its page: what is met, and the button that meets the rest. REG-3 REG-4"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import ControlProof, Status
from accounts.rules.next_step import Step
from accounts.rules.provisioning import Condition, conditions
from accounts.views.proof import with_words

WORDS = {
    "people": gettext_lazy("Name them"),
    "registered_email": gettext_lazy("Record e-mail"),
    "two_factor": gettext_lazy("Record two-factor"),
    "custody": gettext_lazy("Record custody"),
    "admins": gettext_lazy("Add access"),
    "control": gettext_lazy("Prove control"),
    "checklist": gettext_lazy("See the steps"),
}
# Where a condition is met by editing, the field that meets it.
FIELDS = {"registered_email": "registered_email", "two_factor": "two_factor"}
# Proofs shown; the rest stands in the timeline.
AT_MOST = 4


@dataclass
class Line:
    """A condition and the way to meet it, for those who may."""

    condition: Condition
    url: str = ""
    words: Any = ""


def set_up(account, terms, possible, checklists):
    """The lines of the set-up, or nothing when the account is not being set up. REG-3"""
    if account.status != Status.PROVISIONING:
        return []
    return [Line(each, *_way(account, each, possible, checklists)) for each in conditions(account, terms)]


def _way(account, condition, possible, checklists):
    if condition.key == "checklist":
        return (f"#checklist-{checklists[0].pk}" if checklists else "", WORDS["checklist"])
    if condition.verb not in possible:
        return "", ""
    field = FIELDS.get(condition.key)
    url = reverse(f"accounts:{condition.verb}", args=[account.pk])
    return (f"{url}#id_{field}" if field else url), WORDS[condition.key]


def step_of(lines) -> Step:
    """What comes next: the first condition that is open, else the move itself. REG-3"""
    missing = [line.condition for line in lines if not line.condition.is_met]
    if not missing:
        return Step(_("Nothing is missing. A keeper of the register can declare it official."), ("activate_account",))
    text = ngettext(
        "%(n)d condition is open before it becomes official. First: %(title)s.",
        "%(n)d conditions are open before it becomes official. First: %(title)s.",
        len(missing),
    )
    return Step(
        text % {"n": len(missing), "title": missing[0].title}, tuple(each.verb for each in missing if each.verb)
    )


def proofs_of(account):
    """The latest attempts to prove control."""
    proofs = ControlProof.objects.filter(account=account).select_related("asked_by", "evidence")
    return [with_words(proof) for proof in proofs[:AT_MOST]]
