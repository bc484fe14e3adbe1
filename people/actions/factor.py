"""Second factors: set up, used, removed, reset by somebody else. PLT-3"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from people import codes, registry, sealing
from people.actions.session import close_sessions
from people.models import Factor, FactorKind, RecoveryCode, Role, RoleGrant
from people.permissions import holds, require
from trail import clock
from trail.actions import SYSTEM, action, record
from trail.errors import Refused


@action
def add_app(person, secret, code, *, by):
    """Tie an authenticator app to a person who shows its code; the app before it ends. New recovery codes or []. PLT-3"""
    _own(person, by)
    now = clock.now()
    step = codes.step_of(secret, code, now)
    if step is None:
        raise ValidationError({"code": _("This is not the code that the app shows now. Wait for the next one.")})
    former = Factor.objects.filter(person=person, kind=FactorKind.APP).delete()[0]
    sealed = sealing.seal(secret, _purpose(person))
    Factor.objects.create(
        person=person, kind=FactorKind.APP, name=_("Authenticator app"), secret=sealed, last_step=step, added_at=now
    )
    verb = "replace_app" if former else "add_app"
    record(person, verb, by=by, names={"name": _("Authenticator app")})
    _tell(person, verb, by=by)
    return _first_codes(person, by=by)


@action
def add_passkey(person, made, name, *, by):
    """Keep the public half of a passkey that the person's browser has made. New recovery codes or []. PLT-3"""
    _own(person, by)
    name = _name(name)
    try:
        with transaction.atomic():
            Factor.objects.create(
                person=person,
                kind=FactorKind.PASSKEY,
                name=name,
                credential=made.credential,
                public_key=made.public_key,
                sign_count=made.sign_count,
                is_alone=made.is_alone,
                is_synced=made.is_synced,
                added_at=clock.now(),
            )
    except IntegrityError:
        raise Refused(_("This passkey is on record already.")) from None
    record(person, "add_passkey", by=by, after={"name": name}, names={"name": name})
    _tell(person, "add_passkey", by=by, name=name)
    return _first_codes(person, by=by)


@action
def rename_factor(factor, name, *, by):
    """Call it by another name. PLT-3"""
    _own(factor.person, by)
    name, former = _name(name), factor.name
    if name != former:
        Factor.objects.filter(pk=factor.pk).update(name=name)
        factor.name = name
        record(factor.person, "rename_factor", by=by, before={"name": former}, after={"name": name})
    return factor


@action
def remove_factor(factor, *, by, but=""):
    """Take a factor away; the last one only where no role asks for it. PLT-3

    With the last one the recovery codes go, and the sessions it opened but the one with the key `but`.
    """
    person = factor.person
    _own(person, by)
    person.refresh_from_db(fields=["needs_factor"])
    others = Factor.objects.select_for_update().filter(person=person).exclude(pk=factor.pk)
    is_last = not others.exists()
    if is_last and person.needs_factor:
        raise Refused(_("Your role needs a second factor. Add another one first, then remove this one."))
    if not Factor.objects.filter(pk=factor.pk).delete()[0]:
        return person
    if is_last:
        RecoveryCode.objects.filter(person=person).delete()
        close_sessions(person, but=but)
    record(person, "remove_factor", by=by, before={"name": factor.name}, names={"name": factor.name})
    _tell(person, "remove_factor", by=by, name=factor.name)
    return person


@action
def make_recovery_codes(person, *, by):
    """Ten new codes, which only their reader knows from now on; the old ones end. PLT-3"""
    _own(person, by)
    if not Factor.objects.filter(person=person).exists():
        raise Refused(_("Recovery codes stand in for a second factor. Set one up first."))
    made = _new_codes(person)
    record(person, "make_recovery_codes", by=by)
    _tell(person, "make_recovery_codes", by=by)
    return made


@action
def reset_factors(person, *, by, reason):
    """Take all factors of somebody who cannot get in any more, with a reason; they are signed out. PLT-3"""
    require(by, "reset_factors", person)
    if by is not SYSTEM and by.pk == person.pk:
        raise PermissionDenied(_("Nobody resets their own second factor. Ask another administrator."))
    if by is not SYSTEM:
        for grant in RoleGrant.objects.filter(person=person, role=Role.ADMINISTRATOR, ended_at=None):
            if not holds(by, [Role.ADMINISTRATOR], grant.unit_id):
                raise PermissionDenied(_("They administer more than you do. Ask an administrator of the organisation."))
    reason = (reason or "").strip()
    if not reason:
        raise ValidationError({"reason": _("Say why, for those who look later.")})
    names = list(Factor.objects.filter(person=person).order_by("pk").values_list("name", flat=True))
    if not names:
        raise Refused(_("They have no second factor."))
    Factor.objects.filter(person=person).delete()
    RecoveryCode.objects.filter(person=person).delete()
    close_sessions(person)
    record(person, "reset_factors", by=by, before={"factors": ", ".join(names)}, why=reason)
    _tell(person, "reset_factors", by=by, why=reason)
    return person


def use_app(person, code):
    """Whether this is the app's code, taken once: conditionally, so that of two at a time one counts. PLT-3"""
    factor = Factor.objects.filter(person=person, kind=FactorKind.APP).first()
    if factor is None:
        return False
    now = clock.now()
    step = codes.step_of(sealing.unseal(factor.secret, _purpose(person)), code, now)
    return step is not None and bool(
        Factor.objects.filter(pk=factor.pk, last_step__lt=step).update(last_step=step, last_used_at=now)
    )


def use_passkey(proof):
    """Whether the passkey's counter has moved on, where it counts at all: a copy of it would not have. PLT-3"""
    moved = Q(sign_count__lt=proof.sign_count) | (Q(sign_count=0) if proof.sign_count == 0 else Q(pk__in=[]))
    return bool(
        Factor.objects.filter(moved, pk=proof.factor.pk).update(sign_count=proof.sign_count, last_used_at=clock.now())
    )


@action
def use_recovery_code(person, code, *, by):
    """Take one code, for ever; how many are left, or None for a wrong or used one. PLT-3"""
    _own(person, by)
    digests = sealing.fingerprints(codes.plain_recovery_code(code), _purpose(person))
    unused = RecoveryCode.objects.filter(person=person, used_at=None)
    if not unused.filter(digest__in=digests).update(used_at=clock.now()):
        return None
    left = unused.count()
    record(person, "use_recovery_code", by=by, after={"left": left})
    _tell(person, "use_recovery_code", by=by, left=left)
    return left


@action
def tell_guessing(person, *, by):
    """Somebody knows the password and tries codes: the person should know. PLT-3"""
    if by is not SYSTEM:
        raise PermissionDenied
    record(person, "guess_factor", by=by)
    _tell(person, "guess_factor", by=by)
    return person


def factors_of(person):
    """What a person has, with how many recovery codes are left: {kind: [factors]}, count."""
    return (
        list(Factor.objects.filter(person=person).order_by(F("kind"), "added_at", "pk")),
        RecoveryCode.objects.filter(person=person, used_at=None).count(),
    )


def _first_codes(person, *, by):
    if RecoveryCode.objects.filter(person=person, used_at=None).exists():
        return []
    made = _new_codes(person)
    record(person, "make_recovery_codes", by=by)
    return made


def _new_codes(person):
    now, made = clock.now(), codes.new_recovery_codes()
    RecoveryCode.objects.filter(person=person).delete()
    digests = [sealing.fingerprints(codes.plain_recovery_code(code), _purpose(person))[0] for code in made]
    RecoveryCode.objects.bulk_create([RecoveryCode(person=person, digest=digest, made_at=now) for digest in digests])
    return made


def _own(person, by):
    require(by, "set_up_factor", person)
    if by is SYSTEM or not person.is_active:
        raise PermissionDenied


def _purpose(person):
    return f"second factor of {person.pk}"


def _name(name):
    name = " ".join((name or "").split())
    if not name or len(name) > Factor._meta.get_field("name").max_length:
        raise ValidationError({"name": _("Give it a name of at most 60 characters.")})
    return name


def _tell(person, what, *, by, **params):
    params |= {"what": what}
    registry.notify(person, "sign_in_changed", person, by=by, url=reverse("people:security"), params=params)
