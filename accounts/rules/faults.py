"""Several faults told at once, so that nobody mends one to hear of the next. REG-1"""

from contextlib import contextmanager

from django.core.exceptions import ValidationError


class Faults:
    """Collects what is wrong by field; `refuse()` raises all of it, if there is anything."""

    def __init__(self):
        self.by_field = {}

    def add(self, field, message):
        self.by_field.setdefault(field, []).append(message)

    @contextmanager
    def found(self):
        """Collect what the block refuses instead of stopping there."""
        try:
            yield
        except ValidationError as error:
            error.update_error_dict(self.by_field)

    def refuse(self):
        if self.by_field:
            raise ValidationError(self.by_field)
