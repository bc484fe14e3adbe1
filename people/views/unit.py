"""Pages about units, roles and the organisation. ORG-1 ORG-7"""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from doors.errors import form_status, shown_in
from doors.forms import options
from doors.toasts import say
from people import actions, governance, tree
from people.forms.unit import GovernanceModeForm, HeadForm, MoveUnitForm, NewUnitForm, UnitForm
from people.models import Person, RoleGrant, Unit
from people.permissions import may, require, verbs
from people.raci import Matrix
from people.views import typed
from people.views.person import _number

HERE = Coalesce(
    Subquery(
        Person.objects.filter(unit=OuterRef("pk")).exclude(status="left").order_by().values("unit")
        .annotate(n=Count("pk")).values("n")
    ),
    0,
)  # fmt: skip


@require_safe
def unit_list(request):
    """The tree as far as the reader sees it: two queries at any size. ORG-1"""
    units = Unit.objects.visible_to(request.user).select_related("head").annotate(people_here=HERE)
    nodes = tree.walk(units)
    return render(request, "people/unit_list.html", {"nodes": nodes, "open_to": 1 if len(nodes) > 60 else 3})


@require_safe
def unit_options(request):
    """Answer a picker of units."""
    units = Unit.objects.visible_to(request.user).select_related("parent").order_by("name")
    return options(request, units, hint=lambda unit: unit.parent.name if unit.parent else "")


@require_safe
def unit_detail(request, pk):
    """One unit: its head, its people, the units below. ORG-1"""
    unit = get_object_or_404(Unit.objects.visible_to(request.user).select_related("head", "parent"), pk=pk)
    people = Person.objects.visible_to(request.user).filter(unit=unit).exclude(status="left")
    context = {
        "unit": unit,
        "can": verbs(request.user, unit),
        "decided": governance.spell(governance.seat(unit))[0],
        "raci": _raci(unit),
        "may_set_mode": may(request.user, "set_governance_mode", unit.parent or unit),
        "above": list(Unit.objects.above(unit).exclude(pk=unit.pk))[::-1],
        "children": Unit.objects.visible_to(request.user)
        .filter(parent=unit).select_related("head").annotate(people_here=HERE).order_by("name"),
        "people": people.order_by("name")[:12],
        "people_count": people.count(),
        "people_below": Person.objects.visible_to(request.user).below(unit).exclude(status="left").count(),
        "grants": RoleGrant.objects.visible_to(request.user)
        .filter(Q(unit=unit) | Q(unit__in=Unit.objects.above(unit)), ended_at=None)
        .select_related("person", "unit").order_by("role", "person__name"),
    }  # fmt: skip
    return render(request, "people/unit_detail.html", context)


@require_http_methods(["GET", "POST"])
def create_unit(request, pk):
    """A new unit under this one. ORG-1"""
    parent = _for(request, pk, "create_unit")
    form = NewUnitForm(typed(request), reader=request.user)
    if request.method == "POST" and form.is_valid():
        with shown_in(form):
            unit = actions.create_unit(parent=parent, by=request.user, **form.cleaned_data)
            say(request, _("%(unit)s is created.") % {"unit": unit})
            return redirect(unit)
    title = _("New unit in %(unit)s") % {"unit": parent}
    return _form_page(request, parent, form, title=title, button=_("Create unit"))


@require_http_methods(["GET", "POST"])
def edit_unit(request, pk):
    """Name and kind. ORG-1"""
    unit = _for(request, pk, "edit_unit")
    form = UnitForm(typed(request), reader=request.user, initial={"name": unit.name, "kind": unit.kind})
    if request.method == "POST" and form.is_valid():
        unit.version = _number(request.POST.get("version")) or unit.version
        with shown_in(form):
            actions.edit_unit(unit, by=request.user, **form.cleaned_data)
            say(request, _("Saved."))
            return redirect(unit)
    return _form_page(request, unit, form, title=_("Edit %(unit)s") % {"unit": unit}, button=_("Save"))


@require_http_methods(["GET", "POST"])
def move_unit(request, pk):
    """Under another parent. ORG-1"""
    unit = _for(request, pk, "move_unit")
    form = MoveUnitForm(typed(request), reader=request.user, initial={"parent": unit.parent})
    if request.method == "POST" and form.is_valid():
        with shown_in(form):
            actions.move_unit(unit, by=request.user, **form.cleaned_data)
            say(request, _("%(unit)s is moved.") % {"unit": unit})
            return redirect(unit)
    return _form_page(
        request,
        unit,
        form,
        title=_("Move %(unit)s") % {"unit": unit},
        intro=_("Everything below moves along. Whoever holds a role on the new parent holds it here too."),
        button=_("Move unit"),
    )


@require_http_methods(["GET", "POST"])
def set_head(request, pk):
    """Who heads the unit. ORG-1"""
    unit = _for(request, pk, "set_head")
    form = HeadForm(typed(request), reader=request.user, initial={"head": unit.head})
    if unit.is_root:
        form.fields["head"].required, form.fields["head"].help_text = True, ""
    if request.method == "POST" and form.is_valid():
        with shown_in(form):
            actions.set_head(unit, form.cleaned_data["head"], by=request.user, why=form.cleaned_data["why"])
            say(request, _("Saved."))
            return redirect(unit)
    return _form_page(
        request,
        unit,
        form,
        title=_("Head of %(unit)s") % {"unit": unit},
        intro=_("The head sees the unit and those below as a manager, and stands in where nobody else answers."),
        button=_("Save"),
    )


@require_http_methods(["GET", "POST"])
def set_governance_mode(request, pk):
    """Where the requests of the unit are decided, with who that would be. ORG-4"""
    unit = get_object_or_404(Unit.objects.visible_to(request.user).select_related("head", "parent"), pk=pk)
    require(request.user, "set_governance_mode", unit.parent or unit)
    initial = {"mode": unit.governance_mode}
    form = GovernanceModeForm(
        typed(request), initial=initial, choices=governance.choices_for(unit), is_root=unit.is_root
    )
    if request.method == "POST" and form.is_valid():
        unit.version = _number(request.POST.get("version")) or unit.version
        with shown_in(form):
            actions.set_governance_mode(unit, by=request.user, **form.cleaned_data)
            say(request, _("Saved."))
            return redirect(unit)
    return _form_page(
        request,
        unit,
        form,
        title=_("Who decides for %(unit)s") % {"unit": unit},
        intro=_("This holds for new requests and for those that wait, here and in every unit below without its own."),
        button=_("Save"),
    )


def _raci(unit):
    """The activities of a unit with what is wrong, or nothing while nobody was ever named anywhere above."""
    matrix = Matrix(Unit.objects.filter(pk=unit.pk))
    return matrix.cells(matrix.units[unit.pk]) if matrix.is_used else []


def _for(request, pk, verb):
    unit = get_object_or_404(Unit.objects.visible_to(request.user).select_related("head", "parent"), pk=pk)
    require(request.user, verb, unit)
    return unit


def _form_page(request, unit, form, **words):
    context = {"unit": unit, "form": form, **words}
    return render(request, "people/unit_form.html", context, status=form_status(form))
