"""The public door for reports: no account needed, nothing private asked for, nothing inside shown. REG-11

So much from one address and from all together; a field that only machines fill; a small body; a form of ours.
"""

from ipaddress import ip_address, ip_network

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import actions
from accounts.forms import PublicReportForm
from accounts.models.report import LETTERS, new_reference
from doors import refusals
from doors.errors import form_status, shown_in
from people import lockout
from trail.actions import SYSTEM

# From one address within a quarter of an hour; and bytes of a body.
FROM_ONE_ADDRESS, LARGEST = 5, 64_000


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_publicly(request):
    """Report an account that pretends to be ours. REG-11"""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return refusals.page(request, 413, detail=_("Please write less; a link to a screenshot helps more."))
    asked = {name: request.GET.get(name, "")[:500].replace("\x00", "") for name in ("handle", "platform")}
    form = PublicReportForm(request.POST if request.method == "POST" else None, initial=asked)
    if form.is_bound and form.is_valid():
        if form.cleaned_data["homepage"]:
            # A machine hears what everybody hears, and nothing is kept.
            return redirect("accounts_public:report_thanks", reference=new_reference())
        if not lockout.reserve("report", _network(request), limit=FROM_ONE_ADDRESS):
            return refusals.page(request, 429, detail=_("Please wait a quarter of an hour before you report more."))
        with shown_in(form):
            sighting = actions.report_publicly(**form.given(), by=SYSTEM)
            return redirect("accounts_public:report_thanks", reference=sighting.reference)
    return render(request, "accounts/report_publicly.html", {"form": form}, status=form_status(form))


@login_not_required
@never_cache
@require_safe
def report_thanks(request, reference):
    """Say thanks, with a reference to quote; says nothing of whether there is such a report. REG-11"""
    first, _dash, last = reference.partition("-")
    if len(first) != 4 or len(last) != 4 or set(first + last) - set(LETTERS):
        raise Http404
    return render(request, "accounts/report_thanks.html", {"reference": reference})


def _network(request):
    """Whom a count is for: an address, of IPv6 the network, since everybody has as many addresses as they like."""
    address = lockout.client_address(request)
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return address if parsed.version == 4 else str(ip_network(f"{parsed}/64", strict=False).network_address)
