"""Which steps a checklist has, whether one is settled, and what is still missing. REG-4 REG-7"""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import ChecklistKind, EvidenceNeed, Status, StepStatus
from accounts.rules.secrets import refuse_secrets, warn_of_randomness

# The playbook an account in trouble, or on its way out, has to get through.
PLAYBOOKS = {
    Status.COMPROMISED: ChecklistKind.COMPROMISED,
    Status.LOST_ACCESS: ChecklistKind.LOST_ACCESS,
    Status.RETIRING: ChecklistKind.RETIREMENT,
}
MOST_STEPS = 60
KEY = re.compile(r"[a-z][a-z0-9_]{0,49}").fullmatch
LANGUAGES = ("en", "id")


def compose(templates) -> list[dict]:
    """The steps of several templates in one order, the general template first. REG-4

    A step with the key of an earlier one takes its place; one that names a step in `after` stands behind it, and
    the rest follow at the end.
    """
    steps = []
    for template in templates:
        for step in template.steps:
            keys = [each["key"] for each in steps]
            if step["key"] in keys:
                steps[keys.index(step["key"])] = step
            elif step.get("after") in keys:
                place = keys.index(step["after"]) + 1
                while place < len(steps) and steps[place].get("after") == step["after"]:
                    place += 1
                steps.insert(place, step)
            else:
                steps.append(step)
    return steps


def unfinished(checklist) -> list:
    """The required steps that nobody has done or set aside with a reason. REG-7"""
    return [step for step in checklist.steps.all() if step.is_required and step.status == StepStatus.OPEN]


def progress(checklist):
    """(settled, all) of the steps."""
    steps = list(checklist.steps.all())
    return sum(step.status != StepStatus.OPEN for step in steps), len(steps)


def check_evidence(step, note, link, file):
    """Refuse to attest without what the step asks for; `file` is one that is given now or lies there. REG-4"""
    if step.evidence_needed == EvidenceNeed.FILE and not file:
        raise ValidationError({"file": _("This step asks for a file that shows it.")})
    if step.evidence_needed == EvidenceNeed.ANY and not (note or link or file):
        raise ValidationError({"note": _("Show that it is done: write a note, or give a link or a file.")})


def check_words(reason="", /, **texts):
    """Refuse secrets, and what looks random unless the reason explains it, in texts by their field; all at once. REG-6"""
    errors = {}
    for field, text in texts.items():
        try:
            refuse_secrets(text)
            if field != "link":
                warn_of_randomness(text, reason)
        except ValidationError as error:
            errors[field] = error
    link = texts.get("link")
    if link and urlsplit(link).scheme not in ("http", "https"):
        errors["link"] = ValidationError(_("Give an address that begins with https://."))
    if errors:
        raise ValidationError(errors)


def check_steps(steps) -> list[dict]:
    """The steps of a template in the form in which they are kept, or every fault of them. REG-4"""
    if not 1 <= len(steps) <= MOST_STEPS:
        raise ValidationError({"steps": _("A template has 1 to %(most)d steps.") % {"most": MOST_STEPS}})
    clean, errors, keys = [], [], set()
    for number, step in enumerate(steps, 1):
        try:
            clean.append(_clean_step(step, keys))
        except ValidationError as error:
            errors += [_("Step %(number)d: %(fault)s") % {"number": number, "fault": " ".join(error.messages)}]
    if errors:
        raise ValidationError({"steps": errors})
    return clean


def _clean_step(step, keys):
    key, need = step.get("key", ""), step.get("evidence", "")
    if not KEY(key):
        raise ValidationError(_("A key is small letters, digits and _, and begins with a letter."))
    if key in keys:
        raise ValidationError(_("Another step has this key already."))
    if need not in EvidenceNeed.values:
        raise ValidationError(_("Not a known value: %(values)s.") % {"values": need})
    keys.add(key)
    kept = {"key": key, "is_required": bool(step.get("is_required", True)), "evidence": need}
    for name, limit in (("title", 200), ("help", 1000)):
        texts = {language: (step.get(name, {}).get(language) or "").strip() for language in LANGUAGES}
        for text in texts.values():
            if len(text) > limit:
                raise ValidationError(_("At most %(limit)d characters.") % {"limit": limit})
            refuse_secrets(text)
        kept[name] = {language: text for language, text in texts.items() if text}
    if not kept["title"].get("en"):
        raise ValidationError(_("Give it an English title."))
    after = step.get("after") or ""
    if after and not KEY(after):
        raise ValidationError(_("A key is small letters, digits and _, and begins with a letter."))
    return {**kept, "after": after}
