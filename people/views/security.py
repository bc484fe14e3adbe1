"""One's own security: second factors, recovery codes and where one is signed in. PLT-3"""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doors.errors import form_status, shown_in
from doors.frame import ask
from doors.toasts import say
from people import actions, codes, devices, passkeys, sealing
from people.doorstep import FACTOR, before_second_factor, lacks_factor, mark_factor, proved
from people.forms.factor import AppCodeForm, NewPasskeyForm, RenameForm
from people.models import Factor, FactorKind, Session
from people.views import typed
from people.views.signin import way_on
from trail import clock

NEW_APP = "new_app"
ONWARD = "after_second_factor"


@before_second_factor
@require_safe
def security(request):
    """How one gets in, and where one is. PLT-3"""
    if lacks_factor(request, request.user):
        return redirect("people:demand_factor")
    factors, left = actions.factors_of(request.user)
    sessions = actions.sessions_of(request.user, request.session.session_key)
    for session in sessions:
        session.is_phone = devices.is_phone(session.device)
    context = {
        "factors": factors,
        "has_app": any(factor.kind == FactorKind.APP for factor in factors),
        "codes_left": left,
        "codes_in_all": codes.RECOVERY_CODES,
        "sessions": sessions,
        "others": len(sessions) - 1,
        "passkeys": passkeys.are_possible(request),
    }
    return render(request, "people/security.html", context)


@before_second_factor
@require_safe
def demand_factor(request):
    """The role asks for a second factor: set one up, or show the one there is. PLT-3"""
    if not lacks_factor(request, request.user):
        return redirect(way_on(request))
    request.session[ONWARD] = way_on(request)
    has_one = Factor.objects.filter(person=request.user).exists()
    return render(
        request, "people/demand_factor.html", {"has_one": has_one, "passkeys": passkeys.are_possible(request)}
    )


@before_second_factor
@proved
@never_cache
@require_http_methods(["GET", "POST"])
def add_app(request):
    """Scan, then show the code: only then the app counts, in place of the one before. PLT-3"""
    secret = _secret(request)
    form = AppCodeForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with shown_in(form):
            made = actions.add_app(request.user, secret, form.cleaned_data["code"], by=request.user)
            del request.session[NEW_APP]
            return _added(request, FactorKind.APP, made, _("The authenticator app is set up."))
    address = codes.address(secret, request.user.email or request.user.name, ask("organisation") or "Dewan")
    context = {
        "form": form,
        "picture": codes.picture(address),
        "address": address,
        "spelled": codes.spelled(secret),
        "replaces": Factor.objects.filter(person=request.user, kind=FactorKind.APP).exists(),
    }
    return render(request, "people/add_app.html", context, status=form_status(form))


@before_second_factor
@proved
@never_cache
@require_http_methods(["GET", "POST"])
def add_passkey(request):
    """Let the browser make a passkey and keep its public half. PLT-3"""
    if not passkeys.are_possible(request):
        raise Http404(_("Passkeys work only at the address that Dewan is run for."))
    form = NewPasskeyForm(typed(request), initial={"name": request.session.get("device", "")})
    if request.method == "POST" and form.is_valid():
        with shown_in(form):
            try:
                made = passkeys.check_new(request, request.user, form.cleaned_data["credential"], now=clock.now())
            except passkeys.NotProven:
                form.add_error(None, _("The browser's answer was not accepted. Try again."))
            else:
                told = actions.add_passkey(request.user, made, form.cleaned_data["name"], by=request.user)
                return _added(request, FactorKind.PASSKEY, told, _("The passkey is added."))
    question = passkeys.ask_new(request, request.user, ask("organisation") or "Dewan", now=clock.now())
    return render(request, "people/add_passkey.html", {"form": form, "question": question}, status=form_status(form))


@require_http_methods(["GET", "POST"])
def rename_factor(request, pk):
    """Another name for a passkey. PLT-3"""
    factor = get_object_or_404(Factor, person=request.user, pk=pk)
    form = RenameForm(typed(request), initial={"name": factor.name})
    if request.method == "POST" and form.is_valid():
        with shown_in(form):
            actions.rename_factor(factor, form.cleaned_data["name"], by=request.user)
            say(request, _("Saved."))
            return redirect("people:security")
    return render(request, "people/rename_factor.html", {"form": form, "factor": factor}, status=form_status(form))


@proved
@require_http_methods(["GET", "POST"])
def remove_factor(request, pk):
    """Take one away, after a look at what then is left. PLT-3"""
    factor = get_object_or_404(Factor, person=request.user, pk=pk)
    if request.method == "POST":
        actions.remove_factor(factor, by=request.user, but=request.session.session_key)
        if not Factor.objects.filter(person=request.user).exists():
            request.session.pop(FACTOR, None)
        say(request, _("“%(name)s” no longer opens Dewan.") % {"name": factor.name})
        return redirect("people:security")
    is_last = not Factor.objects.filter(person=request.user).exclude(pk=pk).exists()
    return render(request, "people/remove_factor.html", {"factor": factor, "is_last": is_last})


@proved
@never_cache
@require_http_methods(["GET", "POST"])
def make_recovery_codes(request):
    """Ten new codes, shown this once. PLT-3"""
    if request.method == "POST":
        made = actions.make_recovery_codes(request.user, by=request.user)
        return _show_codes(request, made, "people:security")
    _factors, left = actions.factors_of(request.user)
    return render(request, "people/make_recovery_codes.html", {"left": left})


@require_POST
def end_session(request, handle):
    """Sign one browser out. PLT-3"""
    session = get_object_or_404(Session.objects.visible_to(request.user), person=request.user, handle=handle)
    actions.end_session(session, by=request.user)
    say(request, _("%(device)s is signed out.") % {"device": session.device or session.place or _("The device")})
    return redirect("people:security")


@require_POST
def end_other_sessions(request):
    """Sign every other browser out. PLT-3"""
    actions.end_sessions(request.user, by=request.user, but=request.session.session_key)
    say(request, _("All other devices are signed out."))
    return redirect("people:security")


def _secret(request):
    """The secret that is being set up; it waits in the session until its code is shown."""
    purpose = f"app of {request.user.pk}"
    if NEW_APP not in request.session:
        request.session[NEW_APP] = sealing.seal(codes.new_secret(), purpose)
    return sealing.unseal(request.session[NEW_APP], purpose)


def _added(request, kind, made, words):
    mark_factor(request, kind.value)
    onward = request.session.pop(ONWARD, "")
    if made:
        return _show_codes(request, made, onward or "people:security", words)
    say(request, words)
    return redirect(onward or "people:security")


def _show_codes(request, made, onward, words=""):
    text = "\n".join([_("Recovery codes for Dewan, %(email)s") % {"email": request.user.email or ""}, "", *made, ""])
    return render(
        request, "people/recovery_codes.html", {"codes": made, "text": text, "onward": onward, "words": words}
    )
