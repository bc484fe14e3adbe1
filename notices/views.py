"""What I have been told, and, for administrators, what could not be delivered. PLT-5"""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doors.lists import page
from doors.toasts import say
from notices import actions, letters
from notices.actions.choice import next_digest_of, ways_of
from notices.forms import ChoicesForm, time_of
from notices.models import Letter, Notice
from people.models import Role
from people.permissions import holds


@require_safe
def notice_list(request):
    """My notices, the newest first, in my language."""
    unread = request.GET.get("unread") == "true"
    mine = Notice.objects.visible_to(request.user)
    listing = page(
        request,
        mine.unread() if unread else mine,
        orderings={"at": ("at", "pk")},
        default="-at",
    )
    for notice in listing.rows:
        notice.title = letters.title(notice)
    context = {"listing": listing, "unread": unread, "sees_letters": holds(request.user, (Role.ADMINISTRATOR,))}
    return render(request, "notices/notice_list.html", context)


@require_POST
def read_notice(request, pk):
    """Note it as read; with `open` go on to what it is about."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    actions.read_notice(notice, by=request.user)
    is_htmx = bool(request.headers.get("HX-Request"))
    if "open" in request.POST and notice.url.startswith("/"):
        return HttpResponse(headers={"HX-Redirect": notice.url}) if is_htmx else redirect(notice.url)
    if is_htmx:
        notice.title = letters.title(notice)
        return render(request, "notices/notice.html", {"notice": notice})
    return redirect("notices:notice_list")


@require_POST
def read_all_notices(request):
    """Note everything as read."""
    actions.read_all_notices(by=request.user)
    say(request, _("Everything is marked as read."))
    return redirect("notices:notice_list")


@require_http_methods(["GET", "POST"])
def choose_notices(request):
    """Choose how to hear of what: at once, in the digest, or only here. A GET, as from a mail, changes nothing."""
    person = request.user
    form = ChoicesForm(request.POST if request.method == "POST" else None, ways=ways_of(person), time=time_of(person))
    if request.method == "POST" and form.is_valid():
        digest = {name: form.cleaned_data[name] for name in ("hour", "is_weekdays_only")}
        actions.choose_some(person, ways=form.ways, digest=digest, by=person)
        say(request, _("Saved."))
        return redirect("notices:choose_notices")
    context = {"form": form, "next_digest": next_digest_of(person)}
    return render(request, "notices/choose_notices.html", context, status=400 if form.errors else 200)


@require_POST
def reset_choices(request):
    """Back to the defaults of everything."""
    actions.reset_choices(request.user, by=request.user)
    say(request, _("Everything is as it was in the beginning."))
    return redirect("notices:choose_notices")


@require_safe
def letter_list(request):
    """Letters that could not be delivered for three days."""
    if not holds(request.user, (Role.ADMINISTRATOR,)):
        raise PermissionDenied(_("Only administrators see what could not be delivered."))
    listing = page(
        request,
        Letter.objects.visible_to(request.user)
        .dead()
        .select_related("person", "notice")
        .prefetch_related("digest__notices"),
        orderings={"written": ("created_at", "pk")},
        default="-written",
    )
    for letter in listing.rows:
        letter.title = letters.title(letter)
    return render(request, "notices/letter_list.html", {"listing": listing})


@require_POST
def send_again(request, pk):
    """Put a letter back into the outbox."""
    letter = get_object_or_404(Letter.objects.visible_to(request.user).select_related("person"), pk=pk)
    actions.send_again(letter, by=request.user)
    say(request, _("It is on its way again."))
    return redirect("notices:letter_list")
