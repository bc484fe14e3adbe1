"""Checklists: a page of their own, their steps, and the files that show them. REG-4 REG-7"""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import actions
from accounts.evidence import path_of
from accounts.forms import AttestForm, StepReasonForm
from accounts.models import Checklist, ChecklistTemplate, Evidence, Step
from accounts.rules.checklist import PLAYBOOKS
from accounts.views.verb import find, form_page
from doors.errors import form_status, shown_in
from doors.toasts import say
from people.permissions import require
from trail.errors import IllegalMove


@require_safe
def checklist_detail(request, pk):
    """One checklist, open or closed, with what happened in it. REG-4"""
    checklists = Checklist.objects.visible_to(request.user).select_related("account__platform", "account__unit__parent")
    checklist = get_object_or_404(checklists, pk=pk)
    context = {
        "checklist": checklist,
        "account": checklist.account,
        "made_from": checklist.templates.order_by("purpose", "platform_key"),
        "shows_templates": ChecklistTemplate.objects.visible_to(request.user).exists(),
        "story": list(checklist.steps.all()),
    }
    return render(request, "accounts/checklist_detail.html", context)


@require_POST
def open_checklist(request, pk):
    """Start the playbook that the account's state asks for, where none is open. REG-7"""
    account = find(request, pk)
    require(request.user, "open_checklist", account)
    if account.status not in PLAYBOOKS:
        raise IllegalMove(account, "open_checklist")
    checklist = actions.open_checklist(account, PLAYBOOKS[account.status], by=request.user)
    return redirect(f"{account.get_absolute_url()}#checklist-{checklist.pk}")


@form_page
def attest_step(request, pk):
    """Say that a step is done. REG-4"""
    step = _find_step(request, pk, "attest_step")
    form = AttestForm(request.POST or None, request.FILES or None, step=step)
    return _answer(request, step, form, actions.attest_step, _("Mark as done"), _("Done"), _("The step is done."))


@form_page
def skip_step(request, pk):
    """Set a step aside with a reason. REG-4"""
    step = _find_step(request, pk, "skip_step")
    form = StepReasonForm(request.POST or None)
    said = _("The step is set aside.")
    return _answer(request, step, form, actions.skip_step, _("Set aside as not needed"), _("Set aside"), said)


@form_page
def reopen_step(request, pk):
    """Take back that a step is settled. REG-4"""
    step = _find_step(request, pk, "reopen_step")
    form = StepReasonForm(request.POST or None)
    said = _("The step is open again.")
    return _answer(request, step, form, actions.reopen_step, _("Open a step again"), _("Open again"), said)


@require_safe
def evidence_file(request, pk):
    """Give the bytes of a file to whoever may see its account, as a download and as nothing else. REG-4"""
    return send_evidence(get_object_or_404(Evidence.objects.visible_to(request.user).kept(), pk=pk))


def send_evidence(evidence):
    """A file as a download that no browser opens as a page."""
    try:
        file = path_of(evidence.stored_as).open("rb")
    except FileNotFoundError:
        raise Http404(_("This file is not in the store any more; ask for the backup.")) from None
    answer = FileResponse(file, as_attachment=True, filename=evidence.name, content_type=evidence.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer


@form_page
def remove_evidence(request, pk):
    """Delete a file that should not be here. REG-4"""
    evidence = get_object_or_404(Evidence.objects.visible_to(request.user).kept().select_related("step"), pk=pk)
    require(request.user, "remove_evidence", evidence)
    step = _find_step(request, evidence.step_id, "see_step")
    form = StepReasonForm(request.POST or None)
    return _answer(
        request,
        step,
        form,
        lambda _step, **given: actions.remove_evidence(evidence, **given),
        _("Remove a file"),
        _("Remove file"),
        _("The file is removed."),
        file=evidence,
        grave=True,
    )


def _find_step(request, pk, verb):
    steps = Step.objects.visible_to(request.user).select_related("checklist__account__platform")
    step = get_object_or_404(steps, pk=pk)
    require(request.user, verb, step)
    return step


def _answer(request, step, form, act, title, button, said, **more):
    checklist, account = step.checklist, step.checklist.account
    back = _back(request, account)
    if request.method != "POST" and not more and (not checklist.is_open or not _is_possible(step, act.__name__)):
        raise IllegalMove(step, act.__name__)
    if request.method == "POST" and form.is_valid():
        with shown_in(form):
            act(step, by=request.user, **form.cleaned_data)
            say(request, said)
            return redirect(f"{back}#step-{step.pk}")
    context = {"step": step, "checklist": checklist, "account": account, "form": form, "back": back}
    context |= {"title": title, "button": button, **more}
    return render(request, "accounts/step.html", context, status=form_status(form))


def _is_possible(step, verb):
    return step.status in Step.MOVES[verb][0]


def _back(request, account):
    """The page on which the checklist was shown; only one of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours else account.get_absolute_url()
