"""Who decides what a unit asks for: with a council or without, named or by office, never nobody. ORG-4 ORG-5

The *mode* of a unit is its own, else that of the next unit above which has one; the organisation itself is
centralised unless it says otherwise. An *approver* is whoever holds the role Approver on a unit. In order:

- centralised: the approvers named at the unit where the mode is set, else at the next one above that names any;
- federated: the approvers of the nearest unit that names any, at or above the unit; the organisation's are told;
- local: the unit's own approvers, else its head; where it has neither, the same of the unit above.

Where no approver is named, the head decides: of the unit where the search began, else the next above, up to the
head of the organisation; and when even that is the one who asks, an administrator of the organisation. Whoever asks is
left out of every step, so that nobody is the only approver of what they ask; who then remains decides, one of them is
enough. See docs/adr/0012-who-decides.md.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum

from django.db.models import Case, F, Q, When
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from people.models import GovernanceMode, Person, Role, Status, Unit, UnitLink, UnitRole
from trail import clock


class Office(StrEnum):
    """By what right somebody decides."""

    APPROVER = "approver"
    HEAD = "head"
    ADMINISTRATOR = "administrator"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Level:
    """A unit on the way up: its own mode, its head if they are active, its approvers, and who administers it."""

    unit: int
    mode: str = ""
    head: int | None = None
    approvers: frozenset = frozenset()
    administrators: frozenset = frozenset()


@dataclass(frozen=True, slots=True)
class Seat:
    """Where and by whom a unit's requests are decided: ids of units and people."""

    mode: GovernanceMode
    set_at: int
    office: Office
    at: int | None = None
    people: frozenset = frozenset()
    told: frozenset = frozenset()


def seat_of(chain, asked_by=None):
    """The seat for the first unit of `chain`, which leads up to the root; without the person `asked_by`. ORG-4"""
    root = chain[-1]
    origin = next((place for place, level in enumerate(chain) if level.mode), len(chain) - 1)
    mode = GovernanceMode(chain[origin].mode or GovernanceMode.CENTRALISED)
    way = chain[origin:] if mode == GovernanceMode.CENTRALISED else chain
    out = {asked_by, None}
    named = [(Office.APPROVER, level.unit, level.approvers - out) for level in way]
    heads = [(Office.HEAD, level.unit, frozenset({level.head} - out)) for level in way]
    if mode == GovernanceMode.LOCAL:
        steps = [step for pair in zip(named, heads, strict=True) for step in pair]
    else:
        steps = named + heads
    steps.append((Office.ADMINISTRATOR, root.unit, root.administrators - out))
    office, at, people = next((step for step in steps if step[2]), (Office.NOBODY, None, frozenset()))
    told = root.approvers - people - out if mode == GovernanceMode.FEDERATED else frozenset()
    return Seat(mode, chain[origin].unit, office, at, people, told)


@dataclass(frozen=True, slots=True)
class Spelled:
    """A seat with names: what a page shows."""

    mode: GovernanceMode
    set_at: Unit
    office: Office
    at: Unit | None
    people: list
    told: list

    @property
    def names(self):
        return get_text_list([person.name for person in self.people], _("or"))

    @property
    def told_names(self):
        return get_text_list([person.name for person in self.told], _("and"))


class Board:
    """The seats of units and of all above them, from two queries at any depth and size."""

    def __init__(self, units):
        """`units` is a queryset that holds with every unit those above it."""
        roles = _counting(UnitRole.objects.filter(content_object__in=units.values("pk")))
        held = defaultdict(set)
        for unit, role, person in roles.values_list("content_object", "permission__codename", "user"):
            held[unit, role].add(person)
        head = Case(When(_active("head"), then=F("head")))
        self.parents, self.levels = {}, {}
        for pk, parent, mode, leader in units.order_by().values_list("pk", "parent", "governance_mode", head):
            self.parents[pk] = parent
            named = (frozenset(held[pk, role]) for role in (Role.APPROVER, Role.ADMINISTRATOR))
            self.levels[pk] = Level(pk, mode, leader, *named)

    def seat(self, unit_id, asked_by=None):
        """The seat of one unit of the board, for a request of the person with the id `asked_by`."""
        chain, asked = [], unit_id
        while asked is not None:
            chain.append(self.levels[asked])
            asked = self.parents[asked]
        return seat_of(chain, asked_by)

    def with_mode(self, unit_id, mode):
        """The seat that the unit would have in another mode."""
        before = self.levels[unit_id]
        try:
            self.levels[unit_id] = replace(before, mode=mode)
            return self.seat(unit_id)
        finally:
            self.levels[unit_id] = before

    def decided_by(self, person_id):
        """The units this person decides for, and those in which only for one asker: (ids, {asker: ids})."""
        always, instead = set(), defaultdict(set)
        for unit in self.levels:
            seat = self.seat(unit)
            if person_id in seat.people:
                always.add(unit)
            elif len(seat.people) == 1:
                (asker,) = seat.people
                if person_id in self.seat(unit, asker).people:
                    instead[asker].add(unit)
        return always, instead


def mode_of(unit):
    """The mode in force for a unit. ORG-4"""
    return seat(unit).mode


def seat(unit, asked_by=None):
    """Where, by what right and by whom the requests of a unit are decided; two queries. ORG-4"""
    above = Unit.objects.filter(links_down__descendant=unit)
    return Board(above).seat(unit.pk, getattr(asked_by, "pk", asked_by))


def choices_for(unit):
    """{mode: Spelled} of every mode this unit could have, "" included; four queries."""
    board = Board(Unit.objects.filter(links_down__descendant=unit))
    modes = ("", *GovernanceMode)
    return dict(zip(modes, spell(*(board.with_mode(unit.pk, mode) for mode in modes)), strict=True))


def spell(*seats):
    """The seats with the names of units and people, people by name; two queries."""
    units = Unit.objects.in_bulk({pk for one in seats for pk in (one.set_at, one.at) if pk})
    everybody = Person.objects.filter(pk__in={pk for one in seats for pk in one.people | one.told}).order_by("name")
    everybody = list(everybody)
    return [
        Spelled(
            one.mode,
            units[one.set_at],
            one.office,
            units.get(one.at),
            [person for person in everybody if person.pk in one.people],
            [person for person in everybody if person.pk in one.told],
        )
        for one in seats
    ]


def approvers(unit, asked_by=None):
    """The active people of whom any one decides a request of the unit that `asked_by` made. ORG-5"""
    return Person.objects.filter(pk__in=seat(unit, asked_by).people)


def told(unit, asked_by=None):
    """The organisation's approvers who hear of a federated decision without taking it. ORG-4"""
    return Person.objects.filter(pk__in=seat(unit, asked_by).told)


def decides(person, unit, asked_by=None):
    """Whether a person may decide a request of the unit that `asked_by` made: never one's own. ORG-5"""
    return person.pk in seat(unit, asked_by).people


def units_decided_by(person):
    """The ids of the units whose requests this person decides, as long as somebody else asks. ORG-4"""
    return _board_of(person).decided_by(person.pk)[0]


def waiting_for(person, rows, *, asked_by="requester"):
    """The rows, each of a unit, that this person decides; `asked_by` names who asked. Three queries at most. ORG-5"""
    always, instead = _board_of(person).decided_by(person.pk)
    unit = f"{rows.model.UNIT}__in"
    theirs = Q(**{unit: always}) & ~Q(**{asked_by: person.pk})
    for asker, units in instead.items():
        theirs |= Q(**{unit: units, asked_by: asker})
    return rows.filter(theirs)


def _board_of(person):
    """The board of what lies above and below the units where this person holds an office."""
    named = _counting(UnitRole.objects.filter(user=person.pk)).filter(
        Q(permission__codename=Role.APPROVER) | Q(permission__codename=Role.ADMINISTRATOR, content_object__is_root=True)
    )
    heads = Unit.objects.filter(_active("head"), head=person.pk)
    offices = {*named.values_list("content_object", flat=True).union(heads.values_list("pk", flat=True))}
    reached = UnitLink.objects.filter(ancestor__in=offices).values("descendant")
    above = UnitLink.objects.filter(descendant__in=offices).values("ancestor")
    return Board(Unit.objects.filter(Q(pk__in=reached) | Q(pk__in=above)))


def _counting(roles):
    """Roles in force at this instant, of people who are here."""
    return roles.filter(Q(ends_at=None) | Q(ends_at__gt=clock.Now()), _active("user"))


def _active(path):
    return Q(**{f"{path}__is_active": True}) & ~Q(**{f"{path}__status": Status.LEFT})
