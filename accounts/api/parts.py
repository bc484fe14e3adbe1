"""Rows below a thing, by the id that was sent. PLT-2"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def part_of(rows, field, data):
    """The row of this thing with the id sent, or a refusal at the field."""
    found = rows.filter(pk=data[field]).first()
    if found is None:
        raise ValidationError({field: _("There is nothing with this id on this account.")})
    return found
