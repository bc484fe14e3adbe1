"""Who sees imports; who may import a kind is ruled by the room it belongs to. PLT-4"""

from people.models import Role
from people.permissions import rules, units_of

MAY = {"see_import": (Role.ADMINISTRATOR, Role.AUDITOR, "uploader")}


def reach(job):
    """The ids of the units in which whoever imports may do so; None stands for everywhere."""
    if job.by is None:
        return None
    return set(units_of(job.by, rules()[job.importer.permission]).values_list("descendant", flat=True))
