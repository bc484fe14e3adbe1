"""Who reads and proves the trail. AUD-1"""

from people.models import Role, Unit
from people.permissions import holds, units_of
from trail.models import Entry

AUDITING = (Role.ADMINISTRATOR, Role.AUDITOR)
MAY = {
    "see_entry": AUDITING,
    "verify_trail": AUDITING,
}


def seen_entries(person):
    """Entries of the units this person audits; all of them, and those of no unit, for who audits the root."""
    root = Unit.objects.root()
    if root is not None and holds(person, AUDITING, root):
        return Entry.objects.all()
    if not holds(person, AUDITING):
        return Entry.objects.none()
    return Entry.objects.filter(unit_id__in=units_of(person, AUDITING))
