"""Pages by key: the next page starts after the last row seen, at the same cost on any page. PLT-2"""

import base64
import binascii
import json

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from ..lists import Key, beyond
from .problems import invalid


class CursorPagination(BasePagination):
    """25 rows, at most 200, by `limit`; `next` and `previous` are addresses to follow as they are."""

    page_size = 25
    largest = 200

    def paginate_queryset(self, queryset, request, view=None):
        self.address = request.build_absolute_uri()
        limit = self.limit(request)
        self.ordering = self.asked_order(request, view)
        keys = keys_of(queryset.model, self.ordering)
        backwards, values = self.position(request, keys)
        rows = queryset.order_by(*(key.order(backwards) for key in keys))
        if values is not None:
            rows = rows.filter(beyond(keys, values, backwards))
        rows = list(rows[: limit + 1])
        more, rows = len(rows) > limit, rows[:limit]
        if backwards:
            rows.reverse()
        self.next = self.link(keys, rows[-1], False) if rows and (backwards or more) else None
        self.previous = self.link(keys, rows[0], True) if rows and (more if backwards else values) else None
        return rows

    def limit(self, request) -> int:
        asked = request.query_params.get("limit")
        if asked is None:
            return self.page_size
        if not (asked.isascii() and asked.isdigit() and len(asked) < 6 and 1 <= int(asked) <= self.largest):
            words = _("A page holds 1 to %(largest)d rows.") % {"largest": self.largest}
            raise invalid("?limit", words, "out_of_range")
        return int(asked)

    def asked_order(self, request, view) -> str:
        asked = request.query_params.get("ordering")
        if asked is None:
            return view.ordering
        if asked not in orderings(view):
            words = _("Rows can be ordered by: %(names)s.") % {"names": ", ".join(orderings(view)) or "–"}
            raise invalid("?ordering", words, "not_offered")
        return asked

    def position(self, request, keys):
        """Read where the page starts: which way it faces, and the values of the row it starts after."""
        cursor = request.query_params.get("cursor")
        if cursor is None:
            return False, None
        try:
            packed = base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), b"-_", validate=True)
            ordering, backwards, *values = json.loads(packed)
            if ordering != self.ordering or len(values) != len(keys) or not isinstance(backwards, bool):
                raise ValueError
            return backwards, [key.clean(value) for key, value in zip(keys, values, strict=True)]
        except (ValueError, TypeError, RecursionError, OverflowError, ValidationError, binascii.Error):
            words = _("This cursor does not belong here; start again without it.")
            raise invalid("?cursor", words, "bad_cursor") from None

    def link(self, keys, row, backwards) -> str:
        values = [self.ordering, backwards, *(key.value(row) for key in keys)]
        packed = json.dumps(values, separators=(",", ":"), default=str).encode()
        cursor = base64.urlsafe_b64encode(packed).decode().rstrip("=")
        return replace_query_param(remove_query_param(self.address, "cursor"), "cursor", cursor)

    def get_paginated_response(self, data):
        return Response({"next": self.next, "previous": self.previous, "results": data})

    def get_paginated_response_schema(self, schema):
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
            "additionalProperties": False,
        }

    def get_schema_operation_parameters(self, view):
        limit = {"type": "integer", "minimum": 1, "maximum": self.largest, "default": self.page_size}
        found = [
            _parameter("cursor", {"type": "string"}, "Taken from `next` or `previous`."),
            _parameter("limit", limit, "Rows on a page."),
        ]
        if orderings(view):
            choice = {"type": "string", "enum": orderings(view), "default": view.ordering}
            found.append(_parameter("ordering", choice, "Order of the rows; `-` turns it round."))
        return found


def keys_of(model, ordering) -> list[Key]:
    """Resolve "-due_at" into columns, with the primary key last to break ties."""
    name, descending = ordering.removeprefix("-"), ordering.startswith("-")
    return [Key(model, step, descending) for step in dict.fromkeys([name, "pk"]) if (name, step) != ("id", "pk")]


def orderings(view) -> list[str]:
    return [sign + name for name in view.ordering_fields for sign in ("", "-")]


def _parameter(name, schema, description):
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}
