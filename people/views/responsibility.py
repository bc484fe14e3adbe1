"""Who does what where: the matrix and one activity of one unit. ORG-6"""

from types import SimpleNamespace

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from doors.errors import form_status, shown_in
from doors.toasts import say
from people import actions, tree
from people.filters import ResponsibilityFilter
from people.forms.responsibility import ResponsibilityForm
from people.models import Activity, Letter, Responsibility, Unit
from people.permissions import may
from people.raci import Matrix

PER_PAGE = 50


@require_safe
def responsibility_list(request):
    """Units by activities, with what is missing and what two departments both do. ORG-6"""
    units = Unit.objects.visible_to(request.user)
    filters = ResponsibilityFilter(request.GET, queryset=units, request=request)
    if not filters.is_valid():
        raise BadRequest(_("These filters cannot be read; open the page without them."))
    asked = filters.form.cleaned_data
    matrix = Matrix(filters.qs)
    activities = [Activity(asked["activity"])] if asked["activity"] else list(Activity)
    rows = [
        SimpleNamespace(
            unit=node.unit,
            parent=matrix.units.get(node.unit.parent_id),
            cells=[matrix.cell(node.unit, one) for one in activities],
        )
        for node in tree.walk(matrix.asked)
    ]
    if asked["show"]:
        rows = [row for row in rows if any(cell.problems for cell in row.cells)]
    problems = [problem for problem in matrix.problems() if problem.activity in activities] if matrix.is_used else []
    context = {
        "listing": _listing(request, filters),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "activities": activities,
        "holes": [problem for problem in problems if problem.is_hole],
        "overlaps": [problem for problem in problems if not problem.is_hole],
        "is_used": matrix.is_used,
        "root": matrix.root if matrix.asked else None,
    }
    return render(request, "people/responsibility_list.html", context)


@require_safe
def responsibility_detail(request, pk, activity):
    """One activity of one unit: who is what, since when, and who was before. ORG-6"""
    unit, activity = _cell_of(request, pk, activity)
    return _detail(request, unit, activity)


@require_POST
def assign_responsibility(request, pk, activity):
    """Name a person or a team. ORG-6"""
    unit, activity = _cell_of(request, pk, activity)
    form = ResponsibilityForm(request.POST, reader=request.user)
    if form.is_valid():
        with shown_in(form):
            row = actions.assign_responsibility(unit, activity, by=request.user, **form.cleaned_data)
            say(request, _("%(who)s is named.") % {"who": row.who})
            return redirect(row)
    return _detail(request, unit, activity, form)


@require_POST
def end_responsibility(request, pk):
    """Somebody is no longer named. ORG-6"""
    rows = Responsibility.objects.visible_to(request.user).select_related("unit", "person", "team")
    row = actions.end_responsibility(get_object_or_404(rows, pk=pk), by=request.user)
    say(request, _("%(who)s is no longer named.") % {"who": row.who})
    return redirect(row)


def _cell_of(request, pk, activity):
    if activity not in Activity.values:
        raise Http404
    units = Unit.objects.visible_to(request.user).select_related("parent")
    return get_object_or_404(units, pk=pk), Activity(activity)


def _detail(request, unit, activity, form=None):
    matrix = Matrix(Unit.objects.filter(pk=unit.pk))
    cell = matrix.cell(unit, activity)
    if form is None:
        missing = next((problem.letter for problem in cell.problems if problem.is_hole), Letter.RESPONSIBLE)
        form = ResponsibilityForm(reader=request.user, initial={"letter": missing})
    ended = Responsibility.objects.filter(unit=unit, activity=activity, until_at__isnull=False)
    context = {
        "unit": unit,
        "activity": activity,
        "cell": cell,
        "is_used": matrix.is_used,
        "form": form,
        "may_assign": may(request.user, "assign_responsibility", unit),
        "ended": ended.select_related("person", "team").order_by("-until_at", "-pk")[:20],
        "activities": list(Activity),
    }
    return render(request, "people/responsibility_detail.html", context, status=form_status(form))


def _listing(request, filters):
    """What the bar of filters asks of a list."""
    chosen = {name: request.GET[name] for name in filters.form.fields if request.GET.get(name)}
    return SimpleNamespace(filters=filters, chosen=chosen, cleared_url=request.path, sort="", default="")
