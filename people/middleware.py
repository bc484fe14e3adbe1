"""Who is there: sessions seen now and then, and no way past a second factor that a role asks for. PLT-3"""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from doors import refusals
from doors.api.problems import problem_response
from doors.errors import Answer
from people import doorstep

DEVICE_REMEMBERED = 400 * 24 * 3600


class Presence:
    """Stands after AuthenticationMiddleware."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            if doorstep.is_over(request):
                logout(request)
            else:
                doorstep.note_presence(request)
        response = self.get_response(request)
        if token := getattr(request, "device_token", None):
            response.set_cookie(
                settings.DEVICE_COOKIE_NAME,
                token,
                max_age=DEVICE_REMEMBERED,
                path="/",
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    def process_view(self, request, view, args, kwargs):
        """Lead who lacks the second factor of their role to its set-up; nothing else is open to them."""
        person = request.user
        if not person.is_authenticated or not doorstep.lacks_factor(request, person) or is_open(request, view):
            return None
        if refusals.is_api(request):
            words = _("Your role needs a second factor. Set it up under Security in your profile.")
            return problem_response(Answer(403, "second_factor_required", words))
        where = reverse("people:demand_factor")
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={} if is_at_set_up(request) else {"HX-Redirect": where})
        if request.method in ("GET", "HEAD"):
            where = f"{where}?{urlencode({'next': request.get_full_path()})}"
        return redirect(where)


def is_at_set_up(request):
    """Whether the page that asks for a fragment is the set-up itself, which must not be led away from."""
    page = urlsplit(request.headers.get("HX-Current-URL", "")).path
    return page.startswith((reverse("people:security"), reverse("people:prove")))


def is_open(request, view):
    """What needs no second factor: what is public, the set-up itself, and programs, whose token was made with one."""
    if refusals.is_api(request):
        # With this scheme the token decides and the session counts for nothing.
        is_program = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")[0].lower() == "bearer"
        return is_program or getattr(getattr(view, "cls", None), "public", False)
    return getattr(view, "before_second_factor", False) or not getattr(view, "login_required", True)
