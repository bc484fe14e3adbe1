"""Who does what, as a file. ORG-6"""

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from imports.exports import csv_response
from people import tree
from people.filters import ResponsibilityFilter
from people.models import Organisation, Unit
from people.raci import Matrix
from trail import clock

COLUMNS = ("unit_id", "unit", "activity", "letter", "kind", "who_id", "who", "taken_over_from", "since", "problem")


@require_safe
def export_responsibilities(request):
    """Every activity of every unit the reader sees: who is what, from where, and what is wrong. ORG-6"""
    filters = ResponsibilityFilter(request.GET, queryset=Unit.objects.visible_to(request.user), request=request)
    if not filters.is_valid():
        raise BadRequest(_("These filters cannot be read; open the page without them."))
    name = f"responsibilities-{Organisation.current().today(clock.now()):%Y-%m-%d}"
    return csv_response(name, COLUMNS, _rows(Matrix(filters.qs)))


def _rows(matrix):
    for node in tree.walk(matrix.asked):
        for cell in matrix.cells(node.unit):
            start = (node.unit.pk, node.unit.name, cell.activity.value)
            for problem in cell.problems:
                yield (*start, problem.letter, "", "", "", "", "", problem.kind)
            for letter, rows, origin in cell.letters:
                for row in rows:
                    kind = "person" if row.person_id else "team"
                    since = row.from_at.date().isoformat()
                    yield (*start, letter.value, kind, row.who.pk, row.who, origin or "", since, "")
