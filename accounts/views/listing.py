"""The register as a list, its gaps, its past, and as a file. REG-1 REG-2 REG-10"""

from django.core.exceptions import BadRequest
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.exporting import COLUMNS, rows_of
from accounts.filters import AccountFilter
from accounts.models import Account
from accounts.rules.gaps import GAPS, gaps_of, terms
from doors import lists
from imports.exports import csv_response, jsonl_response
from people.models import Organisation, Role, Unit
from people.permissions import holds
from trail import clock

ORDERINGS = {
    "handle": ("handle_key",),
    "status": ("status", "handle_key"),
    "verified": ("verified_on",),
    "owner_since": ("owner_since",),
}
FORMATS = {"csv": csv_response, "jsonl": jsonl_response}


@require_safe
def account_list(request):
    """Every account the reader may see; `?on=` shows who answered on a past day. REG-1 REG-2"""
    seen = Account.objects.visible_to(request.user).with_people()
    listing = lists.page(request, seen, orderings=ORDERINGS, default="handle", filterset=AccountFilter)
    on = listing.filters.form.cleaned_data.get("on")
    asked = None if on else terms()
    for account in listing.rows if asked else ():
        account.gaps = gaps_of(account, asked)
    may_add = not on and Unit.objects.permitted_to(request.user, "register_account").exists()
    return render(
        request,
        "accounts/account_list.html",
        {
            "listing": listing,
            "on": on,
            "may_add": may_add,
            "may_import": may_add and holds(request.user, (Role.ADMINISTRATOR,)),
            "query": request.GET.urlencode(),
        },
    )


@require_safe
def account_gaps(request):
    """Each gap, what it means and how many accounts have it. REG-1"""
    seen = Account.objects.visible_to(request.user)
    counts = seen.count_gaps(GAPS, terms())
    rows = [(gap, counts[gap.key]) for gap in GAPS]
    context = {
        "rows": sorted(rows, key=lambda row: row[1] == 0),
        "total": counts["total"],
        "any": counts["any"],
        "without": counts["total"] - counts["any"],
    }
    return render(request, "accounts/account_gaps.html", context)


@require_safe
def export_accounts(request, form):
    """The list as it is filtered, as a file that can be imported again. REG-10"""
    if form not in FORMATS:
        raise Http404
    filters = AccountFilter(request.GET, queryset=Account.objects.visible_to(request.user), request=request)
    if not filters.is_valid() or filters.form.cleaned_data.get("on"):
        raise BadRequest(_("These filters cannot be exported; open the list and try again."))
    custody = Account.objects.permitted_to(request.user, "see_custody").filter(pk=OuterRef("pk"))
    accounts = filters.qs.annotate(shows_custody=Exists(custody)).order_by("pk")
    name = f"accounts-{Organisation.current().today(clock.now()):%Y-%m-%d}"
    return FORMATS[form](name, COLUMNS, rows_of(accounts))
