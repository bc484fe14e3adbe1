"""Showing who one is: the second step of signing in, a passkey alone, and again before sensitive changes. PLT-3"""

import logging

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from doors import refusals
from doors.toasts import say
from people import actions, doorstep, lockout, passkeys, sealing
from people.forms.factor import AnswerForm, AppCodeForm, PasswordForm, RecoveryCodeForm
from people.models import FactorKind
from people.views import typed
from people.views.signin import way_on
from trail import clock
from trail.actions import SYSTEM

log = logging.getLogger(__name__)
FORMS = {"app": AppCodeForm, "recovery": RecoveryCodeForm, "password": PasswordForm, "passkey": AnswerForm}
# Guesses: from one address, and from everywhere within an hour. Nobody guesses a recovery code.
HERE, ANYWHERE, PASSKEYS = lockout.TRIES, 20, 100


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_step(request):
    """After the password: a passkey, the app's code or a recovery code. PLT-3"""
    if request.user.is_authenticated:
        return redirect(way_on(request))
    person, onward = doorstep.waiting(request)
    if person is None:
        say(request, _("That took too long. Please sign in again."))
        return redirect("people:sign_in")
    proof = Proof(request, person)
    if request.method == "POST" and proof.holds():
        doorstep.enter(request, person, proof.way)
        proof.say_left()
        return redirect(onward)
    return render(request, "people/second_step.html", proof.context(), status=proof.status)


@doorstep.before_second_factor
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def prove(request):
    """Before what changes how somebody gets in: the factor again, or the password where there is none. PLT-3"""
    proof = Proof(request, request.user, with_password=True)
    if request.method == "POST" and proof.holds():
        if proof.way == "password":
            doorstep.mark_proved(request)
        else:
            doorstep.mark_factor(request, proof.way)
        proof.say_left()
        return redirect(way_on(request))
    context = proof.context() | {"next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "people/prove.html", context, status=proof.status)


@login_not_required
@require_POST
def ask_passkey(request):
    """What a browser needs to sign in by a passkey alone; nobody is named. PLT-3"""
    if not lockout.reserve("passkey", lockout.client_address(request), limit=PASSKEYS):
        return refusals.page(request, 429)
    question = passkeys.ask(request, now=clock.now())
    return JsonResponse({"options": question})


@login_not_required
@never_cache
@require_POST
def sign_in_with_passkey(request):
    """A passkey alone stands for password and second factor, when it has looked at a finger, a face or a PIN. PLT-3"""
    if request.user.is_authenticated:
        return redirect(way_on(request))
    try:
        proof = passkeys.check(request, request.POST.get("credential", ""), now=clock.now())
        is_good = proof.is_verified and actions.use_passkey(proof)
    except passkeys.NotProven:
        is_good = False
    if not is_good:
        say(request, _("This passkey does not open Dewan. Sign in with your password."))
        return redirect("people:sign_in")
    onward = way_on(request)
    doorstep.enter(request, proof.factor.person, FactorKind.PASSKEY.value)
    lockout.forgive("passkey", lockout.client_address(request))
    return redirect(onward)


class Proof:
    """One form in which a person shows who they are, in the way they chose of those they have."""

    def __init__(self, request, person, *, with_password=False):
        self.request, self.person, self.left = request, person, None
        factors, codes_left = actions.factors_of(person)
        kinds = {factor.kind for factor in factors}
        self.ways = [
            way
            for way, is_there in (
                ("passkey", "passkey" in kinds and passkeys.are_possible(request)),
                ("app", "app" in kinds),
                ("recovery", codes_left),
                ("password", with_password and not factors),
            )
            if is_there
        ]
        chosen = request.POST.get("way") or request.GET.get("with")
        self.way = chosen if chosen in self.ways else next(iter(self.ways), "")
        self.form = FORMS[self.way](typed(request)) if self.way else None

    @property
    def status(self):
        return 400 if self.form is not None and self.form.errors else 200

    def holds(self):
        """Whether what was given is right; if not, the form says so."""
        if not self.way or not self.form.is_valid():
            return False
        given = self.form.cleaned_data
        wrong = getattr(self, f"_{self.way}")(given.get("code") or given.get("credential"))
        if wrong:
            self.form.add_error("code" if "code" in self.form.fields else None, wrong)
        return not wrong

    def say_left(self):
        if self.left is not None and self.left <= 3:
            words = _("That recovery code is used up; %(left)s are left. Make new ones under Security in your profile.")
            say(self.request, words % {"left": self.left})

    def context(self):
        question = passkeys.ask(self.request, self.person, now=clock.now()) if self.way == "passkey" else ""
        return {
            "person": self.person,
            "form": self.form,
            "way": self.way,
            "others": [way for way in self.ways if way != self.way],
            "question": question,
        }

    def _app(self, code):
        here, name = lockout.client_address(self.request), f"factor:{self.person.pk}"
        counts = [(here, HERE, lockout.REST), (lockout.ANYWHERE, ANYWHERE, lockout.LONG_REST)]
        if not all(lockout.reserve(name, address, limit=limit, rest=rest) for address, limit, rest in counts):
            return _("Too many wrong codes. Wait, or use another way in.")
        if self._is_right(actions.use_app, code):
            lockout.forgive(name, *(address for address, _limit, _rest in counts))
            return ""
        if any(lockout.is_full(name, address, limit=limit) for address, limit, _rest in counts):
            actions.tell_guessing(self.person, by=SYSTEM)
        return _("This is not the code that the app shows now, or it was used already. Wait for the next one.")

    def _recovery(self, code):
        name, here = f"recovery:{self.person.pk}", lockout.client_address(self.request)
        if not lockout.reserve(name, here, limit=HERE):
            return _("Too many wrong codes. Wait, or use another way in.")
        self.left = actions.use_recovery_code(self.person, code, by=self.person)
        if self.left is None:
            return _("This is not one of your recovery codes, or it was used already.")
        lockout.forgive(name, here)
        return ""

    def _password(self, password):
        name, here = f"password:{self.person.pk}", lockout.client_address(self.request)
        if not lockout.reserve(name, here, limit=HERE):
            return _("Too many tries. Wait 15 minutes before you try again.")
        if not self.person.check_password(password):
            return _("This is not your present password.")
        lockout.forgive(name, here)
        return ""

    def _passkey(self, credential):
        try:
            proof = passkeys.check(self.request, credential, self.person, now=clock.now())
        except passkeys.NotProven:
            proof = None
        if proof is None or not actions.use_passkey(proof):
            return _("This passkey was not accepted. Try again, or use another way in.")
        return ""

    def _is_right(self, use, code):
        try:
            return use(self.person, code)
        except sealing.Unreadable:
            log.error("the app of person %s was sealed with a key that is not in ENCRYPTION_KEY", self.person.pk)
            return False
