"""The promises of this room and how often they are looked at. PLT-5"""

from notices.actions import write_digest
from notices.delivery import deliver_due
from notices.models import Notice
from people.models import Person
from trail import clock
from trail.actions import SYSTEM

AT_ONCE = 200


def write_digests():
    """Write the digests that are due, each in a transaction of its own; how many. Nothing due is one query. PLT-5"""
    due = Notice.objects.waiting().filter(digest_at__lte=clock.now()).order_by("digest_at")
    keys = list(dict.fromkeys(due.values_list("person", flat=True)[:AT_ONCE]))
    if not keys:
        return 0
    people = Person.objects.filter(pk__in=keys)
    return sum(write_digest(person, by=SYSTEM) is not None for person in people)


SWEEPS = {"deliver_notices": (2, deliver_due), "write_digests": (30, write_digests)}
