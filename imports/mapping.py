"""Which column means which field: well-known names, what the source taught us, what was asked. REG-10"""

from django.utils.translation import gettext as _

from imports.kinds import column_key


class BadMapping(Exception):
    """A map names a column or field that does not exist, or a needed field has no column."""

    status = 400

    def __init__(self, message):
        super().__init__(message)
        self.message = message


def read_maps(pairs):
    """`["term_end=", "id=external_id"]` → {"term_end": "", "id": "external_id"}."""
    asked = {}
    for pair in pairs:
        column, sign, field = pair.rpartition("=")
        if not sign or not column.strip():
            raise BadMapping(_("“%(pair)s” is not of the form column=field.") % {"pair": pair})
        asked[column.strip()] = field.strip()
    return asked


def map_columns(kind, columns, remembered=None, asked=None):
    """{column: field key}; columns that mean nothing are left out.

    Strongest first: what was asked now, what the source remembers, well-known names. "" asks to leave a column out.
    A remembered column that this file lacks is passed over; an asked one is an error. Raises BadMapping.
    """
    asked, remembered = asked or {}, remembered or {}
    known = {field.key for field in kind.fields}
    found, left_out = {}, set()
    for source, strict in ((asked, True), (remembered, False)):
        for wanted, key in source.items():
            column = _named(columns, wanted)
            if column is None or (key and key not in known):
                if strict:
                    raise BadMapping(_refusal(column, wanted, key, columns, known))
                continue
            if column in found or column in left_out:
                continue
            if not key:
                left_out.add(column)
            elif key not in found.values():
                found[column] = key
            elif strict:
                raise BadMapping(_("Two columns are mapped to “%(field)s”.") % {"field": key})
    by_key = {}
    for column in columns:
        if column not in found and column not in left_out:
            by_key.setdefault(column_key(column), column)
    for field in kind.fields:
        if field.key in found.values():
            continue
        for header in (field.key, *field.headers):
            column = by_key.pop(column_key(header), None)
            if column is not None:
                found[column] = field.key
                break
    return {column: found[column] for column in columns if column in found}


def missing_fields(kind, mapping):
    """Required fields that no column fills."""
    used = set(mapping.values())
    return [field for field in kind.fields if field.required and field.key not in used]


def require_fields(kind, mapping, columns):
    missing = missing_fields(kind, mapping)
    if missing:
        raise BadMapping(
            _("No column is mapped to %(fields)s. The file has: %(columns)s.")
            % {"fields": ", ".join(field.key for field in missing), "columns": ", ".join(columns)}
        )


def _named(columns, wanted):
    if wanted in columns:
        return wanted
    alike = [column for column in columns if column_key(column) == column_key(wanted)]
    return alike[0] if len(alike) == 1 else None


def _refusal(column, wanted, key, columns, known):
    if column is None:
        return _("The file has no column “%(column)s”. It has: %(columns)s.") % {
            "column": wanted,
            "columns": ", ".join(columns),
        }
    return _("“%(field)s” is not a field. The fields are: %(fields)s.") % {
        "field": key,
        "fields": ", ".join(sorted(known)),
    }
