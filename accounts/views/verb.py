"""One page for every verb: its form, and what it answers. REG-1 REG-2 REG-6 REG-7"""

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import register_account
from accounts.forms import RegisterForm, choosable
from accounts.models import AccessGrant, Account, Status
from accounts.rules.account import today
from accounts.rules.handle import BadHandle, parse
from accounts.rules.tool import breaks_of
from accounts.views.verbs import DISCONNECT_TOOL, EDIT_TOOL, END_ACCESS, VERBS
from doors.errors import form_status, shown_in
from doors.forms import options
from doors.toasts import say
from people.models import Person, Unit
from people.permissions import require
from trail.errors import IllegalMove

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
def act(request, pk, verb):
    """Show the form of a verb and carry it out. REG-1"""
    account, spec = find(request, pk), VERBS[verb]
    require(request.user, spec.may, account)
    # Who has typed something hears it at the form, where their words stay.
    if request.method != "POST" and not spec.is_possible(account):
        raise IllegalMove(account, verb)
    return _answer(request, account, spec, account)


@form_page
def end_access(request, pk, grant):
    """Record the end of one person's access. REG-5"""
    account = find(request, pk)
    require(request.user, "end_access", account)
    grant = get_object_or_404(AccessGrant.objects.select_related("person"), pk=grant, account=account)
    return answer_for_row(request, account, END_ACCESS, grant)


@form_page
def edit_tool(request, pk, tool):
    """Change what is on record of one tool. REG-1"""
    account = find(request, pk)
    require(request.user, "edit_tool", account)
    tool = get_object_or_404(account.connected_tools.select_related("authorised_by"), pk=tool)
    return answer_for_row(request, account, EDIT_TOOL, tool, tool=tool)


@form_page
def disconnect_tool(request, pk, tool):
    """Record that one tool was disconnected. REG-1"""
    account = find(request, pk)
    require(request.user, "disconnect_tool", account)
    return answer_for_row(request, account, DISCONNECT_TOOL, get_object_or_404(account.connected_tools, pk=tool))


def answer_for_row(request, account, spec, row, **options):
    if row.until_at is not None:
        raise IllegalMove(account, spec.name)
    row.account = account
    return _answer(request, account, spec, row, **options)


def _answer(request, account, spec, thing, **options):
    data = request.POST if request.method == "POST" else None
    form = spec.form(data, account=account, reader=request.user, **options)
    if form.is_bound and form.is_valid():
        account.version = form.cleaned_data["version"]
        with shown_in(form):
            spec.act(thing, form.given(), request.user)
            say(request, spec.done)
            return redirect(account)
        # What the action had set in memory did not happen.
        account = find(request, account.pk)
        if account.version != form.cleaned_data.get("version"):
            form.renew(account)
    context = {"account": account, "verb": spec, "form": form, "thing": thing, "today": today()}
    if spec.name == "record_rotation":
        context["breaks"] = breaks_of(account)
    return render(request, "accounts/verb.html", context, status=form_status(form))


def find(request, pk):
    """The account, when the reader may see it; 404 otherwise."""
    return get_object_or_404(Account.objects.visible_to(request.user).with_people(), pk=pk)


@form_page
def register(request):
    """Put an account on the register by hand. REG-1"""
    units = Unit.objects.permitted_to(request.user, "register_account").order_by("name")
    if not units:
        require(request.user, "register_account", request.user.unit)
    form = RegisterForm(
        request.POST if request.method == "POST" else None,
        reader=request.user,
        units=units,
        initial=_asked(request, units),
    )
    if form.is_bound and form.is_valid():
        with shown_in(form):
            account = register_account(**form.given(), by=request.user)
            return HttpResponseRedirect(account.get_absolute_url())
    return render(request, "accounts/register.html", {"form": form}, status=form_status(form))


def _asked(request, units):
    return {"unit": units[0] if len(units) == 1 else None, "handle": request.GET.get("handle", "")[:500]}


@require_safe
def duplicates(request):
    """While a handle is typed: the same account on the register already. REG-3"""
    text, platform = request.GET.get("handle", "").strip()[:500], request.GET.get("platform", "")
    found = []
    try:
        address = parse(text, platform or None)
    except BadHandle:
        address = None
    if address is not None and address.platform_key:
        same = Account.objects.exclude(status=Status.ABANDONED).at(address.platform_key, address.key, address.uid)
        found = list(same.select_related("platform", "unit__parent").order_by("-status")[:3])
    seen = set(
        Account.objects.visible_to(request.user).filter(pk__in=[each.pk for each in found]).values_list("pk", flat=True)
    )
    rows = [(account, account.pk in seen) for account in found]
    return render(request, "accounts/duplicates.html", {"rows": rows, "address": address})


@require_safe
def person_options(request):
    """Whom the reader may put in a part. REG-2"""
    return options(request, choosable(request.user).select_related("unit"), search=("name", "email"), hint=_hint)


@require_safe
def person_options_ever(request):
    """The same with those who have left, for the history."""
    people = Person.objects.visible_to(request.user).order_by("name", "pk").select_related("unit")
    return options(request, people, search=("name", "email"), hint=_hint)


def _hint(person):
    return f"{person} · {person.unit}"
