"""Pages about people. ORG-2 ORG-3"""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doors import lists
from doors.errors import form_status, shown_in
from doors.forms import options
from doors.toasts import say
from people import actions, registry
from people.doorstep import proved
from people.filters import PersonFilter
from people.forms.factor import ResetForm
from people.forms.person import BringBackForm, LeavingForm, MoveForm, NewPersonForm, PersonForm, WhyForm
from people.models import Organisation, Person, RoleGrant, Status, Unit
from people.permissions import holds, require, rules, verbs
from people.rules import interim_for, is_gone
from people.views import typed
from trail import clock


@require_safe
def person_list(request):
    """Everybody the reader may see. ORG-2"""
    in_force = RoleGrant.objects.filter(ended_at=None).select_related("unit").order_by("role")
    people = Person.objects.visible_to(request.user).select_related("unit")
    listing = lists.page(
        request,
        people.prefetch_related(Prefetch("grants", in_force, "roles_held"), "heads"),
        orderings={"name": ("name",), "status": ("status", "name")},
        default="name",
        filterset=PersonFilter,
    )
    context = {
        "listing": listing,
        "may_add": holds(request.user, rules()["add_person"]),
        "query": request.GET.urlencode(),
    }
    return render(request, "people/person_list.html", context)


@require_safe
def person_options(request):
    """Answer a picker of people."""
    people = Person.objects.visible_to(request.user).filter(is_active=True).select_related("unit").order_by("name")
    return options(request, people, search=("name", "email"), hint=lambda person: person.unit.name)


@require_safe
def person_detail(request, pk):
    """One person: what they are, what hangs on them, what happened. ORG-2 REG-8"""
    person = _seen(request, pk, "unit", "line_manager", "sponsor")
    today = Organisation.current().today(clock.now())
    can = verbs(request.user, person)
    context = {
        "person": person,
        "can": can,
        "is_self": person.pk == request.user.pk,
        "holdings": [(kind, count, kind.url and kind.url(person)) for kind, count in _holdings(person)],
        "grants": RoleGrant.objects.visible_to(request.user)
        .filter(person=person, ended_at=None)
        .select_related("unit")
        .order_by("role", "unit__name"),
        "heads": person.heads.order_by("name"),
        "memberships": person.memberships.select_related("unit"),
        "is_gone": is_gone(person, today),
        "last_day": last_day(person),
        "interim": interim_for(person.unit, instead_of=person) if person.status == Status.LEAVING else None,
        "has_factor": person.factors.exists(),
        "sessions": "end_sessions" in can and person.sessions.open(clock.now()).exists(),
        "may_invite": "invite_person" in can and person.email and not person.has_usable_password(),
    }
    return render(request, "people/person_detail.html", context)


@require_http_methods(["GET", "POST"])
def add_person(request):
    """Enter somebody by hand. ORG-3"""
    if not holds(request.user, rules()["add_person"]):
        require(request.user, "add_person", Unit.objects.root())
    unit = Unit.objects.permitted_to(request.user, "add_person").filter(pk=_number(request.GET.get("unit"))).first()
    form = NewPersonForm(typed(request), reader=request.user, initial={"unit": unit})
    if request.method == "POST" and form.is_valid():
        with shown_in(form):
            person = actions.add_person(by=request.user, **form.cleaned_data)
            say(request, _("%(name)s is entered.") % {"name": person.name})
            return redirect(person)
    return render(request, "people/add_person.html", {"form": form}, status=form_status(form))


@require_http_methods(["GET", "POST"])
def edit_person(request, pk):
    """Correct what is known. ORG-2"""
    person = _for(request, pk, "edit_person")
    initial = {name: getattr(person, name) for name in PersonForm.base_fields}
    form = PersonForm(typed(request), reader=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        person.version = _number(request.POST.get("version")) or person.version
        with shown_in(form):
            actions.edit_person(person, by=request.user, **form.cleaned_data)
            say(request, _("Saved."))
            return redirect(person)
    return render(request, "people/edit_person.html", {"form": form, "person": person}, status=form_status(form))


@require_http_methods(["GET", "POST"])
def move_person(request, pk):
    """Into another unit. ORG-2"""
    person = _for(request, pk, "move_person")
    form = MoveForm(typed(request), reader=request.user)
    if request.method == "POST" and form.is_valid():
        with shown_in(form):
            actions.move_person(person, by=request.user, **form.cleaned_data)
            say(request, _("%(name)s now stands in %(unit)s.") % {"name": person.name, "unit": person.unit})
            return redirect(person)
    return _form_page(
        request,
        person,
        form,
        title=_("Move %(name)s") % {"name": person.name},
        intro=_("They stand in %(unit)s now. Roles and accounts stay as they are.") % {"unit": person.unit},
        button=_("Move"),
    )


@require_http_methods(["GET", "POST"])
def announce_leaving(request, pk):
    """Set the last day. ORG-2"""
    person = _for(request, pk, "announce_leaving")
    form = LeavingForm(typed(request), reader=request.user, initial={"on": person.leaving_on})
    if request.method == "POST" and form.is_valid():
        with shown_in(form):
            actions.announce_leaving(person, by=request.user, **form.cleaned_data)
            say(request, _("The last day of %(name)s is set.") % {"name": person.name})
            return redirect(person)
    return _form_page(
        request,
        person,
        form,
        title=_("%(name)s leaves") % {"name": person.name},
        intro=_("Nothing ends before that day is over; then everything below is handed on by itself."),
        button=_("Set the last day"),
    )


@require_POST
def withdraw_leaving(request, pk):
    """The person stays. ORG-2"""
    person = _for(request, pk, "withdraw_leaving")
    actions.withdraw_leaving(person, by=request.user)
    say(request, _("%(name)s stays.") % {"name": person.name})
    return redirect(person)


@require_http_methods(["GET", "POST"])
def mark_left(request, pk):
    """The person is gone, at once. ORG-3"""
    person = _for(request, pk, "mark_left")
    form = WhyForm(typed(request), reader=request.user)
    if request.method == "POST" and form.is_valid():
        with shown_in(form):
            actions.mark_left(person, by=request.user, **form.cleaned_data)
            say(request, _("%(name)s has left and is signed out everywhere.") % {"name": person.name})
            return redirect(person)
    return _form_page(
        request,
        person,
        form,
        title=_("%(name)s has left") % {"name": person.name},
        intro=_("They are signed out at once, their roles end, and what they owned is handed on."),
        button=_("Mark as left"),
        is_danger=True,
    )


@require_http_methods(["GET", "POST"])
def bring_back(request, pk):
    """The person returns. ORG-2"""
    person = _for(request, pk, "bring_back")
    form = BringBackForm(typed(request), reader=request.user, initial={"unit": person.unit})
    if not person.is_external:
        del form.fields["contract_ends_on"]
    if request.method == "POST" and form.is_valid():
        with shown_in(form):
            actions.bring_back(person, by=request.user, **form.cleaned_data)
            say(request, _("%(name)s is back.") % {"name": person.name})
            return redirect(person)
    return _form_page(
        request,
        person,
        form,
        title=_("%(name)s comes back") % {"name": person.name},
        intro=_("They can sign in again. Roles and accounts do not return by themselves."),
        button=_("Bring back"),
        with_holdings=False,
    )


@require_POST
def invite_person(request, pk):
    """Send the link for a first password. PLT-3"""
    person = _for(request, pk, "invite_person")
    actions.invite_person(person, by=request.user)
    say(request, _("An invitation is on its way to %(email)s.") % {"email": person.email})
    return redirect(person)


@proved
@require_http_methods(["GET", "POST"])
def reset_factors(request, pk):
    """For somebody who has lost their second factor and their codes. PLT-3"""
    person = _for(request, pk, "reset_factors")
    form = ResetForm(typed(request), reader=request.user)
    if request.method == "POST" and form.is_valid():
        with shown_in(form):
            actions.reset_factors(person, by=request.user, **form.cleaned_data)
            say(
                request,
                _("%(name)s signs in with the password alone until they set up another factor.") % {"name": person},
            )
            return redirect(person)
    return _form_page(
        request,
        person,
        form,
        title=_("Reset the second factor of %(name)s") % {"name": person.name},
        intro=_("Their app, passkeys and recovery codes end and they are signed out everywhere. They are told of it."),
        button=_("Reset the second factor"),
        with_holdings=False,
        is_danger=True,
    )


@require_http_methods(["GET", "POST"])
def end_sessions(request, pk):
    """Sign somebody out of every browser. PLT-3"""
    person = _for(request, pk, "end_sessions")
    form = WhyForm(typed(request), reader=request.user)
    if request.method == "POST" and form.is_valid():
        with shown_in(form):
            actions.end_sessions(person, by=request.user, **form.cleaned_data)
            say(request, _("%(name)s is signed out everywhere.") % {"name": person.name})
            return redirect(person)
    return _form_page(
        request,
        person,
        form,
        title=_("Sign %(name)s out everywhere") % {"name": person.name},
        intro=_("Every browser asks for a sign-in at its next page. API tokens go on; revoke them apart."),
        button=_("Sign out everywhere"),
        with_holdings=False,
        is_danger=True,
    )


def last_day(person):
    """The day that is coming, by announcement or by contract."""
    days = [day for day in (person.leaving_on, person.contract_ends_on) if day]
    return min(days) if days and person.status != Status.LEFT else None


def _seen(request, pk, *related):
    people = Person.objects.visible_to(request.user).select_related("unit", *related)
    return get_object_or_404(people, pk=pk)


def _for(request, pk, verb):
    person = _seen(request, pk)
    require(request.user, verb, person)
    return person


def _form_page(request, person, form, *, with_holdings=True, is_danger=False, **words):
    holdings = _holdings(person) if with_holdings else None
    context = {"person": person, "form": form, "is_danger": is_danger, "holdings": holdings, **words}
    return render(request, "people/person_form.html", context, status=form_status(form))


def _holdings(person):
    """What hangs on a person, without what does not."""
    counted = [(kind, kind.rows(person).count()) for kind in registry.holdings()]
    return [(kind, count) for kind, count in counted if count]


def _number(text):
    return int(text) if (text or "").isdecimal() and len(text) < 19 else None
