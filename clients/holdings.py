"""What hangs on a person here: the tokens that act for them; they end with the person. ORG-3"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.models import ApiToken, Status
from people import registry
from trail import clock
from trail.actions import move


def rows(person):
    """Tokens that still open the door for this person."""
    return ApiToken.objects.of(person).filter(status=Status.VALID)


def on_left(person, *, by):
    """Revoke every token of a leaver, in the departure's transaction."""
    now = clock.now()
    for token in rows(person):
        why, names = _("The person has left"), {"client": token.client}
        move(token, "revoke_token", by=by, why=why, names=names, revoked_at=now)


def register():
    registry.holding("api_tokens", gettext_lazy("API tokens"), rows, on_left)
