"""A person chooses how to hear of what, and when. A taste, so nothing is recorded in the trail. PLT-5"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from notices.actions.digest import send_digest
from notices.actions.notice import promise
from notices.kinds import APP, DIGEST, NOW, chosen_kinds, kind_named
from notices.models import Choice, DigestTime, Letter, Notice
from notices.rules import way_of
from people.permissions import require
from trail import clock
from trail.actions import action


@action
def choose_notices(person, ways, *, by):
    """Set how a person hears of kinds: {kind: way, or None for its default}. PLT-5

    What waits moves along: from the digest into one early mail, into nothing, or from the outbox into the digest.
    """
    require(by, "edit_profile", person)
    known = {kind.name: kind for kind in chosen_kinds()}
    errors = {}
    for name, way in ways.items():
        if name not in known:
            errors[name] = _("There is no such kind of notice.")
        elif way is not None and way not in known[name].ways:
            errors[name] = _("This can only be: %(ways)s.") % {"ways": ", ".join(known[name].ways)}
    if errors:
        raise ValidationError(errors)
    before = ways_of(person)
    for name, way in ways.items():
        mine = Choice.objects.filter(person=person, kind=name)
        if way is None or way == known[name].default:
            mine.delete()
        elif not mine.update(way=way):
            Choice.objects.create(person=person, kind=name, way=way)
    after = ways_of(person)
    _move_along(person, {name: way for name, way in after.items() if way != before[name]})
    return person


@action
def choose_digest_time(person, *, by, hour=None, is_weekdays_only=None):
    """Set at which hour of the person's own day the digest comes, and whether on weekdays only. PLT-5"""
    require(by, "edit_profile", person)
    asked = DigestTime.objects.filter(person=person).first() or DigestTime(person=person)
    asked.hour = asked.hour if hour is None else hour
    asked.is_weekdays_only = asked.is_weekdays_only if is_weekdays_only is None else is_weekdays_only
    asked.full_clean(exclude=["person"], validate_unique=False)
    if asked.hour == DigestTime.HOUR and not asked.is_weekdays_only:
        DigestTime.objects.filter(person=person).delete()
    else:
        asked.save()
    keep_time(person, by=by)
    return asked


@action
def choose_some(person, *, by, ways=None, digest=None):
    """Set kinds and the digest's time as one, as page and API give them. PLT-5"""
    if ways:
        choose_notices(person, ways, by=by)
    if digest:
        choose_digest_time(person, **digest, by=by)
    return person


@action
def reset_choices(person, *, by):
    """Go back to the defaults of everything. PLT-5"""
    choose_notices(person, dict.fromkeys(ways_of(person)), by=by)
    DigestTime.objects.filter(person=person).delete()
    keep_time(person, by=by)
    return person


@action
def keep_time(person, *, by):
    """Move what waits for the digest to the person's hour as it is now; what is due already stays due. PLT-5"""
    now = clock.now()
    waiting = Notice.objects.filter(person=person, digest_at__gt=now).waiting()
    if waiting.exists():
        moved = Notice(person=person)
        promise([moved], now)
        waiting.update(digest_at=moved.digest_at)


def ways_of(person):
    """{kind: way} as it is for a person now."""
    chosen = dict(Choice.objects.filter(person=person).values_list("kind", "way"))
    return {kind.name: way_of(kind, chosen.get(kind.name)) for kind in chosen_kinds()}


def next_digest_of(person):
    """When what waits for the person's digest is due; None when nothing waits, or it is due this moment."""
    waiting = Notice.objects.filter(person=person, digest_at__gt=clock.now()).waiting().unread().order_by("digest_at")
    return waiting.values_list("digest_at", flat=True).first()


def _move_along(person, changed):
    now = clock.now()
    waiting = Notice.objects.filter(person=person).waiting()
    quiet = [name for name, way in changed.items() if way == APP]
    at_once = [name for name, way in changed.items() if way == NOW]
    later = [name for name, way in changed.items() if way == DIGEST]
    waiting.filter(kind__in=quiet).update(digest_at=None)
    impatient = waiting.unread().filter(kind__in=at_once)
    if impatient.exists():
        # one mail for all of it, never a flood
        send_digest(person, impatient, None, now)
    waiting.filter(kind__in=at_once).update(digest_at=None)
    # letters that nobody holds yet; one on its way goes out
    unsent = Letter.objects.undelivered().filter(person=person, kind__in=quiet + later, leased_by=None, attempts=0)
    notices = [
        letter.notice
        for letter in unsent.select_related("notice")
        if letter.notice_id
        and not any(kind_named(letter.kind).is_pressing(item) for item in letter.notice.items)
        and unsent.filter(pk=letter.pk).update(status=Letter.Status.VOID)
    ]
    promise([notice for notice in notices if notice.kind in later], now)
    for notice in notices:
        Notice.objects.filter(pk=notice.pk).update(digest_at=notice.digest_at)
