"""The register as a list, its gaps, its past, and as a file. REG-1 REG-2 REG-10"""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.filters.account import AccountFilter
from accounts.models import Account, Status
from accounts.rules.account import label_then
from accounts.rules.gaps import GAPS, gaps_of, terms
from doors import lists
from imports.views.outgoing import answer
from people.models import Role, Unit
from people.permissions import holds

ORDERINGS = {
    "handle": ("handle_key",),
    "status": ("status", "handle_key"),
    "verified": ("verified_on",),
    "owner_since": ("owner_since",),
}


@require_safe
def account_list(request):
    """Every account the reader may see; `?on=` shows who answered on a past day. REG-1 REG-2"""
    seen = Account.objects.visible_to(request.user).with_people()
    listing = lists.page(request, seen, orderings=ORDERINGS, default="handle", filterset=AccountFilter)
    on = listing.filters.form.cleaned_data.get("on")
    asked = None if on else terms()
    for account in listing.rows:
        if asked:
            account.gaps = gaps_of(account, asked)
        else:
            account.label_then = label_then(account)
            account.stood = account.status_then and Status(account.status_then)
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
    return answer(request, "accounts", form)
