"""What is one's own: preferences, password, roles. PLT-1 PLT-3"""

from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doors.toasts import say
from people import actions, lockout
from people.forms.profile import PreferencesForm
from people.forms.signin import ChangePasswordForm
from people.models import Organisation, RoleGrant
from people.views import typed
from people.views.signin import way_on
from trail import clock

PREFERENCES = tuple(PreferencesForm.base_fields)


@require_safe
def profile(request):
    """One's own page: how Dewan speaks and looks, and what one may do where. PLT-1"""
    return _page(request, PreferencesForm(initial={name: getattr(request.user, name) for name in PREFERENCES}))


@require_POST
def set_preferences(request):
    """Take any of the three preferences, from the profile or from the menu of the frame. PLT-1"""
    given = [name for name in PREFERENCES if name in request.POST]
    form = PreferencesForm(request.POST)
    for name in set(form.fields) - set(given):
        del form.fields[name]
    if not form.is_valid():
        return _page(request, form, status=400)
    actions.set_preferences(request.user, by=request.user, **form.cleaned_data)
    if len(given) > 1:
        with translation.override(request.user.language):
            say(request, _("Saved."))
    return redirect(way_on(request))


def _page(request, form, status=200):
    person = request.user
    today = Organisation.current().today(clock.now())
    context = {
        "form": form,
        "grants": RoleGrant.objects.in_force(today).filter(person=person).select_related("unit").order_by("role"),
        "heads": person.heads.order_by("name"),
    }
    return render(request, "people/profile.html", context, status=status)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request):
    """A new password after the old one; this session goes on, all others end. PLT-3"""
    address = lockout.client_address(request)
    form = ChangePasswordForm(request.user, typed(request), address=address)
    if request.method == "POST" and form.is_valid():
        password, here = form.cleaned_data["new_password1"], request.session.session_key
        actions.change_password(request.user, password, by=request.user, but=here)
        update_session_auth_hash(request, request.user)
        say(request, _("Your password is changed. Other devices are signed out."))
        return redirect("people:security")
    return render(request, "people/change_password.html", {"form": form}, status=400 if form.errors else 200)
