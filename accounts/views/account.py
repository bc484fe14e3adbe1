"""One account: what it is, who answers, what next, and everything on record. REG-1 REG-2"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.closing import WORDS, address_of_closing
from accounts.filters.account import not_ahead
from accounts.models import AccountRequest, Part, Status, Tenure
from accounts.rules.access import access_terms, flags_of
from accounts.rules.account import last_instant
from accounts.rules.checklist import PLAYBOOKS
from accounts.rules.gaps import gaps_of, terms
from accounts.rules.next_step import next_step
from accounts.rules.secrets import VAULTS
from accounts.rules.tool import what_breaks
from accounts.views.proof import offered_proofs
from accounts.views.provisioning import proofs_of, set_up, step_of
from accounts.views.verb import find
from accounts.views.verbs import HEAD, MENU, offered
from doors import periods
from doors.forms import DateInput
from people.permissions import may, verbs


class DayForm(forms.Form):
    """Who answered on which day. REG-2"""

    on = forms.DateField(label=_("Who answered on"), widget=DateInput, validators=[not_ahead])


# A deadline chip turns amber in the last quarter of this.
WARNED_FOR = timedelta(days=28)


@dataclass
class Lack:
    """A gap of the account and the way to close it, for those who may."""

    gap: Any
    url: str = ""
    words: Any = ""


@require_safe
def account_detail(request, pk):
    account = find(request, pk)
    allowed = verbs(request.user, account)
    asked = terms()
    gaps = gaps_of(account, asked)
    possible = offered(account, allowed) | offered_proofs(account, allowed)
    checklists, story = _checklists(account)
    in_work = [checklist for checklist in checklists if checklist.is_open]
    lines = set_up(account, asked, possible, in_work)
    step = step_of(lines) if lines else next_step(account, gaps, asked, possible, in_work)
    primary = next((possible[verb] for verb in step.verbs if verb in possible), None)
    tenures = list(Tenure.objects.filter(account=account).select_related("person").order_by("from_at"))
    grants = _grants(account)
    tools = list(account.connected_tools.connected().select_related("authorised_by"))
    day = DayForm(request.GET if "on" in request.GET else None)
    context = {
        "account": account,
        "allowed": allowed,
        "possible": possible,
        "lacks": [_lack(request.user, account, gap, possible) for gap in gaps],
        "step": step,
        "primary": primary,
        "in_work": in_work,
        "set_up": lines,
        "met": sum(line.condition.is_met for line in lines),
        "proofs": proofs_of(account),
        "may_check": "prove_control" in possible,
        "done_with": [checklist for checklist in checklists if not checklist.is_open],
        "lacks_playbook": _lacks_playbook(account, in_work, allowed),
        "story": [account, *story],
        "head": [possible[verb] for verb in HEAD if verb in possible],
        "menu": [group for group in ([possible[v] for v in names if v in possible] for names in MENU) if group],
        "title": _title(account),
        "warn_from": step.due - WARNED_FOR if step.due else None,
        "vault": dict(VAULTS).get(account.vault, account.vault),
        "shows_custody": "see_custody" in allowed,
        "grants": grants,
        "tools": tools,
        "admins": [grant for grant in grants if grant.is_admin],
        "breaks": what_breaks(tools, grants),
        "recovery_is_foreign": not asked.allows(account.recovery_email),
        "previous": account.previous_handles.all(),
        "chart": _chart(account, tenures, asked.today),
        "day": day,
        "answered": _on(tenures, day.cleaned_data["on"]) if day.is_bound and day.is_valid() else None,
        "today": asked.today,
        "request_seen": _request_of(request.user, account),
    }
    return render(request, "accounts/account_detail.html", context)


def _request_of(reader, account):
    """The request that led to the account, when the reader may see it."""
    return AccountRequest.objects.visible_to(reader).filter(account=account).first()


def _checklists(account):
    """Every checklist with its steps, and those steps whose turns belong into the account's story. REG-7"""
    checklists = list(account.checklists.prefetch_related("steps"))
    for checklist in checklists:
        checklist.account = account
    return checklists, [step for checklist in checklists for step in checklist.steps.all()]


def _lacks_playbook(account, in_work, allowed):
    """The kind of checklist that the state asks for and nobody has opened; None also for who may not open it."""
    wanted = PLAYBOOKS.get(account.status)
    has_it = wanted is None or any(checklist.kind == wanted for checklist in in_work)
    return None if has_it or "open_checklist" not in allowed else wanted


def _grants(account):
    """Who can get in, each with what is wrong with it."""
    grants = list(account.access_grants.current().select_related("person", "granted_by").with_evidence())
    terms = access_terms()
    for grant in grants:
        grant.account = account
        grant.flags = flags_of(grant, terms)
    return grants


def _title(account):
    if account.owner is None:
        return _("Nobody is on record as its owner.")
    if account.status == Status.ABANDONED:
        return _("This account was never opened.")
    if account.status == Status.PROVISIONING:
        return _("%(name)s sets this account up.") % {"name": account.owner}
    if not account.is_live:
        return _("%(name)s answered for this account last.") % {"name": account.owner}
    if account.owner_is_interim:
        return _("%(name)s answers for this account for the time being.") % {"name": account.owner}
    return _("%(name)s answers for this account.") % {"name": account.owner}


def _lack(reader, account, gap, possible):
    may_close = may(reader, gap.verb, account.owner) if gap.verb == "edit_person" else gap.verb in possible
    return Lack(gap, address_of_closing(account, gap), WORDS[gap.key]) if may_close else Lack(gap)


def _chart(account, tenures, today):
    lines = []
    for part in Part:
        line = [
            periods.Bar(_name(tenure), tenure.from_at, tenure.until_at, url=tenure.person.get_absolute_url())
            for tenure in tenures
            if tenure.part == part
        ]
        if account.is_standing and part != Part.OWNER and getattr(account, f"{part.value}_id") is None:
            line.append(periods.Bar(_("No one yet"), today, None, missing=True))
        lines.append((part.label, line))
    return periods.chart(lines, today=today)


def _name(tenure):
    return _("%(name)s, for the time being") % {"name": tenure.person} if tenure.is_interim else tenure.person.name


def _on(tenures, day):
    """The part and the person, or None, at the end of a past day."""
    at = last_instant(day)
    held = {t.part: t for t in tenures if t.from_at <= at and (t.until_at is None or t.until_at > at)}
    return [(part.label, held.get(part.value)) for part in Part]
