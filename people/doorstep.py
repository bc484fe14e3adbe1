"""What a session knows of how its person came in; no rows but the session's own. PLT-3

`second_factor` names the kind by which it was proven, `proved_at` when the person last showed who they are,
`second_step` who has given a right password and not yet the rest.
"""

from datetime import datetime, timedelta
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from people import actions, demo, devices, lockout
from people.models import Factor, Person
from trail import clock

BACKEND = "django.contrib.auth.backends.ModelBackend"
WAITS, FRESH = timedelta(minutes=10), timedelta(minutes=15)
SEEN_EVERY, LONGEST = timedelta(minutes=5), timedelta(days=30)
WAITING, FACTOR, PROVED, SIGNED_IN, SEEN = "second_step", "second_factor", "proved_at", "signed_in_at", "seen_at"


def moment():
    """The present instant without asking the database, which not every page need do; a set clock counts."""
    return clock.now() if clock.is_set() else timezone.now()


# Coming in


def arrive(request, person, onward):
    """Let in who has given a right password; ask for the second factor where there is one."""
    if not Factor.objects.filter(person=person).exists():
        enter(request, person)
        return redirect(onward)
    # A session that somebody planted does not learn of this one's first half.
    request.session.cycle_key()
    request.session[WAITING] = {
        "person": person.pk,
        "hash": person.get_session_auth_hash(),
        "at": moment().isoformat(),
        "onward": onward,
    }
    return redirect("people:second_step")


def waiting(request):
    """(person, where they wanted to go) of who has given the password and waits for the rest; (None, "") else."""
    state = request.session.get(WAITING)
    if not state or moment() - datetime.fromisoformat(state["at"]) > WAITS:
        return None, ""
    person = Person.objects.filter(pk=state["person"], is_active=True).first()
    if person is None or not constant_time_compare(state["hash"], person.get_session_auth_hash()):
        return None, ""
    return person, state["onward"]


def enter(request, person, factor=""):
    """Sign in, in a session of its own; a browser in which they have never been is told to them."""
    request.session.pop(WAITING, None)
    login(request, person, backend=BACKEND)
    if factor:
        mark_factor(request, factor)
    if not is_demo(request):
        token = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
        request.device_token = actions.meet_device(
            person, token, name=request.session["device"], place=request.session["place"], by=person
        )


def note_sign_in(sender, request, user, **kwargs):
    """Receive Django's own signal, so that no way in, now or later, forgets what the session list shows."""
    request.session[SIGNED_IN] = request.session[PROVED] = moment().isoformat()
    note_presence(request)


def note_presence(request):
    """Write down that the session is in use, at most every five minutes; a session ends after a month anyway."""
    now, seen = moment(), _instant(request, SEEN)
    if seen is not None and now - seen < SEEN_EVERY and now >= seen:
        return
    request.session[SEEN] = now.isoformat()
    request.session["device"] = devices.words(request.META.get("HTTP_USER_AGENT", ""))
    request.session["place"] = devices.place(lockout.client_address(request))


def is_over(request):
    """Whether the session is older than any may be."""
    began = _instant(request, SIGNED_IN)
    return began is not None and moment() - began > LONGEST


# The second factor


def mark_factor(request, kind):
    """The second factor has been shown in this session, which is proof as well."""
    request.session[FACTOR] = kind
    mark_proved(request)


def is_demo(request):
    return bool(settings.DEMO) and request.session.get(FACTOR) == demo.FACTOR


def lacks_factor(request, person):
    """Whether the person's role asks for a second factor that this session has not shown."""
    kind = request.session.get(FACTOR, "")
    return person.needs_factor and (not kind or (kind == demo.FACTOR and not settings.DEMO))


def before_second_factor(view):
    """Mark a page that is open to those who still have to set their second factor up."""
    view.before_second_factor = True
    return view


# Showing again who one is


def mark_proved(request):
    request.session[PROVED] = moment().isoformat()


def is_proved(request, within=FRESH):
    proved = _instant(request, PROVED)
    return is_demo(request) or (proved is not None and moment() - proved <= within)


def proved(view):
    """A page that changes how somebody gets in asks who they are, unless they have just shown it."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        # Who had the form before them when the time ran out does not lose what they typed.
        if is_proved(request, FRESH if request.method in ("GET", "HEAD") else 2 * FRESH):
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("people:security")
        return redirect(f"{reverse('people:prove')}?{urlencode({'next': back})}")

    return wrapped


def _instant(request, name):
    text = request.session.get(name)
    return datetime.fromisoformat(text) if text else None
