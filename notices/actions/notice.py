"""Tell people, in the transaction of the change. PLT-5"""

from django.utils.translation import gettext_lazy as _

from notices.kinds import APP, DIGEST, NOW, kind_named
from notices.models import Choice, DigestTime, Letter, Notice
from notices.rules import may_hear, next_digest, way_of, zone_of
from people.permissions import require
from trail import clock
from trail.actions import action, move
from trail.errors import Refused

BATCH = 500


@action
def notify(person, kind, subject=None, *, by, url="", params=None, at=None):
    """Tell one person one thing. Nobody who has left is told; without an e-mail the notice stays in the app."""
    return next(iter(notify_many([(person, subject, params, url)], kind, by=by, at=at)), None)


@action
def notify_many(entries, kind, *, by, at=None):
    """Tell many people many things: one notice per person, listing its items. PLT-5

    `entries` are (person, subject, params or None, url); subject is a model or a text. Returns the notices. Each
    stands in the app at once; as the person chose, a letter goes out too, or it is promised to the next digest.
    """
    at = at or clock.now()
    people, items = {}, {}
    for person, subject, params, url in entries:
        if may_hear(person):
            people[person.pk] = person
            items.setdefault(person.pk, []).append((subject, params or {}, url))
    notices = [_notice(people[pk], kind, things, at) for pk, things in items.items()]
    ways = _ways(kind, people, items)
    promise([notice for notice in notices if ways[notice.person_id] == DIGEST])
    Notice.objects.bulk_create(notices, batch_size=BATCH)
    Letter.objects.bulk_create(
        [
            Letter(notice=notice, person=notice.person, kind=kind, created_at=at, next_at=at)
            for notice in notices
            if ways[notice.person_id] == NOW
        ],
        batch_size=BATCH,
    )
    return notices


def promise(notices, now=None):
    """Set when each is due in its person's digest; saves nothing. One query."""
    now = now or clock.now()
    times = {time.person_id: time for time in DigestTime.objects.filter(person__in={one.person_id for one in notices})}
    for notice in notices:
        asked = times.get(notice.person_id) or DigestTime()
        notice.digest_at = next_digest(now, zone_of(notice.person), asked.hour, asked.is_weekdays_only)


@action
def mail(person, template, params, *, by, at=None):
    """Send direct mail that shows nowhere in the app; its params are erased once it is sent."""
    if not person.email:
        raise Refused(_("%(name)s has no e-mail address.") % {"name": person.name})
    at = at or clock.now()
    return Letter.objects.create(person=person, kind=template, params=params, created_at=at, next_at=at)


@action
def read_notice(notice, *, by):
    """Note that the recipient has seen it; again changes nothing."""
    require(by, "read_notice", notice)
    if Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=clock.now()):
        notice.refresh_from_db(fields=["read_at"])
    return notice


@action
def read_all_notices(*, by):
    """Note that a person has seen everything that is there now."""
    return Notice.objects.visible_to(by).unread().update(read_at=clock.now())


@action
def send_again(letter, *, by):
    """Put a dead letter back into the outbox, under the same id."""
    require(by, "send_again", letter)
    if not letter.notice_id and not letter.params:
        raise Refused(_("This letter held a link that has been erased. Send a new one instead."))
    move(letter, "send_again", by=by, names={"person": letter.person.name},
         attempts=0, next_at=clock.now(), last_error="", is_receivers_fault=False)  # fmt: skip
    return letter


def _ways(kind, people, items):
    """{person: way} for one kind; who has no e-mail is told in the app."""
    told = kind_named(kind)
    chosen = dict(Choice.objects.filter(kind=kind, person__in=people).values_list("person", "way"))
    return {
        pk: way_of(told, chosen.get(pk), [params for _subject, params, _url in items[pk]]) if person.email else APP
        for pk, person in people.items()
    }


def _notice(person, kind, things, at):
    if len(things) > 1:
        listed = [{"subject": _text(subject), "url": url, **params} for subject, params, url in things]
        return Notice(person=person, kind=kind, params={"items": listed}, at=at)
    subject, params, url = things[0]
    is_model = hasattr(subject, "_meta")
    return Notice(
        person=person,
        kind=kind,
        subject_type=subject._meta.label_lower if is_model else "",
        subject_id=str(subject.pk) if is_model else "",
        subject_text=_text(subject)[:250],
        url=url,
        params=params,
        at=at,
    )


def _text(subject):
    return "" if subject is None else str(subject)
