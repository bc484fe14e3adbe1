"""The checklist templates: which are in use, what they ask for, and a new version. REG-4"""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.actions import write_template as write
from accounts.forms import StepFormSet, TemplateForm
from accounts.forms.template import initial_of
from accounts.models import ChecklistKind, ChecklistTemplate, EvidenceNeed
from accounts.rules.account import today
from accounts.views.verb import form_page
from doors.errors import form_status, shown_in
from doors.toasts import say
from people.models import Unit
from people.permissions import may, require


@require_safe
def template_list(request):
    """The templates in use, by kind. REG-4"""
    seen = ChecklistTemplate.objects.visible_to(request.user)
    in_use = list(seen.newest().order_by("purpose", "platform_key"))
    if not in_use:
        raise PermissionDenied
    groups = [(kind.label, [each for each in in_use if each.kind == kind]) for kind in ChecklistKind]
    context = {"groups": groups, "may_write": may(request.user, "write_template", Unit.objects.root())}
    return render(request, "accounts/template_list.html", context)


@require_safe
def template_detail(request, pk):
    """One version with its steps in both languages, and the others of it. REG-4"""
    template = _find(request, pk)
    same = ChecklistTemplate.objects.filter(
        kind=template.kind, platform_key=template.platform_key, purpose=template.purpose
    )
    versions = list(same.select_related("written_by").order_by("-number"))
    needs = dict(EvidenceNeed.choices)
    context = {
        "template": template,
        "steps": [(step, needs.get(step["evidence"], "") if step["evidence"] else "") for step in template.steps],
        "versions": versions,
        "is_newest": versions[0] == template,
        "may_write": may(request.user, "write_template", Unit.objects.root()),
    }
    return render(request, "accounts/template_detail.html", context)


@form_page
def write_template(request, pk=None):
    """Write a new version, or the first one for a platform or a purpose. REG-4"""
    root = Unit.objects.root()
    template = _find(request, pk) if pk else None
    require(request.user, "write_template", root)
    data = request.POST if request.method == "POST" else None
    told = {"seen": template.number if template else 0, "last_checked_on": today()}
    form = TemplateForm(data, template=template, initial=told)
    steps = StepFormSet(data, prefix="steps", initial=initial_of(template) if template else None)
    if form.is_bound and form.is_valid() & steps.is_valid():
        with shown_in(form):
            written = write(steps=steps.steps(), by=request.user, **form.given())
            say(request, _("Version %(number)d is in use.") % {"number": written.number})
            return redirect(written)
    status = form_status(form) if form.errors or steps.is_valid() or not form.is_bound else 400
    context = {"template": template, "form": form, "steps": steps}
    return render(request, "accounts/write_template.html", context, status=status)


def _find(request, pk):
    return get_object_or_404(ChecklistTemplate.objects.visible_to(request.user), pk=pk)
