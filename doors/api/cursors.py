"""Pages by key: the next page starts after the last row seen, at the same cost on any page. PLT-2"""

import base64
import binascii
import json
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from .problems import invalid

LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Term:
    """One column of an order. Nulls stand where PostgreSQL's indexes have them: last going up, first going down."""

    path: str
    field: object
    descending: bool
    nullable: bool

    def turned(self):
        return replace(self, descending=not self.descending)

    def ordering(self):
        column = F(self.path)
        if not self.nullable:
            return column.desc() if self.descending else column.asc()
        return column.desc(nulls_first=True) if self.descending else column.asc(nulls_last=True)

    def beyond(self, value) -> Q:
        """Rows that stand after a value in this column."""
        if value is None:
            return Q(**{f"{self.path}__isnull": False}) if self.descending else Q(pk__in=[])
        if self.descending:
            return Q(**{f"{self.path}__lt": value})
        after = Q(**{f"{self.path}__gt": value})
        return after | Q(**{f"{self.path}__isnull": True}) if self.nullable else after

    def same(self, value) -> Q:
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})

    def read(self, row):
        for step in self.path.split("__")[:-1]:
            row = row and getattr(row, step)
        return None if row is None else self.field.value_from_object(row)



def terms(model, ordering) -> tuple[Term, ...]:
    """Resolve ("-due_at", "name") into columns, with the primary key last to break ties."""
    found = []
    for name in (*ordering, *([] if any(n.lstrip("-") in ("pk", "id") for n in ordering) else ["pk"])):
        path, at, nullable = name.lstrip("-"), model, False
        for step in path.split("__"):
            field = at._meta.pk if step == "pk" else at._meta.get_field(step)
            nullable |= field.null
            at = field.related_model
        found.append(Term(path, field, name.startswith("-"), nullable))
    return tuple(found)


def after(order, values) -> Q:
    """Rows that stand after the given values; the first column's bound comes alone so that an index serves it."""
    reached, same = Q(), Q()
    beyond = Q(pk__in=[])
    for term, value in zip(order, values, strict=True):
        beyond |= same & term.beyond(value)
        same &= term.same(value)
    first, value = order[0], values[0]
    if not first.nullable:
        reached = Q(**{f"{first.path}__{'lte' if first.descending else 'gte'}": value})
    return reached & beyond


class CursorPagination(BasePagination):
    """25 rows, at most 200, by `limit`; `next` and `previous` are addresses to follow as they are."""

    page_size = 25
    largest = 200

    def paginate_queryset(self, queryset, request, view=None):
        self.address = request.build_absolute_uri()
        limit = self.limit(request)
        self.ordering = self.asked_order(request, view)
        order = terms(queryset.model, [self.ordering] if self.ordering else [])
        backward, values = self.position(request, order)
        facing = tuple(term.turned() for term in order) if backward else order
        rows = queryset.order_by(*(term.ordering() for term in facing))
        if values is not None:
            rows = rows.filter(after(facing, values))
        rows = list(rows[: limit + 1])
        more, rows = len(rows) > limit, rows[:limit]
        if backward:
            rows.reverse()
        self.next = self.link(order, rows[-1], False) if rows and (backward or more) else None
        self.previous = self.link(order, rows[0], True) if rows and (more if backward else values) else None
        return rows

    def limit(self, request) -> int:
        asked = request.query_params.get("limit")
        if asked is None:
            return self.page_size
        if not (asked.isascii() and asked.isdigit() and len(asked) < 6 and 1 <= int(asked) <= self.largest):
            words = _("A page holds 1 to %(largest)d rows.") % {"largest": self.largest}
            raise invalid("?limit", "out_of_range", words)
        return int(asked)

    def asked_order(self, request, view) -> str:
        asked = request.query_params.get("ordering")
        if asked is None:
            return view.ordering
        if asked not in orderings(view):
            words = _("Rows can be ordered by: %(names)s.") % {"names": ", ".join(orderings(view)) or "–"}
            raise invalid("?ordering", "not_offered", words)
        return asked

    def position(self, request, order):
        cursor = request.query_params.get("cursor")
        if cursor is None:
            return False, None
        try:
            padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
            backward, ordering, texts = json.loads(base64.b64decode(padded, b"-_", validate=True))
            if ordering != self.ordering or len(texts) != len(order) or backward not in (0, 1):
                raise ValueError
            return bool(backward), [value_of(term, text) for term, text in zip(order, texts, strict=True)]
        except (ValueError, TypeError, RecursionError, ValidationError, binascii.Error):
            words = _("This cursor does not belong here; start again without it.")
            raise invalid("?cursor", "bad_cursor", words) from None

    def link(self, order, row, backward) -> str:
        texts = [None if (value := term.read(row)) is None else text_of(term, value) for term in order]
        packed = json.dumps([int(backward), self.ordering, texts], separators=(",", ":")).encode()
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


def orderings(view) -> list[str]:
    return [sign + name for name in view.ordering_fields for sign in ("", "-")]


def text_of(term, value) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def value_of(term, text):
    """Read a column's value back from a cursor, or raise ValueError or ValidationError."""
    if text is None and term.nullable:
        return None
    if not isinstance(text, str) or "\0" in text:
        raise ValueError
    value = term.field.to_python(text)
    if value is None or (isinstance(value, int) and not -LARGEST <= value <= LARGEST):
        raise ValueError
    return value


def _parameter(name, schema, description):
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}
