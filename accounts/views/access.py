"""Who can get in, across all accounts, for one person, and on a past day. REG-5"""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts import actions
from accounts.filters.access import AccessFilter
from accounts.forms import ExtendForm
from accounts.models import AccessGrant
from accounts.rules.access import access_terms, flags_of
from accounts.views.verb import answer_for_row, find
from accounts.views.verbs import Verb
from doors import lists
from imports.views.outgoing import answer
from people.models import Person
from people.permissions import require

ORDERINGS = {"since": ("from_at",), "end": ("expires_on",)}
EXTEND = Verb(
    "extend_access",
    ExtendForm,
    gettext_lazy("Extend"),
    gettext_lazy("Extend access"),
    gettext_lazy("Extend"),
    gettext_lazy("The access has another last day."),
    lambda grant, given, by: actions.extend_access(grant, given["expires_on"], by=by, why=given["why"]),
)


@require_safe
def access_list(request):
    """Every access the reader may see: now, or on a past day. REG-5"""
    seen = AccessGrant.objects.visible_to(request.user).with_people().with_evidence()
    listing = lists.page(request, seen, orderings=ORDERINGS, default="-since", filterset=AccessFilter)
    asked = listing.filters.form.cleaned_data
    terms = access_terms()
    for grant in listing.rows:
        grant.flags = flags_of(grant, terms)
    whose = Person.objects.visible_to(request.user).filter(pk=asked["person"]).first() if asked.get("person") else None
    context = {"listing": listing, "on": asked.get("on"), "whose": whose, "query": request.GET.urlencode()}
    return render(request, "accounts/access_list.html", context)


@require_safe
def export_access(request, form):
    """The list as it is filtered, as a file. REG-5"""
    return answer(request, "access", form)


@require_safe
def person_access(request, pk):
    """What one person can get into, as a part of their page. REG-5"""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    grants = AccessGrant.objects.visible_to(request.user).current().filter(person=person)
    grants = list(grants.with_people().with_evidence().order_by("from_at")[:50])
    terms = access_terms()
    for grant in grants:
        grant.flags = flags_of(grant, terms)
    return render(request, "accounts/person_access.html", {"person": person, "grants": grants})


@require_http_methods(["GET", "HEAD", "POST"])
def extend_access(request, pk, grant):
    """Give one access another last day. REG-5"""
    account = find(request, pk)
    require(request.user, "extend_access", account)
    row = get_object_or_404(AccessGrant.objects.select_related("person"), pk=grant, account=account)
    return answer_for_row(request, account, EXTEND, row)
