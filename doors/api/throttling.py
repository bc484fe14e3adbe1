"""Keeps one caller from taking the place of the others: a counter a minute, in the process's own cache. PLT-2"""

import time

from django.core.cache import cache
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle

WINDOW = 60


class PerCaller(BaseThrottle):
    """So many requests a minute for a token, a person or an address. Rates: DEFAULT_THROTTLE_RATES."""

    def allow_request(self, request, view):
        kind, caller = self.caller(request)
        rate = getattr(view, "throttle_rates", api_settings.DEFAULT_THROTTLE_RATES).get(kind)
        if not rate:
            return True
        key = f"throttle:{kind}:{caller}:{int(time.time()) // WINDOW}"
        cache.add(key, 0, 2 * WINDOW)
        try:
            return cache.incr(key) <= rate
        except ValueError:
            # The window ended between the two calls.
            return True

    def caller(self, request):
        if request.auth is not None:
            return "token", request.auth.pk
        if request.user and request.user.is_authenticated:
            return "person", request.user.pk
        return "anonymous", self.get_ident(request)

    def wait(self):
        return WINDOW - int(time.time()) % WINDOW
