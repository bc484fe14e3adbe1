"""Names in a file to things in the register. REG-10"""

import re

from django.utils.translation import gettext as _

from people.models import Unit


class UnitFinder:
    """Finds a unit by number, by path ("Holding / Division", also with >) or by a name that stands once; one query."""

    def __init__(self):
        self.units = {pk: (name, parent) for pk, name, parent in Unit.objects.values_list("pk", "name", "parent")}
        self.by_name, self.by_path = {}, {}
        for pk, (name, _parent) in self.units.items():
            self.by_name.setdefault(_key(name), []).append(pk)
            self.by_path[self._path(pk)] = pk
            # a path may begin below the organisation itself
            self.by_path.setdefault(self._path(pk)[1:], pk)

    def find(self, text):
        """The key of the unit. Raises LookupError with the reason."""
        text = text.strip()
        steps = tuple(_key(step) for step in re.split(r"\s*[/>›]\s*", text) if step)
        named = self.by_name.get(_key(text), [])
        if len(named) == 1:
            return named[0]
        if steps in self.by_path and len(steps) > 1:
            return self.by_path[steps]
        if named:
            raise LookupError(_("there are several units “%(name)s”; write the path, as in A / B") % {"name": text})
        if text.isdecimal() and int(text) in self.units:
            return int(text)
        raise LookupError(_("there is no unit “%(name)s”") % {"name": text})

    def path(self, pk):
        """How a unit is written so that it is found again."""
        names = []
        while pk is not None:
            name, pk = self.units[pk]
            names.append(name)
        return " / ".join(reversed(names))

    def _path(self, pk):
        steps = []
        while pk is not None:
            name, pk = self.units[pk]
            steps.append(_key(name))
        return tuple(reversed(steps))


def _key(name):
    return " ".join(name.split()).casefold()
