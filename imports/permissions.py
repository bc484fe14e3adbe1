"""Who sees imports; who may import a kind is ruled by the room it belongs to. An export is its person's. PLT-4"""

import hashlib

from django.db.models import Q

from imports.kinds import kinds
from people.models import Role, Unit, UnitRole
from people.permissions import rules, units_of
from trail import clock

SEERS = (Role.ADMINISTRATOR, Role.AUDITOR, "uploader")
MAY = {
    "see_import": SEERS,
    "see_importrow": SEERS,
    "see_export": ("exporter",),
    "cancel_export": ("exporter",),
    "download_export": ("exporter",),
}


def reach(job):
    """The ids of the units in which whoever imports may do so; None stands for everywhere."""
    if job.by is None:
        return None
    return set(units_of(job.by, rules()[job.importer.permission]).values_list("descendant", flat=True))


def kinds_for(person):
    """The kinds of import a person may do somewhere."""
    return [kind for kind in kinds() if units_for(person, kind).exists()]


def units_for(person, kind):
    """The units in which a person may import a kind."""
    return Unit.objects.permitted_to(person, kind.permission)


def rights_of(person):
    """A mark of everything that roles let a person see: another mark, other rights. Two queries."""
    held = UnitRole.objects.filter(Q(ends_at=None) | Q(ends_at__gt=clock.Now()), user=person.pk)
    roles = sorted(held.values_list("content_object", "permission__codename"))
    heads = sorted(Unit.objects.filter(head=person.pk).values_list("pk", flat=True))
    return hashlib.sha256(repr((person.pk, roles, heads)).encode()).hexdigest()
