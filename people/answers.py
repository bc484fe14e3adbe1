"""What the frame of every page asks of this room. PLT-7"""

from django.utils.translation import gettext as _

from doors.prepared import Prepared
from people.models import Role, Unit
from people.permissions import roles_on

# Every page asks, so that writing the query each time would be felt.
NAME = Prepared(lambda: Unit.objects.filter(is_root=True).values_list("name"))


def organisation():
    """The root unit's name."""
    return next((name for (name,) in NAME()), "")


def holds(person, roles):
    """Whether the person holds one of the roles anywhere; asked once a page."""
    return not frozenset(roles).isdisjoint(_roles(person))


def role_line(person):
    """The words under a name: the first role, else the job title."""
    roles = _roles(person)
    first = next((role.label for role in Role if role.value in roles), "")
    return first or person.job_title or _("Employee")


def _roles(person):
    if not hasattr(person, "_roles_anywhere"):
        person._roles_anywhere = roles_on(person)
    return person._roles_anywhere
