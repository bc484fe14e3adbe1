"""Lists that stay fast and honest at any length: keyset pages, a bounded count, filters in the URL. PLT-7"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.core.exceptions import BadRequest, FieldDoesNotExist, ValidationError
from django.db.models import F, Q
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

EXACT_TO = 1000
LARGEST = 2**63 - 1
OWN = ("sort", "after", "before")


def page(request, queryset, *, orderings, default, filterset=None, per_page=50):
    """Return the Listing this request asks for; two queries, whatever the length.

    orderings: {"handle": ("handle_key",)}; "-handle" comes for free and the primary key is added. The first field
    of each has an index. A sort, cursor or filter that makes no sense raises BadRequest.
    """
    filters = filterset(request.GET, queryset=queryset, request=request) if filterset else None
    if filters is not None:
        if not filters.is_valid():
            raise BadRequest(_spell(filters.form))
        queryset = filters.qs
    sort = request.GET.get("sort") or default
    if sort.removeprefix("-") not in orderings:
        raise BadRequest(_("This list cannot be sorted by “%(sort)s”.") % {"sort": sort[:40]})
    return Listing(request, queryset, orderings, sort, default, filters, per_page)


def _spell(form):
    return " ".join(
        f"{form.fields[name].label or name}: {' '.join(errors)}" if name in form.fields else " ".join(errors)
        for name, errors in form.errors.items()
    )


class Listing:
    """One page of a list and the ways on from it."""

    def __init__(self, request, queryset, orderings, sort, default, filters, per_page):
        self.request, self.queryset, self.orderings = request, queryset, orderings
        self.sort, self.default, self.filters, self.per_page = sort, default, filters, per_page
        fields = tuple(orderings[sort.removeprefix("-")])
        self.keys = [Key(queryset.model, name, sort.startswith("-")) for name in fields]
        if not {"pk", "id"} & {key.name for key in self.keys}:
            self.keys.append(Key(queryset.model, "pk", sort.startswith("-")))
        self._fetch()

    def _fetch(self):
        after, before = self.request.GET.get("after"), self.request.GET.get("before")
        backwards = bool(before) and not after
        queryset = self.queryset.order_by(*(key.order(backwards) for key in self.keys))
        if after or before:
            queryset = queryset.filter(beyond(self.keys, self._read(after or before), backwards))
        rows = list(queryset[: self.per_page + 1])
        more, rows = len(rows) > self.per_page, rows[: self.per_page]
        self.rows = rows[::-1] if backwards else rows
        self.has_next = more if not backwards else True
        self.has_previous = more if backwards else bool(after)

    def _read(self, cursor):
        try:
            sort, *values = json.loads(urlsafe_b64decode(cursor.encode("ascii")))
            if sort != self.sort or len(values) != len(self.keys):
                raise ValueError
            return [key.clean(value) for key, value in zip(self.keys, values, strict=True)]
        except (ValueError, TypeError, ValidationError, OverflowError, RecursionError):
            raise BadRequest(_("This link to a page of the list is broken. Start from the first page.")) from None

    def _cursor(self, row):
        values = [self.sort, *(key.value(row) for key in self.keys)]
        return urlsafe_b64encode(json.dumps(values, default=str).encode()).decode()

    def _url(self, **changes):
        query = self.request.GET.copy()
        for name in OWN[1:]:
            query.pop(name, None)
        for name, value in changes.items():
            query[name] = value
        for name in [name for name, values in query.lists() if values in ([""], [])]:
            del query[name]
        return f"?{query.urlencode()}" if query else self.request.path

    def sorted_by(self, sort):
        return self._url(sort="" if sort == self.default else sort)

    @property
    def next_url(self):
        return self._url(after=self._cursor(self.rows[-1])) if self.has_next and self.rows else ""

    @property
    def previous_url(self):
        return self._url(before=self._cursor(self.rows[0])) if self.has_previous and self.rows else ""

    @property
    def cleared_url(self):
        return self.request.path

    @property
    def first_url(self):
        return self._url()

    @cached_property
    def _counted(self):
        return self.queryset.order_by().values("pk")[: EXACT_TO + 1].count()

    @property
    def count(self):
        """The exact number, or None when there are more than a thousand."""
        return self._counted if self._counted <= EXACT_TO else None

    @property
    def count_text(self):
        number = number_format(min(self._counted, EXACT_TO), force_grouping=True)
        return number if self.count is not None else f"{number}+"

    @cached_property
    def chosen(self):
        """The filters in use: name → value, without those left empty."""
        fields = self.filters.form.fields if self.filters is not None else ()
        return {name: self.request.GET.getlist(name) for name in fields if any(self.request.GET.getlist(name))}

    @property
    def is_filtered(self):
        return bool(self.chosen)

    @property
    def is_first_page(self):
        return not self.has_previous


class Key:
    """One field of an ordering; empty values always come last."""

    def __init__(self, model, name, descending):
        self.name, self.descending, self.nullable = name, descending, False
        *path, last = name.split("__")
        for step in path:
            relation = model._meta.get_field(step)
            self.nullable |= relation.null
            model = relation.related_model
        try:
            self.field = model._meta.pk if last == "pk" else model._meta.get_field(last)
            self.nullable |= self.field.null
        except FieldDoesNotExist:
            self.field = None  # an annotation; never empty

    def order(self, backwards):
        ends_first = self.descending != backwards
        if not self.nullable:
            return F(self.name).desc() if ends_first else F(self.name).asc()
        edge = {"nulls_first": True} if backwards else {"nulls_last": True}
        return F(self.name).desc(**edge) if ends_first else F(self.name).asc(**edge)

    def value(self, row):
        for step in self.name.split("__"):
            row = getattr(row, step, None)
        return row

    def clean(self, value):
        if value is None and self.nullable:
            return None
        if value is None or isinstance(value, list | dict) or (isinstance(value, str) and "\x00" in value):
            raise ValueError
        found = value if self.field is None else self.field.to_python(value)
        if isinstance(found, int) and not -LARGEST <= found <= LARGEST:
            raise ValueError
        return found

    def past(self, value, backwards):
        """The rows strictly beyond `value`; those without a value lie at the end."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if backwards else Q(pk__in=())
        beyond = Q(**{f"{self.name}__{'lt' if self.descending != backwards else 'gt'}": value})
        return beyond | Q(**{f"{self.name}__isnull": True}) if self.nullable and not backwards else beyond

    def same(self, value):
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def at_or_past(self, value, backwards):
        return Q(**{f"{self.name}__{'lte' if self.descending != backwards else 'gte'}": value})


def beyond(keys, values, backwards):
    """The rows after (or before) a row with these values: a > x or (a = x and b > y) …"""
    first, *rest = zip(keys, values, strict=True)
    key, value = first
    condition = key.past(value, backwards)
    if rest:
        deeper = beyond([k for k, _v in rest], [v for _k, v in rest], backwards)
        condition = condition | (key.same(value) & deeper)
        if not key.nullable and value is not None:
            # Says nothing new, but lets PostgreSQL enter the index at the cursor instead of reading up to it.
            condition = key.at_or_past(value, backwards) & condition
    return condition
