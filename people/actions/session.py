"""Signed-in browsers: known ones, new ones, and their end. PLT-3"""

import secrets
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from people import registry
from people.models import Device, Session
from people.permissions import require
from people.sessions import handle_of
from trail import clock
from trail.actions import SYSTEM, action, record

KNOWN_DEVICES = 30


@action
def end_session(session, *, by):
    """Sign one browser out; it is out at its next request. PLT-3"""
    require(by, "end_session", session)
    if Session.objects.filter(pk=session.pk).delete()[0]:
        names = {"device": session.device or session.place}
        record(session.person, "end_session", by=by, names=names)
    return session.person


@action
def end_sessions(person, *, by, why="", but=""):
    """Sign a person out everywhere, but in the session `but`; how many browsers that were. PLT-3"""
    require(by, "end_sessions", person)
    ended = close_sessions(person, but=but)
    if ended:
        record(person, "end_sessions", by=by, after={"ended": ended}, why=why)
    if ended and by is not SYSTEM and by.pk != person.pk:
        params = {"what": "end_sessions", "why": why}
        registry.notify(person, "sign_in_changed", person, by=by, url=reverse("people:security"), params=params)
    return ended


def close_sessions(person, *, but=""):
    """Delete the sessions of a person inside a running action, but the one with the key `but`."""
    sessions = Session.objects.filter(person=person)
    if but:
        sessions = sessions.exclude(pk=but)
    return sessions.delete()[0]


def meet_device(person, token, *, name, place, by):
    """The token by which this browser is known from now on; a person with others hears of a new one. PLT-3"""
    if by is SYSTEM or by.pk != person.pk:
        raise PermissionDenied
    now = clock.now()
    known = Device.objects.filter(person=person, digest=_digest(token)) if token else Device.objects.none()
    if known.update(name=name, last_seen_at=now):
        return token
    token = secrets.token_urlsafe(32)
    add_device(person, token, name=name, place=place, by=by)
    return token


@action
def add_device(person, token, *, name, place, by):
    """A browser in which the person has never signed in. PLT-3"""
    now = clock.now()
    others = list(Device.objects.filter(person=person).order_by("-last_seen_at", "-pk").values_list("pk", flat=True))
    Device.objects.filter(pk__in=others[KNOWN_DEVICES - 1 :]).delete()
    Device.objects.create(person=person, digest=_digest(token), name=name, first_seen_at=now, last_seen_at=now)
    if others:
        record(person, "sign_in_elsewhere", by=by, after={"device": name, "place": place})
        params = {"device": name, "place": place, "at": now.isoformat()}
        registry.notify(person, "new_device", person, by=by, url=reverse("people:security"), params=params)


def sessions_of(person, current=""):
    """The open sessions of a person, the one in use first, then the last seen."""
    current = handle_of(current) if current else ""
    found = list(Session.objects.open(clock.now()).filter(person=person).defer("session_data"))
    for session in found:
        session.is_current = session.handle == current
    found.sort(key=lambda session: (session.is_current, (session.seen_at and session.seen_at.timestamp()) or 0))
    return found[::-1]


def _digest(token):
    return sha256(f"device {token}".encode()).hexdigest()
