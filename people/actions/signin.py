"""Getting in: invitations and passwords. PLT-3"""

from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from people import registry
from people.actions.session import close_sessions
from people.models import Person, ResetRequest
from people.permissions import require
from people.querysets import normal_email
from trail import clock
from trail.actions import SYSTEM, action, record
from trail.errors import Refused


@action
def invite_person(person, *, by):
    """Send the link by which a person sets their first password. PLT-3"""
    require(by, "invite_person", person)
    if not person.email:
        raise Refused(_("They have no e-mail yet. Add one, then invite them."))
    if not person.is_active:
        raise Refused(_("Someone who has left cannot be invited."))
    if person.has_usable_password():
        raise Refused(_("They can sign in already."))
    record(person, "invite_person", by=by)
    registry.mail(person, "invitation", {"url": password_url(person)}, by=by)
    return person


@action
def ask_reset(email, *, by):
    """Note that somebody wants a new password; known or not, nobody can tell from outside. PLT-3"""
    if by is not SYSTEM:
        raise PermissionDenied
    email = normal_email(email)
    ResetRequest.objects.filter(email=email).delete()
    ResetRequest.objects.create(email=email, asked_at=clock.now())


@action
def answer_reset(request, *, by):
    """Send the link for a new password if there is such a person, and forget the request. PLT-3"""
    if by is not SYSTEM:
        raise PermissionDenied
    taken, _rows = ResetRequest.objects.filter(pk=request.pk).delete()
    person = Person.objects.by_email(request.email).filter(is_active=True).first()
    if taken and person is not None:
        record(person, "ask_reset", by=by)
        registry.mail(person, "password_reset", {"url": password_url(person)}, by=by)
    return person


@action
def change_password(person, password, *, by, but=""):
    """Set one's own password; every session ends but the one with the key `but`. PLT-3"""
    if by is SYSTEM or by.pk != person.pk or not person.is_active:
        raise PermissionDenied
    person.set_password(password)
    Person.objects.filter(pk=person.pk).update(password=person.password)
    close_sessions(person, but=but)
    record(person, "change_password", by=by)
    return person


def password_url(person):
    """The address that lets whoever reads this person's mail set a password, once and for a limited time."""
    key = urlsafe_base64_encode(force_bytes(person.pk))
    path = reverse("people:set_password", args=[key, default_token_generator.make_token(person)])
    return urljoin(settings.BASE_URL, path)
