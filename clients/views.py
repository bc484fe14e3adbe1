"""The pages of tokens: see, make, show once, revoke. PLT-2"""

from datetime import timedelta

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clients import actions
from clients.forms import TokenFilter, TokenForm
from clients.models import ApiToken
from doors.api import scopes
from doors.errors import form_status, shown_in
from doors.lists import page
from doors.toasts import say
from people.doorstep import proved
from people.permissions import may
from trail import clock


@require_safe
def token_list(request):
    """Your own tokens, and those you administer or audit."""
    listing = page(
        request,
        visible(request).select_related("person"),
        orderings={"made": ("id",), "expires": ("expires_at",)},
        default="-made",
        filterset=TokenFilter,
    )
    now = clock.now()
    for token in listing.rows:
        token.state = token.state_at(now)
    return render(request, "clients/token_list.html", {"listing": listing})


@require_safe
def token_detail(request, pk):
    """One token: what it may do, for whom, until when."""
    token = get_object_or_404(visible(request).select_related("person", "created_by"), pk=pk)
    words = dict(scopes.choices())
    token.state = token.state_at(clock.now())
    context = {
        "token": token,
        "scopes": [(scope, words.get(scope, scope)) for scope in token.scopes],
        "may_revoke": token.status == token.state and may(request.user, "revoke_token", token),
    }
    return render(request, "clients/token_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@proved
def create_token(request):
    """Make a token and show it, this once."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wish = form.cleaned_data
        with shown_in(form):
            token, text = actions.create_token(
                request.user,
                client=wish["client"],
                scopes=wish["scopes"],
                expires_at=clock.now() + timedelta(days=wish["lasts"]),
                by=request.user,
            )
            return render(request, "clients/token_made.html", {"token": token, "text": text})
    return render(request, "clients/token_form.html", {"form": form}, status=form_status(form))


@require_POST
def revoke_token(request, pk):
    """End a token at once."""
    token = get_object_or_404(visible(request), pk=pk)
    actions.revoke_token(token, why=request.POST.get("why", "")[:500], by=request.user)
    say(request, _("The token of %(client)s no longer opens anything.") % {"client": token.client})
    return redirect("clients:token_list")


def visible(request):
    return ApiToken.objects.visible_to(request.user)
