"""The matrix of RACI: what holds where, what two departments both do, and what nobody does. ORG-6

A unit takes over, letter by letter, what the nearest unit above says. *Holes*: nobody is accountable or responsible;
who is has left; a team has nobody in it. *Overlap*: two departments, neither within the other, are both responsible.
A problem is counted once, at the unit from which it comes.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Activity, Letter, Person, Responsibility, Status, Unit, UnitLink

NOBODY, GONE, EMPTY, OVERLAP = "nobody", "gone", "empty", "overlap"
ANSWERING = (Letter.ACCOUNTABLE, Letter.RESPONSIBLE)
TITLES = {
    (NOBODY, "A"): gettext_lazy("Nobody is accountable"),
    (NOBODY, "R"): gettext_lazy("Nobody is responsible"),
    (GONE, "A"): gettext_lazy("Who is accountable has left"),
    (GONE, "R"): gettext_lazy("Who is responsible has left"),
    (EMPTY, "A"): gettext_lazy("The accountable team has nobody in it"),
    (EMPTY, "R"): gettext_lazy("The responsible team has nobody in it"),
    (OVERLAP, "R"): gettext_lazy("Several departments are responsible"),
}


@dataclass(frozen=True)
class Problem:
    """What is wrong with a letter of an activity, and the unit from which it comes."""

    kind: str
    letter: str
    activity: str
    unit_id: int
    who: tuple = ()

    @property
    def is_hole(self):
        return self.kind != OVERLAP

    @property
    def title(self):
        return TITLES[self.kind, self.letter]

    @property
    def text(self):
        """What is wrong, with names, and what to do about it."""
        names = get_text_list([str(one) for one in self.who], _("and"))
        match self.kind:
            case "nobody" if self.letter == Letter.ACCOUNTABLE:
                return _("Name one person or team that answers for it.")
            case "nobody":
                return _("Name who does the work.")
            case "gone":
                return _("%(names)s no longer works here. Name somebody else.") % {"names": names}
            case "empty":
                return _("Nobody works in %(names)s. Name another team or a person.") % {"names": names}
        return _("%(names)s both do the same work. Let one do it; the other may be consulted.") % {"names": names}


@dataclass
class Cell:
    """An activity of a unit: the rows in force by letter, and where each letter comes from."""

    unit: Unit
    activity: Activity
    rows: dict = field(default_factory=dict)
    origins: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)

    @property
    def letters(self):
        """(letter, rows, the unit above it comes from or None), in the order A R C I."""
        return [
            (letter, self.rows[letter], None if self.origins[letter].pk == self.unit.pk else self.origins[letter])
            for letter in Letter
            if letter in self.rows
        ]

    @property
    def is_inherited(self):
        return bool(self.rows) and all(origin.pk != self.unit.pk for origin in self.origins.values())

    @property
    def own_problems(self):
        return [problem for problem in self.problems if problem.unit_id == self.unit.pk]


class Matrix:
    """Every activity of every unit asked for, from five queries at any number of units."""

    def __init__(self, units):
        """`units` is a queryset; what stands above them is read along, for it is taken over."""
        asked = {*units.order_by().values_list("pk", flat=True)}
        above = UnitLink.objects.filter(descendant__in=units.order_by().values("pk")).values("ancestor")
        self.units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=above).select_related("head")}
        self.root = next((unit for unit in self.units.values() if unit.is_root), None)
        self.asked = [unit for unit in self.units.values() if unit.pk in asked]
        rows = Responsibility.objects.current().filter(unit__in=above)
        self.own = defaultdict(list)
        for row in rows.select_related("person__unit", "team").order_by("letter", "from_at", "pk"):
            self.own[row.unit_id, row.activity, row.letter].append(row)
        self.is_used = bool(self.own)
        self._read_teams()

    def _read_teams(self):
        answering = [row for key, rows in self.own.items() if key[2] in ANSWERING for row in rows]
        teams = {row.team_id for row in answering if row.team_id}
        places = teams | {row.person.unit_id for row in answering if row.person_id}
        here = Person.objects.filter(is_active=True).exclude(status=Status.LEFT)
        staffed = UnitLink.objects.filter(ancestor__in=teams, descendant__in=here.values("unit"))
        within = UnitLink.objects.filter(ancestor__in=places, descendant__in=places, depth__gt=0)
        self.staffed = {*staffed.values_list("ancestor", flat=True).distinct()} if teams else set()
        self.within = {*within.values_list("descendant", "ancestor")} if len(places) > 1 else set()

    def cell(self, unit, activity):
        """What holds for an activity of a unit, with what is wrong about it."""
        cell = Cell(unit, Activity(activity))
        for letter in Letter:
            at = unit
            while at is not None:
                if rows := self.own.get((at.pk, activity, letter)):
                    cell.rows[letter], cell.origins[letter] = rows, at
                    break
                at = self.units.get(at.parent_id)
        cell.problems = [found for letter in ANSWERING for found in self._problems(cell, letter)]
        return cell

    def cells(self, unit):
        """The five activities of a unit."""
        return [self.cell(unit, activity) for activity in Activity]

    def problems(self):
        """Every problem once: of the units asked for, where it comes from one of them."""
        return [problem for unit in self.asked for cell in self.cells(unit) for problem in cell.own_problems]

    def problems_of(self, unit):
        """What is wrong for one unit, wherever it comes from."""
        return [problem for cell in self.cells(unit) for problem in cell.problems]

    def _problems(self, cell, letter):
        rows = cell.rows.get(letter)
        if not rows:
            yield Problem(NOBODY, letter, cell.activity, self.root.pk)
            return
        origin = cell.origins[letter].pk
        gone = [row.person for row in rows if row.person and not _is_here(row.person)]
        empty = [row.team for row in rows if row.team and row.team_id not in self.staffed]
        if len(gone) + len(empty) == len(rows):
            # one who is still there is enough
            kind, who = (GONE, gone) if gone else (EMPTY, empty)
            yield Problem(kind, letter, cell.activity, origin, tuple(who))
        if letter == Letter.RESPONSIBLE and (apart := self._apart(rows)):
            yield Problem(OVERLAP, letter, cell.activity, origin, tuple(apart))

    def _apart(self, rows):
        """The departments of several rows of which none lies within another; empty when there is but one."""
        places = {}
        for row in rows:
            if row.team_id or _is_here(row.person):
                place = row.team or row.person.unit
                places.setdefault(place.pk, place)
        outer = [place for pk, place in places.items() if not any((pk, other) in self.within for other in places)]
        return outer if len(outer) > 1 else []


def _is_here(person):
    return person.is_active and person.status != Status.LEFT


def problems_for(person):
    """What is wrong where this person may name somebody; nothing before anybody was ever named. ORG-6"""
    if not Responsibility.objects.exists():
        return []
    return Matrix(Unit.objects.permitted_to(person, "assign_responsibility")).problems()
