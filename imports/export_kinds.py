"""What can be taken out as a file; a room says which rows and how they are written, this room does the rest. REG-10

    class AccountsExport(ExportKind):
        name, label, columns = "accounts", _("Official accounts"), COLUMNS

        def seen(self, person, query): ...     # the rows this person may see now, as the filters in `query` narrow them
        def rows(self, things): ...            # sequences in the order of `columns`, for a slice of those rows

    register_export(AccountsExport())          # in AppConfig.ready()

Rows are read in slices by their primary key. Days, moments, numbers and yes/no keep their type in Excel.
"""

from types import SimpleNamespace

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _

_kinds = {}


class ExportKind:
    """The promises between this room and the room whose things are taken out."""

    name = ""
    label = ""
    columns = ()

    def check(self, person):
        """Raise PermissionDenied where this person may not take anything out."""

    def seen(self, person, query):
        """The rows, by the person's rights as they are now. Raises BadRequest for filters that cannot be read."""
        raise NotImplementedError

    def rows(self, things):
        raise NotImplementedError


def filtered(filterset, query, rows, person):
    """The rows as the filters of a list narrow them, for a page or for a job without a request."""
    filters = filterset(query, queryset=rows, request=SimpleNamespace(user=person))
    if not filters.is_valid():
        raise BadRequest(_("These filters cannot be exported; open the list and try again."))
    return filters.qs


def register_export(kind):
    _kinds[kind.name] = kind
    return kind


def export_kind(name):
    return _kinds[name]


def export_kinds():
    return list(_kinds.values())
