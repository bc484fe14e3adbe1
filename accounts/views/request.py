"""Requests for accounts: writing one, the list, the page, and what is decided on it. REG-3 ORG-5"""

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms import SearchInput
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions
from accounts.filters.account import UnitFilter, in_unit, units_of
from accounts.forms.request import DecisionForm, RequestForm, WithdrawalForm
from accounts.models import Account, AccountRequest, Platform, RequestStatus
from accounts.models.request import OPEN, SETTLED
from accounts.rules.duplicates import duplicates, duplicates_of
from doors import lists
from doors.errors import form_status, shown_in
from doors.toasts import say
from people.governance import seat, waiting_for
from people.models import Person, Unit
from people.permissions import require, verbs
from trail.errors import IllegalMove

form_page = require_http_methods(["GET", "HEAD", "POST"])
ORDERINGS = {"since": ("created_at",), "status": ("status", "created_at")}
SHOWN = [("mine", _("Mine")), ("waiting", _("For me to decide"))]
TO_COME = (RequestStatus.DRAFT, RequestStatus.CHANGES_REQUESTED)
# verb: what is said when it is done
DONE = {
    "approve_request": _("Approved. The owner has been told and sets the account up."),
    "request_changes": _("Given back. The author has been told."),
    "reject_request": _("Rejected. The author has been told, and the reason stays on record."),
    "submit_request": _("Submitted. Who decides has been told."),
    "withdraw_request": _("The request is withdrawn."),
}
FORMS = {"submit_request": None, "withdraw_request": WithdrawalForm}


class RequestFilter(django_filters.FilterSet):
    """The filters of the list of requests."""

    q = django_filters.CharFilter(label=_("Handle or name"), method="named", max_length=200, widget=SearchInput)
    show = django_filters.ChoiceFilter(label=_("Show"), choices=SHOWN, method="shown", empty_label=_("All"))
    status = django_filters.ChoiceFilter(label=_("Status"), choices=RequestStatus.choices, empty_label=_("All"))
    unit = UnitFilter(label=_("Unit"), queryset=lambda request: units_of(request), method=in_unit, empty_label=_("All"))

    class Meta:
        model = AccountRequest
        fields = ()

    def named(self, queryset, _name, text):
        word = text.strip().lstrip("@")
        return queryset.filter(Q(handle__icontains=word) | Q(requester__name__icontains=word))

    def shown(self, queryset, _name, which):
        person = self.request.user
        if which == "mine":
            return queryset.filter(Q(requester=person) | Q(owner=person) | Q(backup=person))
        return waiting_for(person, queryset.filter(status=RequestStatus.SUBMITTED))


@require_safe
def request_list(request):
    """Every request the reader may see, the newest first. REG-3"""
    seen = AccountRequest.objects.visible_to(request.user).with_all()
    listing = lists.page(request, seen, orderings=ORDERINGS, default="-since", filterset=RequestFilter)
    may_ask = Unit.objects.permitted_to(request.user, "draft_request").exists()
    return render(request, "accounts/request_list.html", {"listing": listing, "may_ask": may_ask})


def find(request, pk):
    """The request, when the reader may see it; 404 otherwise."""
    return get_object_or_404(AccountRequest.objects.visible_to(request.user).with_all(), pk=pk)


@require_safe
def request_detail(request, pk):
    """What is asked for and why, what there is already, who decides next, and the decision itself. REG-3"""
    return _page(request, find(request, pk))


def _page(request, asked, form=None, choice="", withdrawal=None, status=200):
    reader = request.user
    allowed = verbs(reader, asked)
    is_waiting = asked.status == RequestStatus.SUBMITTED
    bench = seat(asked.unit, asked.requester) if asked.is_open else None
    is_turn = is_waiting and reader.pk in bench.people and "approve_request" in allowed
    found = duplicates_of(asked) if asked.is_open else None
    context = {
        "asked": asked,
        "can_edit": "edit_request" in allowed and asked.status in TO_COME,
        "can_submit": "submit_request" in allowed and asked.status in TO_COME,
        "can_withdraw": "withdraw_request" in allowed and asked.status in OPEN,
        "deciders": Person.objects.filter(pk__in=bench.people).order_by("name") if bench else (),
        "found": found,
        "seen": _seen(reader, found),
        "earlier": _earlier(reader, asked),
        "is_turn": is_turn,
        "form": form or (DecisionForm(initial={"version": asked.version}) if is_turn else None),
        "withdrawal": withdrawal or WithdrawalForm(initial={"version": asked.version}),
        "choice": choice or request.GET.get("choice", ""),
    }
    return render(request, "accounts/request_detail.html", context, status=status)


def _seen(reader, found):
    """Which of the accounts and requests found the reader may open, as (kind, key)."""
    if not found:
        return frozenset()
    accounts = [account.pk for account in found.accounts()]
    accounts = Account.objects.visible_to(reader).filter(pk__in=accounts).values_list("pk", flat=True)
    asked = AccountRequest.objects.visible_to(reader).filter(pk__in=[each.pk for each in found.asked])
    return frozenset(
        {("account", pk) for pk in accounts} | {("request", pk) for pk in asked.values_list("pk", flat=True)}
    )


def _earlier(reader, asked):
    """What became of requests for the same handle before."""
    if not asked.handle_key:
        return ()
    settled = AccountRequest.objects.visible_to(reader).filter(status__in=SETTLED, handle_key=asked.handle_key)
    return settled.exclude(pk=asked.pk).select_related("platform", "requester", "decided_by").order_by("-pk")[:3]


@form_page
def draft_request(request):
    """Begin a request; it is kept as a draft until it is submitted. REG-3"""
    units = Unit.objects.permitted_to(request.user, "draft_request")
    if not request.user.is_employee_now or not units.exists():
        require(request.user, "draft_request", request.user.unit)
        raise PermissionDenied(_("Only employees ask for an account; ask your sponsor to do it."))
    form = RequestForm(_sent(request), reader=request.user, units=units, initial=_wished(request))
    if form.is_bound and form.is_valid():
        with shown_in(form):
            asked = actions.draft_request(**form.given(), by=request.user)
            return _after(request, asked, units)
    return _form(request, form, None)


@form_page
def edit_request(request, pk):
    """Change a draft, or what an approver gave back. REG-3"""
    asked = find(request, pk)
    require(request.user, "edit_request", asked)
    if request.method != "POST" and asked.status not in TO_COME:
        raise IllegalMove(asked, "edit_request")
    units = Unit.objects.permitted_to(request.user, "draft_request")
    form = RequestForm(_sent(request), reader=request.user, units=units, request=asked)
    if not form.is_bound:
        form.initial["version"] = asked.version
    elif form.is_valid():
        asked.version = form.cleaned_data["version"] or asked.version
        with shown_in(form):
            actions.edit_request(asked, **form.given(), by=request.user)
            return _after(request, asked, units)
        asked = find(request, pk)
    return _form(request, form, asked)


def _after(request, asked, units):
    """Where a saved request leads: to its page, or before the approvers when that was the button."""
    if "submit" not in request.POST:
        say(request, _("The draft is saved."))
        return redirect(asked)
    form = RequestForm(_sent(request), reader=request.user, units=units, request=asked)
    form.is_valid()
    form.data = form.data.copy()
    form.data["version"] = asked.version
    with shown_in(form):
        actions.submit_request(asked, by=request.user)
        say(request, DONE["submit_request"])
        return redirect(asked)
    return _form(request, form, find(request, asked.pk), is_kept=True)


def _sent(request):
    return request.POST if request.method == "POST" else None


def _form(request, form, asked, is_kept=False):
    context = {"form": form, "asked": asked, "is_kept": is_kept}
    return render(request, "accounts/request_form.html", context, status=form_status(form))


def _wished(request):
    """A unit that is clear without asking, and what a link to this page already knows."""
    unit = request.user.unit if not request.user.is_external else None
    return {
        "unit": unit,
        "handle": request.GET.get("handle", "")[:500],
        "platform": request.GET.get("platform", "")[:50],
        "owner": request.user,
        "answering_unit": unit,
    }


@require_POST
def act_on_request(request, pk, verb):
    """Carry out a verb of the request's page; what is refused is said on the page, where the words stay. REG-3"""
    asked = find(request, pk)
    require(request.user, verb, asked)
    form = (FORMS.get(verb, DecisionForm) or DecisionForm)(request.POST)
    choice = request.POST.get("choice", verb)
    if choice != verb and choice in DONE:
        # Enter presses the first button of a form, whichever choice is made: nothing is decided by that.
        return _page(request, asked, DecisionForm(initial=request.POST.dict()), choice)
    if form.is_valid():
        asked.version = form.cleaned_data["version"]
        given = {} if verb == "submit_request" else {"why": form.cleaned_data["why"]}
        with shown_in(form):
            getattr(actions, verb)(asked, **given, by=request.user)
            say(request, DONE[verb])
            return redirect(asked)
    named = {"form": form, "choice": verb} if verb not in FORMS else {"withdrawal": form}
    return _page(request, find(request, pk), **named, status=form_status(form))


@require_safe
def request_duplicates(request):
    """While a request is typed: what there is already that it would repeat. REG-3"""
    asked = request.GET
    platform = Platform.objects.filter(pk=asked.get("platform", "")[:50]).first()
    number = asked.get("unit", "")
    unit = Unit.objects.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
    but = asked.get("but", "")
    own = AccountRequest.objects.visible_to(request.user).filter(pk=but) if but.isdecimal() and len(but) < 19 else None
    found = duplicates(
        platform=platform,
        handle=asked.get("handle", "").strip().replace("\x00", "")[:500],
        unit=unit,
        purposes=asked.getlist("purposes")[:20],
        audiences=asked.getlist("audiences")[:20],
        but=own.first() if own is not None else None,
    )
    return render(
        request, "accounts/request_duplicates.html", {"found": found, "seen": _seen(request.user, found), "alone": True}
    )
