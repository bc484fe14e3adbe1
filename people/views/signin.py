"""The door itself: in, out, and a new password. PLT-3"""

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from doors import refusals
from doors.toasts import say
from people import actions, demo, doorstep, lockout, passkeys
from people.forms.signin import ForgottenForm, NewPasswordForm, SignInForm
from people.models import Person
from people.views import typed
from trail.actions import SYSTEM


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request):
    """E-mail and password; a new session on success. PLT-3"""
    if request.user.is_authenticated:
        return redirect(way_on(request))
    form = SignInForm(typed(request), request=request)
    if request.method == "POST" and form.is_valid():
        return doorstep.arrive(request, form.person, way_on(request))
    context = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "demo": demo.people(),
        "passkeys": passkeys.are_possible(request),
    }
    return render(request, "people/sign_in.html", context, status=400 if form.errors else 200)


@login_not_required
@require_POST
def try_person(request, pk):
    """Sign in as a person of the demo organisation by one click; elsewhere this address does not exist. PLT-3"""
    if not demo.is_on():
        raise Http404
    person = get_object_or_404(Person, pk__in=[known.pk for known, _does in demo.people()], pk=pk)
    if not lockout.reserve("demo", lockout.client_address(request), limit=lockout.TRIES_FROM_ONE_ADDRESS):
        return refusals.page(request, 429)
    # Who tries the demo goes on in the language of the page they came from.
    actions.set_preferences(person, language=request.LANGUAGE_CODE, by=person)
    login(request, person, backend=doorstep.BACKEND)
    request.session[doorstep.FACTOR] = demo.FACTOR
    return redirect(way_on(request))


@login_not_required
@require_POST
def sign_out(request):
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def ask_reset(request):
    """Ask for a link by e-mail; the answer never says whether the e-mail is known. PLT-3"""
    form = ForgottenForm(typed(request))
    if request.method == "POST" and form.is_valid():
        if not lockout.reserve("reset", lockout.client_address(request), limit=20):
            return refusals.page(request, 429)
        actions.ask_reset(form.cleaned_data["email"], by=SYSTEM)
        return render(request, "people/reset_asked.html", {"email": form.cleaned_data["email"]})
    return render(request, "people/ask_reset.html", {"form": form}, status=400 if form.errors else 200)


@method_decorator(login_not_required, name="dispatch")
class SetPassword(PasswordResetConfirmView):
    """The link of an invitation or a reset: opening it changes nothing, a new password signs in. PLT-3"""

    template_name = "people/set_password.html"
    form_class = NewPasswordForm

    def get_user(self, uidb64):
        person = super().get_user(uidb64)
        return person if person is not None and person.is_active else None

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs["person"] = kwargs.pop("user")
        return kwargs

    def form_valid(self, form):
        actions.change_password(self.user, form.cleaned_data["new_password1"], by=self.user)
        del self.request.session["_password_reset_token"]
        self.user.refresh_from_db()
        say(self.request, _("Your password is set. Welcome."))
        return doorstep.arrive(self.request, self.user, settings.LOGIN_REDIRECT_URL)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=400)


def way_on(request):
    """Where the reader wanted to go, if that is ours."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if asked and safe else settings.LOGIN_REDIRECT_URL
