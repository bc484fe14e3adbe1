"""What happens next with an account, and the one thing its page asks for. REG-1 REG-7"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Status
from accounts.rules.checklist import PLAYBOOKS, unfinished

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Step:
    """A sentence, the verbs that would settle it, the weightiest first, and by when."""

    text: str
    verbs: tuple = ()
    due: date | None = None
    # Where a playbook waits: the checklist whose steps come first.
    checklist: Any = None


def next_step(account, gaps, terms, possible=(), checklists=()) -> Step:
    """The most pressing thing about an account: its state, a leaving owner, its gaps, the next date. REG-7

    Who may not name another owner is asked for the gaps they can close; `possible` are the verbs they may use,
    `checklists` those of the account that are open.
    """
    waiting = next((each for each in checklists if each.kind == PLAYBOOKS.get(account.status)), None)
    if waiting is not None and unfinished(waiting):
        return _with_steps(account, waiting)
    settle = {
        Status.PROVISIONING: _provisioning,
        Status.ABANDONED: _abandoned,
        Status.COMPROMISED: _compromised,
        Status.LOST_ACCESS: _lost_access,
        Status.SUSPENDED: _suspended,
        Status.RETIRING: _retiring,
        Status.RETIRED: _retired,
    }.get(account.status)
    if settle:
        return settle(account, terms)
    can_close = any(gap.verb in possible for gap in gaps)
    if account.owner.status == "leaving" and ("set_owner" in possible or not can_close):
        return Step(
            _("%(name)s leaves on %(date)s. Name who answers for the account from then on.")
            % {"name": account.owner, "date": _day(account.owner.leaving_on)},
            ("set_owner",),
            account.owner.leaving_on,
        )
    if gaps:
        return _with_gaps(account, gaps)
    return _in_order(account, terms)


def _with_steps(account, checklist):
    """The first step of the playbook that nobody has settled, and how many follow."""
    left = unfinished(checklist)
    words = {"step": left[0].title, "n": len(left) - 1, "date": _day(account.retire_on)}
    if account.status == Status.COMPROMISED:
        text = _("Somebody else has, or may have, control. Next: %(step)s.")
    elif account.status == Status.LOST_ACCESS:
        text = _("Nobody of ours can get in. Next: %(step)s.")
    else:
        text = _("It closes on %(date)s. Next: %(step)s.")
    if words["n"]:
        more = ngettext("One more step follows.", "%(n)d more steps follow.", words["n"])
        return Step(f"{text % words} {more % words}", (), account.retire_on, checklist)
    return Step(text % words, (), account.retire_on, checklist)


def _with_gaps(account, gaps):
    due = account.rotation_due_on if any(gap.key == "rotation_overdue" for gap in gaps) else None
    verbs = tuple(dict.fromkeys(gap.verb for gap in gaps))
    if len(gaps) == 1:
        return Step(str(gaps[0].meaning), verbs, due)
    more = len(gaps) - 1
    text = ngettext("%(meaning)s One more gap is open.", "%(meaning)s %(n)d more gaps are open.", more) % {
        "meaning": gaps[0].meaning,
        "n": more,
    }
    return Step(text, verbs, due)


def _in_order(account, terms):
    again = account.verified_on + timedelta(days=terms.verify_after_days)
    rotation = account.rotation_due_on
    if rotation and rotation <= again:
        text = _("All in order. The password is to be changed by %(date)s.") % {"date": _day(rotation)}
        if rotation <= terms.today + SOON:
            return Step(text, ("record_rotation", "verify_account"), rotation)
        return Step(text, ("verify_account",))
    text = _("All in order. Control is to be proven again by %(date)s.") % {"date": _day(again)}
    return Step(text, ("verify_account",), again if again <= terms.today + SOON else None)


def _provisioning(account, terms):
    return Step(_("It is not official yet. It becomes so when everything below is met."), ("activate_account",))


def _abandoned(account, terms):
    return Step(_("It was given up before it opened, and never was official."))


def _compromised(account, terms):
    return Step(
        _(
            "Somebody else had, or may have had, control. The playbook is through: prove that we control it, then put"
            " the account back in use."
        ),
        ("restore_account",) if account.verified_on else ("verify_account", "restore_account"),
    )


def _lost_access(account, terms):
    return Step(
        _(
            "Nobody of ours could get in. The playbook is through: prove that we control it, then put the account"
            " back in use."
        ),
        ("restore_account",) if account.verified_on else ("verify_account", "restore_account"),
    )


def _suspended(account, terms):
    return Step(
        _("It rests for now: nobody posts or answers. It stays ours and on the public list."), ("restore_account",)
    )


def _retiring(account, terms):
    if account.retire_on and account.retire_on > terms.today:
        text = _(
            "It closes on %(date)s. Until then: announce it, export the content and choose where the archive lies."
        )
        return Step(text % {"date": _day(account.retire_on)}, (), account.retire_on)
    return Step(
        _("The notice is over. Export the content, say where the archive lies, and retire the account."),
        ("retire_account",),
        account.retire_on,
    )


def _retired(account, terms):
    if account.archive_place:
        text = _("Retired on %(date)s. Its handle stays on record and ours; the archive lies at %(place)s.")
        return Step(text % {"date": _day(account.retired_on), "place": account.archive_place})
    return Step(_("Retired on %(date)s. Its handle stays on record and ours.") % {"date": _day(account.retired_on)})


def _day(day):
    return date_format(day, _("j F Y")) if day else "–"
