"""Who holds what where. ORG-7"""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from doors import lists
from doors.errors import form_status, shown_in
from doors.toasts import say
from people import actions
from people.doorstep import proved
from people.filters import RoleFilter
from people.forms.unit import EndRoleForm, GrantForm
from people.models import Person, RoleGrant, Unit
from people.permissions import holds, require, rules
from people.views import typed
from people.views.person import _number


@require_safe
def role_list(request):
    """Grants, the newest first; those in force unless asked otherwise. ORG-7"""
    listing = lists.page(
        request,
        RoleGrant.objects.visible_to(request.user).select_related("person", "unit", "granted_by", "ended_by"),
        orderings={"granted": ("granted_at",), "ends": ("ends_on",)},
        default="-granted",
        filterset=RoleFilter,
    )
    context = {"listing": listing, "may_grant": holds(request.user, rules()["grant_role"])}
    ending = Unit.objects.permitted_to(request.user, "end_role").values_list("pk", flat=True)
    context["may_end_in"] = set(ending.filter(pk__in={grant.unit_id for grant in listing.rows}))
    return render(request, "people/role_list.html", context)


@proved
@require_http_methods(["GET", "POST"])
def grant_role(request):
    """Give somebody a role, with a reason. ORG-7"""
    if not holds(request.user, rules()["grant_role"]):
        require(request.user, "grant_role", Unit.objects.root())
    initial = {
        "person": Person.objects.visible_to(request.user).filter(pk=_number(request.GET.get("person"))).first(),
        "unit": Unit.objects.visible_to(request.user).filter(pk=_number(request.GET.get("unit"))).first(),
        "role": request.GET.get("role"),
    }
    form = GrantForm(typed(request), reader=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        with shown_in(form):
            grant = actions.grant_role(by=request.user, **form.cleaned_data)
            words = {"name": grant.person, "role": grant.get_role_display(), "unit": grant.unit}
            say(request, _("%(name)s is now %(role)s for %(unit)s.") % words)
            return redirect("people:role_list")
    return render(request, "people/grant_role.html", {"form": form}, status=form_status(form))


@require_http_methods(["GET", "POST"])
def end_role(request, pk):
    """Take a role away before its time, with a reason. ORG-7"""
    grants = RoleGrant.objects.visible_to(request.user).select_related("person", "unit", "granted_by")
    grant = get_object_or_404(grants, pk=pk)
    require(request.user, "end_role", grant)
    form = EndRoleForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with shown_in(form):
            actions.end_role(grant, by=request.user, reason=form.cleaned_data["reason"])
            say(request, _("The role of %(name)s has ended.") % {"name": grant.person})
            return redirect("people:role_list")
    return render(request, "people/end_role.html", {"form": form, "grant": grant}, status=form_status(form))
