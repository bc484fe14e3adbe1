"""Who sees imports; who may import a kind is ruled by the room it belongs to. PLT-4"""

from imports.kinds import kinds
from people.models import Role, Unit
from people.permissions import rules, units_of

SEERS = (Role.ADMINISTRATOR, Role.AUDITOR, "uploader")
MAY = {"see_import": SEERS, "see_importrow": SEERS}


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
