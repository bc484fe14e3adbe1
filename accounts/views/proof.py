"""Proving control on the account's page: the code, the reading, the screenshot. REG-3"""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts import actions
from accounts.forms.proof import AttestProofForm, ProveForm
from accounts.models import ControlProof
from accounts.rules.proof import detail_of
from accounts.views.verb import find, form_page
from accounts.views.verbs import Verb
from doors.errors import form_status, shown_in
from doors.toasts import say
from people.permissions import may, require
from trail.errors import IllegalMove

PROVE = Verb(
    "prove_control",
    ProveForm,
    _("Prove that we control it"),
    _("Prove that we control it"),
    _("Begin"),
    _("The proof has begun."),
    lambda account, given, by: actions.prove_control(account, given["method"], page_url=given["page_url"], by=by),
    _("You get a code for the profile, or name a page of ours that links to the account. Dewan reads the page itself."),
)
ATTEST = Verb(
    "attest_proof",
    AttestProofForm,
    _("Attest with a screenshot"),
    _("Attest that we control it"),
    _("Attest"),
    _("The proof is on record."),
    lambda account, given, by: actions.attest_proof(account, by=by, **given),
    _("For platforms that show a profile only to who is signed in. Your name stands for it."),
)


def offered_proofs(account, allowed):
    """The ways to prove control that the reader may take."""
    return {spec.name: spec for spec in (PROVE, ATTEST) if spec.may in allowed and account.is_standing}


@form_page
def prove_control(request, pk):
    """Begin a proof by a code or a link. REG-3"""
    return _answer(request, pk, PROVE)


@form_page
def attest_proof(request, pk):
    """Say that one has seen it, with a screenshot. REG-3"""
    return _answer(request, pk, ATTEST)


def _answer(request, pk, spec):
    account = find(request, pk)
    require(request.user, spec.may, account)
    is_sent = request.method == "POST"
    if not is_sent and not account.is_standing:
        raise IllegalMove(account, spec.name)
    files = {"files": request.FILES} if spec is ATTEST else {}
    form = spec.form(request.POST if is_sent else None, account=account, reader=request.user, **files)
    if is_sent and form.is_valid():
        with shown_in(form):
            spec.act(account, form.given(), request.user)
            say(request, spec.done)
            return redirect(f"{account.get_absolute_url()}#proof")
    context = {"account": account, "verb": spec, "form": form, "thing": account}
    return render(request, "accounts/verb.html", context, status=form_status(form))


@require_POST
def check_proof(request, pk):
    """Ask that the page be read; the answer comes in a moment, without waiting. REG-3"""
    proof = _find(request, pk)
    actions.check_proof(proof, by=request.user)
    if request.headers.get("HX-Request"):
        return _state(request, proof)
    return redirect(proof)


@require_safe
def proof_state(request, pk):
    """Where a proof stands, for the page that waits for it. REG-3"""
    return _state(request, _find(request, pk))


def _find(request, pk):
    seen = ControlProof.objects.visible_to(request.user).select_related("account__platform", "asked_by", "evidence")
    return get_object_or_404(seen, pk=pk)


def _state(request, proof):
    return render(
        request,
        "accounts/proof.html",
        {"proof": with_words(proof), "may_check": may(request.user, "prove_control", proof.account)},
    )


def with_words(proof):
    """The proof with its detail in words."""
    proof.says = detail_of(proof.detail) if proof.detail else ""
    return proof
