"""A checklist as a part of any page: `{% include "accounts/checklist.html" with checklist=… %}`. REG-4"""

from dataclasses import dataclass
from typing import Any

from django import template

from accounts.forms import AttestForm
from accounts.models import Step
from accounts.rules.checklist import progress, unfinished
from people.permissions import verbs

register = template.Library()


@dataclass
class Line:
    """A step and what the reader may do with it; `is_next` marks the first that waits."""

    step: Step
    files: list
    may: frozenset
    form: Any = None
    is_next: bool = False


@register.simple_tag(takes_context=True)
def lines_of(context, checklist):
    """The steps of a checklist for this reader, three queries for all of them."""
    reader = context["request"].user
    may = verbs(reader, checklist) if checklist.is_open else frozenset()
    lines, has_next = [], False
    for step in checklist.steps.select_related("done_by").prefetch_related("evidence"):
        is_open = step.status == "open"
        line = Line(step, [file for file in step.evidence.all() if file.removed_at is None], may)
        if is_open and "attest_step" in may:
            line.form = AttestForm(step=step, auto_id=f"step{step.pk}_%s")
        if is_open and not has_next:
            line.is_next = has_next = True
        lines.append(line)
    return lines


@register.simple_tag
def progress_of(checklist):
    settled, total = progress(checklist)
    return {"settled": settled, "total": total, "missing": len(unfinished(checklist))}
