"""Reviews of access: the list, the page where they are answered, and their plans. REG-5 ORG-7"""

from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions
from accounts.filters.access import ReviewFilter, ReviewItemFilter
from accounts.forms import CancelReviewForm, DecisionForm, HandOnForm, OpenReviewForm, PlanForm
from accounts.models import AccessReview, ReviewItem, ReviewPlan
from accounts.querysets.review import give_evidence
from accounts.rules.access import access_terms, flags_of
from doors import lists
from doors.errors import form_status, shown_in
from doors.toasts import say
from people.models import Unit
from people.permissions import require, verbs

form_page = require_http_methods(["GET", "HEAD", "POST"])
ORDERINGS = {"opened": ("opened_at",), "due": ("due_on",)}


@require_safe
def review_list(request):
    """Every review the reader may see, with how far it has come. REG-5"""
    seen = AccessReview.objects.visible_to(request.user).with_progress().select_related("unit__parent")
    listing = lists.page(request, seen, orderings=ORDERINGS, default="-opened", filterset=ReviewFilter)
    for review in listing.rows:
        review.answered = review.total - review.undecided
    context = {
        "listing": listing,
        "may_open": Unit.objects.permitted_to(request.user, "open_review").exists(),
    }
    return render(request, "accounts/review_list.html", context)


@require_safe
def review_detail(request, pk):
    """One review: what waits for the reader, with the evidence, or how it stands. REG-5"""
    return _review_page(request, find_review(request, pk), DecisionForm())


def _review_page(request, review, form):
    user = request.user
    mine = review.items.undecided().filter(reviewer=user).count() if review.is_open else 0
    can = verbs(user, review)
    sees_all = "open_review" in can or review.items.visible_to(user).exclude(reviewer=user).exists()
    show = request.GET.get("show") or ("mine" if mine or not sees_all else "all")
    if show == "mine":
        rows = review.items.undecided().filter(reviewer=user) if review.is_open else review.items.filter(reviewer=user)
    else:
        rows = review.items.visible_to(user)
    listing = lists.page(
        request,
        rows.with_evidence(),
        orderings={"item": ("pk",)},
        default="item",
        filterset=ReviewItemFilter,
    )
    terms = access_terms()
    for item in give_evidence(listing.rows):
        item.flags = flags_of(item.grant, terms) if item.grant_id else []
    counts = dict(review.items.visible_to(user).order_by().values_list("status").annotate(n=Count("pk")))
    undecided = sum(counts.get(status, 0) for status in ReviewItem.OPEN)
    waiting = ()
    if review.is_open and show != "mine" and sees_all:
        waiting = review.items.visible_to(user).undecided().order_by()
        waiting = waiting.values("reviewer", "reviewer__name").annotate(n=Count("pk")).order_by("-n", "reviewer__name")
    context = {
        "review": review,
        "listing": listing,
        "form": form,
        "ticked": {str(key) for key in form.data.getlist("items")} if form.is_bound else set(),
        "mine": mine,
        "show": show,
        "sees_all": sees_all,
        "counts": [(label, counts[value]) for value, label in ReviewItem.Status.choices if counts.get(value)],
        "total": sum(counts.values()),
        "answered": sum(counts.values()) - undecided,
        "waiting": list(waiting[:20]),
        "can": can,
        "today": terms.today,
    }
    return render(request, "accounts/review_detail.html", context, status=form_status(form))


@require_POST
def keep_access(request, pk):
    """Keep what is ticked, with one reason. REG-5"""
    return _decide(request, pk, actions.keep_access, _kept)


@require_POST
def revoke_access(request, pk):
    """Take away what is ticked. REG-5"""
    return _decide(request, pk, actions.revoke_access, _revoked)


def _decide(request, pk, action, words):
    review = find_review(request, pk)
    form = DecisionForm(request.POST)
    if form.is_valid():
        with shown_in(form):
            items = form.cleaned_data["items"]
            action(review, items, by=request.user, why=form.cleaned_data["why"])
            say(request, words(len(items)))
            return redirect(review)
    return _review_page(request, find_review(request, pk), form)


def _kept(n):
    return ngettext("%(n)d access is kept.", "%(n)d are kept.", n) % {"n": n}


def _revoked(n):
    return ngettext("%(n)d access is to be taken away.", "%(n)d are to be taken away.", n) % {"n": n}


@form_page
def open_review(request):
    """Open a review by hand. REG-5"""
    if not Unit.objects.permitted_to(request.user, "open_review").exists():
        require(request.user, "open_review", request.user.unit)
    data = request.POST if request.method == "POST" else None
    form = OpenReviewForm(data, reader=request.user, initial={"unit": request.GET.get("unit")})
    if form.is_bound and form.is_valid():
        with shown_in(form):
            given = dict(form.cleaned_data)
            review = actions.open_review(given.pop("unit"), by=request.user, **given)
            n = review.total
            say(
                request,
                ngettext("The review asks about %(n)d item.", "The review asks about %(n)d items.", n) % {"n": n},
            )
            return redirect(review)
    return render(request, "accounts/open_review.html", {"form": form}, status=form_status(form))


@form_page
def cancel_review(request, pk):
    """Call a review off. REG-5"""
    review = find_review(request, pk)
    require(request.user, "cancel_review", review)
    form = CancelReviewForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with shown_in(form):
            actions.cancel_review(review, by=request.user, why=form.cleaned_data["why"])
            say(request, _("The review is called off."))
            return redirect(review)
    words = {
        "title": _("Call the review off"),
        "explains": _("Nothing happens to what nobody has answered. Answers that were given stay as they are."),
        "button": _("Call off"),
        "is_grave": True,
    }
    return render(
        request, "accounts/review_verb.html", {"review": review, "form": form, **words}, status=form_status(form)
    )


@form_page
def hand_on_items(request, pk):
    """Let somebody else answer. REG-5"""
    review = find_review(request, pk)
    require(request.user, "hand_on_items", review)
    data = request.POST if request.method == "POST" else None
    form = HandOnForm(data, review=review, reader=request.user, initial={"reviewer": request.GET.get("reviewer")})
    if form.is_bound and form.is_valid():
        with shown_in(form):
            given = form.cleaned_data
            n = actions.hand_on_items(review, given["reviewer"], given["person"], by=request.user, why=given["why"])
            say(request, ngettext("%(n)d item is handed on.", "%(n)d items are handed on.", n) % {"n": n})
            return redirect(review)
    words = {
        "title": _("Let somebody else answer"),
        "explains": _("Everything that still waits for the one is asked of the other, who is told."),
        "button": _("Hand on"),
    }
    return render(
        request, "accounts/review_verb.html", {"review": review, "form": form, **words}, status=form_status(form)
    )


@require_safe
def plan_list(request):
    """How often which unit is reviewed by itself. REG-5"""
    plans = (
        ReviewPlan.objects.visible_to(request.user).running().select_related("unit__parent").order_by("next_on", "pk")
    )
    may_set = Unit.objects.permitted_to(request.user, "set_review_plan").exists()
    return render(request, "accounts/plan_list.html", {"plans": plans, "may_set": may_set})


@form_page
def set_review_plan(request):
    """Settle how often a unit is reviewed. REG-5"""
    if not Unit.objects.permitted_to(request.user, "set_review_plan").exists():
        require(request.user, "set_review_plan", request.user.unit)
    plan = ReviewPlan.objects.visible_to(request.user).running().filter(pk=_number(request.GET.get("plan"))).first()
    names = ("unit", "subject", "months", "next_on", "days", "silence")
    initial = {name: getattr(plan, name) for name in names} if plan else {}
    form = PlanForm(request.POST if request.method == "POST" else None, reader=request.user, initial=initial)
    if form.is_bound and form.is_valid():
        with shown_in(form):
            given = dict(form.cleaned_data)
            actions.set_review_plan(given.pop("unit"), by=request.user, **given)
            say(request, _("The plan is settled."))
            return redirect("accounts:plan_list")
    return render(request, "accounts/set_review_plan.html", {"form": form}, status=form_status(form))


@require_POST
def stop_review_plan(request, pk):
    """End a plan. REG-5"""
    plan = get_object_or_404(ReviewPlan.objects.visible_to(request.user), pk=pk)
    actions.stop_review_plan(plan, by=request.user)
    say(request, _("The plan has ended."))
    return redirect("accounts:plan_list")


def find_review(request, pk):
    return get_object_or_404(
        AccessReview.objects.visible_to(request.user).select_related("unit__parent", "platform", "opened_by"), pk=pk
    )


def _number(text):
    return int(text) if (text or "").isdecimal() and len(text) < 19 else None
