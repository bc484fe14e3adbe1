"""People as rows of a file, written so that importing them again changes nothing. REG-10"""

from django.utils.translation import gettext_lazy as _

from imports.export_kinds import ExportKind, filtered
from imports.lookups import UnitFinder
from imports.people.fields import FIELDS
from people.filters import PersonFilter
from people.models import Person


class PeopleExport(ExportKind):
    name = "people"
    label = _("People")
    columns = tuple(field.key for field in FIELDS)

    def seen(self, person, query):
        return filtered(PersonFilter, query, Person.objects.visible_to(person), person)

    def rows(self, things):
        units = UnitFinder()
        for one in things.select_related("line_manager", "sponsor"):
            yield [_cell(one, key, units) for key in self.columns]


def _cell(person, key, units):
    if key == "dewan_id":
        return person.pk
    if key == "unit":
        return units.path(person.unit_id)
    if key in ("line_manager", "sponsor"):
        other = getattr(person, key)
        return (other.email or other.external_id or other.name) if other else ""
    if key == "status":
        return "left" if person.status == "left" else "active"
    value = getattr(person, key)
    return "" if value is None else value
