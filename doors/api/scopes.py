"""What a token may be used for: one scope a room, reading and writing apart. PLT-2"""

from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _
from rest_framework.permissions import SAFE_METHODS, BasePermission

from .problems import Problem

_rooms: dict[str, object] = {}
_loaded = False


def register(scope, label) -> None:
    """Note a room's scope; the first label stays."""
    _rooms.setdefault(scope, label)


def choices() -> list[tuple[str, str]]:
    """List every scope with words for it, once all doors are loaded."""
    global _loaded
    if not _loaded:
        autodiscover_modules("api")
        _loaded = True
    return [
        (f"{scope}:{use}", words % {"things": label})
        for scope, label in sorted(_rooms.items())
        for use, words in (("read", _("Read: %(things)s")), ("write", _("Write: %(things)s")))
    ]


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
        if request.auth is None or request.method == "OPTIONS" or scope is None:
            return True
        wanted = needed(view, request.method)
        if not request.auth.allows(wanted):
            words = _("This token lacks the scope %(scope)s.") % {"scope": wanted}
            raise Problem(403, "missing_scope", words)
        return True
