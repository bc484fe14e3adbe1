"""What a token may be used for: one scope a room, reading and writing apart. PLT-2"""

from django.utils.module_loading import autodiscover_modules
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from rest_framework.permissions import SAFE_METHODS, BasePermission

from .problems import Problem

_rooms: dict[str, tuple] = {}
_loaded = False


def register(scope, label, *, writes=True) -> None:
    """Note a room's scope; the first label stays. A room without a verb has nothing to write."""
    label, already = _rooms.get(scope, (label, False))
    _rooms[scope] = label, writes or already


def rooms() -> list[tuple]:
    """List every scope as (scope, label, uses), by label, once all doors are loaded."""
    global _loaded
    if not _loaded:
        autodiscover_modules("api")
        _loaded = True
    found = [
        (scope, capfirst(label), ("read", "write") if writes else ("read",))
        for scope, (label, writes) in _rooms.items()
    ]
    return sorted(found, key=lambda room: room[1].casefold())


def choices() -> list[tuple[str, str]]:
    """List every scope with words for it."""
    words = {"read": _("%(things)s: read"), "write": _("%(things)s: write")}
    return [(f"{scope}:{use}", words[use] % {"things": label}) for scope, label, uses in rooms() for use in uses]


def needed(view, method) -> str:
    return f"{view.scope}:{'read' if method in SAFE_METHODS else 'write'}"


class SignedInWithScope(BasePermission):
    """A session may do what its person may; a token only what its scopes name as well."""

    def has_permission(self, request, view):
        if getattr(view, "public", False):
            return True
        if not (request.user and request.user.is_authenticated and request.user.is_active):
            return False
        scope = getattr(view, "scope", None)
        is_offered = hasattr(view, request.method.lower())
        if request.auth is None or request.method == "OPTIONS" or scope is None or not is_offered:
            return True
        wanted = needed(view, request.method)
        if not request.auth.allows(wanted):
            words = _("This token lacks the scope %(scope)s.") % {"scope": wanted}
            raise Problem(403, "missing_scope", words)
        return True
