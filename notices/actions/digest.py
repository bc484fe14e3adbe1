"""One mail a day that lists what happened. PLT-5"""

import uuid

from notices.models import Digest, DigestTime, Letter, Notice
from notices.rules import may_hear, next_digest, zone_of
from trail import clock
from trail.actions import action


@action
def write_digest(person, *, by):
    """Put a person's digest into the outbox when it is due; the letter, or None. PLT-5

    The row of the day is the claim: of two sweeps one inserts it. Row, notices and letter stand in one transaction,
    so a kill leaves either all of it or a promise that is still due. What was read in the app meanwhile is left
    out; when nothing is left, nothing is sent.
    """
    now = clock.now()
    waiting = Notice.objects.filter(person=person).waiting()
    first = waiting.filter(digest_at__lte=now).order_by("digest_at").first()
    if first is None:
        return None
    if not may_hear(person) or not person.email or not waiting.unread().exists():
        waiting.update(digest_at=None)
        return None
    zone, asked = zone_of(person), DigestTime.objects.filter(person=person).first() or DigestTime()
    last = Digest.objects.filter(person=person, day__isnull=False).order_by("-day").values_list("day", flat=True)
    due = next_digest(first.at, zone, asked.hour, asked.is_weekdays_only, last.first())
    if due > now:
        # the person has moved to another time zone, or has had the digest of this day
        waiting.update(digest_at=due)
        return None
    day = max(due, first.digest_at).astimezone(zone).date()
    return send_digest(person, waiting.unread(), day, now)


def send_digest(person, waiting, day, now):
    """Claim the day (None: no day, an early one), take what waits, write the letter; None when claimed already."""
    digest = Digest(id=uuid.uuid4(), person=person, day=day, at=now)
    Digest.objects.bulk_create([digest], ignore_conflicts=True)
    if not Digest.objects.filter(pk=digest.pk).exists():
        return None
    waiting.update(digest=digest)
    Notice.objects.filter(person=person).waiting().exclude(read_at=None).update(digest_at=None)
    return Letter.objects.create(digest=digest, person=person, kind="digest", created_at=now, next_at=now)
