"""Make and end tokens. PLT-2"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clients.models import ApiToken
from clients.rules import LONGEST, new_token
from doors.api import scopes as offered
from people.permissions import require
from trail import clock
from trail.actions import action, move, record


@action
def create_token(person, *, client, scopes, expires_at, by):
    """Give a program a token that acts for `person`; returns the token and its text, which is kept nowhere. PLT-2"""
    require(by, "create_token", person)
    now = clock.now()
    client, scopes = client.strip(), sorted(set(scopes))
    refuse_bad_wishes(client, scopes, expires_at, now)
    new = new_token()
    token = ApiToken.objects.create(
        person=person,
        client=client,
        prefix=new.prefix,
        digest=new.digest,
        scopes=scopes,
        created_by=by,
        created_at=now,
        expires_at=expires_at,
    )
    after = {"client": client, "prefix": new.prefix, "scopes": scopes, "expires_at": expires_at, "person": person}
    record(token, "create_token", by=by, after=after, unit_id=person.unit_id)
    return token, new.text


@action
def revoke_token(token, *, by, why=""):
    """End a token at once; it does not come back. PLT-2"""
    require(by, "revoke_token", token)
    move(token, "revoke_token", by=by, why=why, names={"client": token.client}, revoked_at=clock.now())
    return token


def refuse_bad_wishes(client, scopes, expires_at, now):
    """Refuse a token without a name, a scope or an end."""
    wrong = {}
    if not client:
        wrong["client"] = ValidationError(_("Name the program that will use the token."), "required")
    if not scopes:
        wrong["scopes"] = ValidationError(_("Choose at least one scope."), "required")
    elif unknown := sorted(set(scopes) - {scope for scope, _words in offered.choices()}):
        words = _("There is no scope %(scope)s.") % {"scope": unknown[0]}
        wrong["scopes"] = ValidationError(words, "unknown")
    if not now < expires_at <= now + LONGEST:
        wrong["expires_at"] = ValidationError(_("A token lasts at most a year."), "out_of_range")
    if wrong:
        raise ValidationError(wrong)
