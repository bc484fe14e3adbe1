"""Open a checklist, settle its steps, close it. REG-4 REG-7"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import evidence as store
from accounts.models import Checklist, ChecklistKind, ChecklistTemplate, Evidence, Step
from accounts.rules.checklist import check_evidence, check_words, compose, unfinished
from people.permissions import require
from trail import clock
from trail.actions import SYSTEM, action, move, record
from trail.errors import IllegalMove


@action
def open_checklist(account, kind, *, by) -> Checklist:
    """Make the checklist of an occasion from the newest templates that fit the account. REG-4 REG-7

    One that is open already is given as it stands.
    """
    require(by, "open_checklist", account)
    return begin(account, ChecklistKind(kind), by=by)


def begin(account, kind, *, by) -> Checklist:
    """The same within an action that has decided it."""
    found = account.checklists.select_for_update().filter(kind=kind, closed_at=None).first()
    if found is not None:
        return found
    templates = list(ChecklistTemplate.objects.fitting(kind, account.platform_id, account.purposes))
    now = clock.now()
    checklist = Checklist.objects.create(account=account, kind=kind, opened_at=now, opened_by=_person(by))
    checklist.templates.set(templates)
    Step.objects.bulk_create(
        Step(
            checklist=checklist,
            position=position,
            key=step["key"],
            titles=step["title"],
            helps=step["help"],
            is_required=step["is_required"],
            evidence_needed=step["evidence"],
        )
        for position, step in enumerate(compose(templates), 1)
    )
    numbers = [f"{template.platform_key or template.purpose or 'general'} {template.number}" for template in templates]
    record(account, "open_checklist", by=by, after={"checklist": kind, "templates": numbers})
    return checklist


def attest_step(step, *, by, note="", link="", file=None, why="") -> Step:
    """Say that a step is done, and show it by a note, a link or a file. REG-4

    `file` is an uploaded file. Raises ValidationError at `note`, `link` or `file`: what the step asks for is
    missing, a file is not taken, a secret stands in the words; of two who attest the same step one wins.
    `why` explains a word that looks random.
    """
    if file is None:
        return _attest(step, by=by, note=note, link=link, why=why)
    require(by, "attest_step", step)
    stored = store.store(file)
    try:
        return _attest(step, by=by, note=note, link=link, why=why, stored=stored)
    except BaseException:
        store.discard(stored.stored_as)
        raise


@action
def _attest(step, *, by, note, link, why, stored=None):
    require(by, "attest_step", step)
    account = _open_account_of(step)
    check_words(why, note=note, link=link)
    check_evidence(step, note, link, stored or step.evidence.kept().exists())
    now = clock.now()
    names = {"step": step.title, "account": account}
    settled = {"note": note, "link": link, "done_by": _person(by), "done_at": now}
    move(step, "attest_step", by=by, why=why, names=names, **settled)
    if stored is not None:
        kept = Evidence.objects.create(step=step, added_by=_person(by), added_at=now, **vars(stored))
        after = {"file": kept.name, "sha256": kept.sha256}
        record(step, "add_evidence", by=by, after=after, names=names | {"file": kept.name})
    return step


@action
def skip_step(step, *, by, why) -> Step:
    """Set a step aside because it is not needed here; the reason stays on record. REG-4"""
    require(by, "skip_step", step)
    account = _open_account_of(step)
    _ask_why(why)
    names = {"step": step.title, "account": account}
    settled = {"note": why, "link": "", "done_by": _person(by), "done_at": clock.now()}
    move(step, "skip_step", by=by, why=why, names=names, **settled)
    return step


@action
def reopen_step(step, *, by, why) -> Step:
    """Take back that a step is settled; its evidence stays. REG-4"""
    require(by, "reopen_step", step)
    account = _open_account_of(step)
    _ask_why(why)
    names = {"step": step.title, "account": account}
    move(step, "reopen_step", by=by, why=why, names=names, note="", link="", done_by=None, done_at=None)
    return step


@action
def remove_evidence(evidence, *, by, why) -> Evidence:
    """Delete a file that should not be here; its row says who removed it, and the trail why. REG-4"""
    require(by, "remove_evidence", evidence)
    _ask_why(why)
    now = clock.now()
    rows = Evidence.objects.filter(pk=evidence.pk, removed_at=None)
    if not rows.update(removed_at=now, removed_by=_person(by)):
        raise IllegalMove(message=_("This file has been removed already."))
    evidence.refresh_from_db()
    names = {"step": evidence.step.title, "file": evidence.name}
    record(evidence.step, "remove_evidence", by=by, before={"file": evidence.name}, names=names, why=why)
    # Should the machine stop here, the sweep of forgotten files deletes it.
    transaction.on_commit(lambda: store.discard(evidence.stored_as))
    return evidence


@action
def close_checklist(checklist, *, by, why="") -> Checklist:
    """End a checklist whose required steps are settled; with `why` also one that is not. REG-4

    Raises ValidationError that names the steps which are still missing.
    """
    require(by, "close_checklist", checklist)
    return end(checklist, by=by, why=why)


def end(checklist, *, by, why="") -> Checklist:
    """The same within an action that has decided it."""
    locked = Checklist.objects.select_for_update().get(pk=checklist.pk)
    if not why:
        refuse_unfinished(locked)
    now = clock.now()
    rows = Checklist.objects.filter(pk=locked.pk, closed_at=None)
    if not rows.update(closed_at=now, closed_by=_person(by), closed_why=why):
        raise IllegalMove(message=_("This checklist is closed already."))
    checklist.refresh_from_db()
    record(checklist.account, "close_checklist", by=by, after={"checklist": checklist.kind}, why=why)
    return checklist


def refuse_unfinished(*checklists):
    """Name every required step that is open, so that one knows what to do. REG-7"""
    missing = [step for checklist in checklists for step in unfinished(checklist)]
    if missing:
        words = _("Still to be done, or to be set aside with a reason: %(step)s.")
        raise ValidationError([ValidationError(words, "unfinished", {"step": step.title}) for step in missing])


def _open_account_of(step):
    """The account of a step whose checklist is open, held so until the end."""
    checklist = Checklist.objects.select_for_update(of=("self",)).select_related("account__platform")
    checklist = checklist.get(pk=step.checklist_id)
    if not checklist.is_open:
        raise IllegalMove(message=_("This checklist is closed; its steps stay as they are."))
    return checklist.account


def _ask_why(why):
    if not (why or "").strip():
        raise ValidationError({"why": _("Give a reason; it stays on record.")})


def _person(by):
    return None if by is SYSTEM else by
