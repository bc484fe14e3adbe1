"""Accounts of ours that are taken for one another. REG-11"""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions
from accounts.filters.report import LookalikeFilter
from accounts.forms import FindingForm
from accounts.models import Lookalike, LookalikeScan
from doors import lists
from doors.errors import form_status, shown_in
from doors.toasts import say
from people.permissions import require
from trail.errors import IllegalMove

ORDERINGS = {"found": ("found_at",)}


@require_safe
def lookalike_list(request):
    """Every pair the reader may see, as the last scan found them. REG-11"""
    seen = Lookalike.objects.visible_to(request.user).with_accounts()
    listing = lists.page(request, seen, orderings=ORDERINGS, default="-found", filterset=LookalikeFilter)
    scans = list(LookalikeScan.objects.exclude(scanned_at=None))
    context = {
        "listing": listing,
        "scanned_at": max((scan.scanned_at for scan in scans), default=None),
        "scanned": sum(scan.accounts for scan in scans),
        "capped": any(scan.is_capped for scan in scans),
    }
    return render(request, "accounts/lookalike_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def dismiss_lookalike(request, pk):
    """Say why two are no concern. REG-11"""
    lookalike = find(request, pk)
    require(request.user, "dismiss_lookalike", lookalike)
    if lookalike.status != Lookalike.Status.OPEN:
        raise IllegalMove(lookalike, "dismiss_lookalike")
    form = FindingForm(request.POST if request.method == "POST" else None, account=lookalike, reader=request.user)
    if form.is_bound and form.is_valid():
        with shown_in(form):
            actions.dismiss_lookalike(lookalike, why=form.cleaned_data["why"], by=request.user)
            say(request, _("Dismissed. It is not shown again while the names stay alike."))
            return redirect("accounts:lookalike_list")
    context = {"lookalike": lookalike, "form": form}
    return render(request, "accounts/lookalike_dismiss.html", context, status=form_status(form))


@require_POST
def restore_lookalike(request, pk):
    """Take a pair up again. REG-11"""
    actions.restore_lookalike(find(request, pk), by=request.user)
    say(request, _("It stands in the list again."))
    return redirect("accounts:lookalike_list")


def find(request, pk):
    return get_object_or_404(Lookalike.objects.visible_to(request.user).with_accounts(), pk=pk)
