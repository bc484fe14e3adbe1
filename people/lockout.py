"""Six wrong passwords and a rest: django-axes, made exact under concurrency. PLT-3

An attempt is counted *before* the password is looked at and taken back when it was right, so that twenty at once
are six and not twenty. What counts is the pair of e-mail and address: a stranger elsewhere cannot lock anybody
out, and a lock ends by itself, for refused attempts do not prolong it.
"""

from datetime import timedelta
from ipaddress import ip_address

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import F

from people.querysets import normal_email
from trail import clock

TRIES, TRIES_FROM_ONE_ADDRESS = 6, 100
REST = timedelta(minutes=15)
ANYBODY = "*"
# No address at all: what is counted over all of them, and longer.
ANYWHERE, LONG_REST = "::", timedelta(hours=1)


class Handler(AxesDatabaseHandler):
    """Counts for axes; keeps neither the form's contents nor the browser's name."""

    def is_allowed(self, request, credentials=None):
        email, address = _pair(credentials), client_address(request)
        allowed = reserve(ANYBODY, address, limit=TRIES_FROM_ONE_ADDRESS) and reserve(email, address, limit=TRIES)
        request.axes_locked_out = not allowed
        return allowed

    def user_login_failed(self, sender, credentials, request=None, **kwargs):
        """Nothing is left to do: the attempt was counted when it began."""

    def user_logged_in(self, sender, request, user, **kwargs):
        address = client_address(request)
        _counted(normal_email(user.email), address).update(failures_since_start=0)
        _counted(ANYBODY, address).filter(failures_since_start__gt=0).update(
            failures_since_start=F("failures_since_start") - 1
        )

    def user_logged_out(self, sender, request, user, **kwargs):
        """Signing out says nothing about attempts."""


def reserve(name, address, *, limit, rest=REST):
    """Count one attempt of `name` from `address`; False when there were `limit` and the rest is not over."""
    now = clock.now()
    counted = _counted(name, address)
    counted.get_or_create(
        username=name[:255],
        ip_address=address,
        user_agent="",
        defaults={"failures_since_start": 0, "get_data": "", "post_data": "", "http_accept": "", "path_info": ""},
    )
    counted.filter(attempt_time__lte=now - rest).update(failures_since_start=0, attempt_time=now)
    return bool(
        counted.filter(failures_since_start__lt=limit).update(
            failures_since_start=F("failures_since_start") + 1, attempt_time=now
        )
    )


def forget_attempts():
    """Drop counts whose rest is over."""
    over = AccessAttempt.objects.filter(attempt_time__lte=clock.now() - REST)
    return over.exclude(ip_address=ANYWHERE, attempt_time__gt=clock.now() - LONG_REST).delete()[0]


def is_full(name, address, *, limit):
    """Whether the last attempt was the last for now."""
    return _counted(name, address).filter(failures_since_start__gte=limit).exists()


def forgive(name, *addresses):
    """Wipe the count of `name` from these addresses: it was right."""
    AccessAttempt.objects.filter(username=name[:255], ip_address__in=addresses).update(failures_since_start=0)


def client_address(request):
    """Where a request comes from; X-Forwarded-For counts only behind as many proxies as TRUSTED_PROXIES says."""
    address = request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104 - a socket file has no address
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    proxies = settings.TRUSTED_PROXIES
    if proxies and len(forwarded) >= proxies and _is_address(forwarded[-proxies]):
        address = forwarded[-proxies]
    return address


def answer(request, response, credentials=None):
    """What axes answers when it has locked: our own page, which says so."""
    response.status_code = 429
    return response


def _is_address(text):
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _pair(credentials):
    return normal_email((credentials or {}).get("email")) or ANYBODY


def _counted(name, address):
    return AccessAttempt.objects.filter(username=name[:255], ip_address=address, user_agent="")
