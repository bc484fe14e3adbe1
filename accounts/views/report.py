"""Reported accounts: the list, the triage, the take-down. REG-11"""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts import actions
from accounts.filters.report import ReportFilter
from accounts.forms import FindingForm, InsideReportForm
from accounts.models import Account, Finding, Report
from accounts.rules.account import today
from accounts.rules.report import ours_at
from accounts.rules.report_step import WARNED_FOR, next_of_report
from accounts.views.report_verbs import FINDINGS, MENU, VERBS, offered
from accounts.views.verbs import Verb, _with
from doors import lists
from doors.errors import form_status, shown_in
from doors.forms import options
from doors.toasts import say
from people.models import Unit
from people.permissions import require, verbs
from trail.errors import IllegalMove

form_page = require_http_methods(["GET", "HEAD", "POST"])
ORDERINGS = {"last": ("last_at",), "times": ("times",), "handle": ("handle_key",)}
SHOWN = 50

ERASE = Verb(
    "erase_sighting",
    FindingForm,
    gettext_lazy("Erase"),
    gettext_lazy("Erase what a reporter told"),
    gettext_lazy("Erase"),
    gettext_lazy("Erased."),
    _with(actions.erase_sighting),
    gettext_lazy("Their e-mail address, their words and their link are gone for good. That somebody reported stays."),
    grave=True,
)


@require_safe
def report_list(request):
    """Every case the reader may see, the newest first. REG-11"""
    seen = Report.objects.visible_to(request.user).with_account()
    listing = lists.page(request, seen, orderings=ORDERINGS, default="-last", filterset=ReportFilter)
    may_scan = Unit.objects.permitted_to(request.user, "dismiss_lookalike").exists()
    return render(request, "accounts/report_list.html", {"listing": listing, "may_scan": may_scan})


@form_page
def report_account(request):
    """Report an account by name, for everybody here. REG-11"""
    asked = {"handle": request.GET.get("handle", "")[:500]}
    form = InsideReportForm(request.POST if request.method == "POST" else None, initial=asked)
    if form.is_bound and form.is_valid():
        with shown_in(form):
            sighting = actions.report_account(**form.given(), by=request.user)
            say(
                request, _("Thank you. Somebody looks at it; the reference is %(reference)s.") % {"reference": sighting}
            )
            return redirect(sighting.report)
    return render(request, "accounts/report_account.html", {"form": form}, status=form_status(form))


@require_safe
def report_detail(request, pk):
    """One case: what was reported, what it is, and how far its take-down is. REG-11"""
    report = find(request, pk)
    allowed = verbs(request.user, report)
    possible = offered(report, allowed)
    ours = ours_at(report)
    step = next_of_report(report, ours)
    sightings = report.sightings.select_related("person").order_by("-at", "-pk")
    sees_all = "see_sightings" in allowed
    if not sees_all:
        sightings = sightings.filter(person=request.user.pk)
    context = {
        "report": report,
        "allowed": allowed,
        "possible": possible,
        "ours": ours,
        "step": step,
        "primary": possible.get(step.verb),
        "findings": [possible[name] for name in FINDINGS if name in possible and report.status == Finding.REPORTED],
        "menu": [group for group in ([possible[v] for v in names if v in possible] for names in MENU) if group],
        "warn_from": step.due - WARNED_FOR if step.due else None,
        "sightings": sightings[:SHOWN],
        "steps": report.steps.select_related("by"),
        "draft": report.request if report.request and report.request.requester_id == request.user.pk else None,
        "may_register": report.status == Finding.CLAIMED
        and ours is None
        and Unit.objects.permitted_to(request.user, "register_account").exists(),
    }
    return render(request, "accounts/report_detail.html", context)


@form_page
def act_on_report(request, pk, verb):
    """Show the form of a verb and carry it out. REG-11"""
    report, spec = find(request, pk), VERBS[verb]
    require(request.user, spec.may, report)
    if request.method != "POST" and not spec.is_possible(report):
        raise IllegalMove(report, verb)
    return _answer(request, report, spec, report)


@form_page
def erase_sighting(request, pk, sighting):
    """Forget what one reporter told. AUD-6"""
    report = find(request, pk)
    require(request.user, "erase_sighting", report)
    sighting = get_object_or_404(report.sightings, pk=sighting)
    sighting.report = report
    return _answer(request, report, ERASE, sighting)


def _answer(request, report, spec, thing):
    form = spec.form(request.POST if request.method == "POST" else None, account=report, reader=request.user)
    if form.is_bound and form.is_valid():
        report.version = form.cleaned_data["version"]
        with shown_in(form):
            spec.act(thing, form.given(), request.user)
            say(request, spec.done)
            return redirect(report)
        # What the action had set in memory did not happen.
        report = find(request, report.pk)
        if report.version != form.cleaned_data.get("version"):
            form.renew(report)
    context = {"report": report, "verb": spec, "form": form, "thing": thing, "today": today()}
    return render(request, "accounts/report_verb.html", context, status=form_status(form))


def find(request, pk):
    """The case, when the reader may see it; 404 otherwise."""
    return get_object_or_404(Report.objects.visible_to(request.user).with_account(), pk=pk)


@require_safe
def account_options(request):
    """Which account of ours is meant. REG-11"""
    seen = (
        Account.objects.visible_to(request.user).live().select_related("platform", "unit").order_by("handle_key", "pk")
    )
    return options(
        request, seen, search=("handle", "name"), hint=lambda account: f"{account.platform} · {account.unit}"
    )
