"""What the organisation settles for itself. ORG-1"""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from doors.errors import form_status, shown_in
from doors.toasts import say
from people import actions
from people.doorstep import proved
from people.forms.unit import OrganisationForm
from people.models import Organisation, Person, Unit
from people.permissions import may, require
from people.views import typed
from trail.actions import action


@proved
@require_http_methods(["GET", "POST"])
def organisation_settings(request):
    """Read by whoever sees the root, changed by its administrators. ORG-1"""
    request.room = "settings"
    root = Unit.objects.root()
    if root is None or not may(request.user, "see_unit", root):
        raise Http404
    require(request.user, "edit_organisation", root)
    organisation = Organisation.current()
    initial = {name: getattr(organisation, name) for name in OrganisationForm.base_fields if name != "name"}
    initial |= {"name": root.name, "email_domains": "\n".join(organisation.email_domains)}
    form = OrganisationForm(typed(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with shown_in(form):
            settle(root, by=request.user, **form.cleaned_data)
            say(request, _("Saved."))
            return redirect("people:organisation_settings")
    lacking = Person.objects.filter(needs_factor=True, is_active=True, factors=None).order_by("name", "pk")
    context = {
        "form": form,
        "organisation": organisation,
        "lacking": lacking[:20],
        "lacking_count": lacking.count(),
    }
    return render(request, "people/organisation_settings.html", context, status=form_status(form))


@action
def settle(root, *, by, name, **settings):
    """The name stands at the root unit, the rest in the settings: both or neither."""
    actions.edit_organisation(by=by, **settings)
    if name.strip() != root.name:
        actions.edit_unit(root, name=name, by=by)
