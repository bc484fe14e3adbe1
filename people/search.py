"""What the search of all rooms finds of people and units. PLT-6"""

from urllib.parse import urlencode

from django.db.models import Case, IntegerField, Q, Value, When
from django.urls import reverse

from doors.search import BEGINS, EXACT, Hit
from people.models import Person, Status, Unit


def find_people(person, words, limit):
    """People this person may see, by name, e-mail or job title. PLT-6"""
    seen = Person.objects.visible_to(person).select_related("unit")
    rows = seen.filter(words.in_fields("name", "email", "job_title")).order_by(_best("name", words), "name", "pk")
    return [
        Hit(
            one.name,
            one.get_absolute_url(),
            f"{one.job_title} · {one.unit}" if one.job_title else str(one.unit),
            icon="person",
            rank=words.rank_in(one.name, one.email),
            status=None if one.status == Status.ACTIVE else one,
        )
        for one in rows[:limit]
    ]


def all_people(words):
    return f"{reverse('people:person_list')}?{urlencode({'q': words.text})}"


def find_units(person, words, limit):
    """Units this person may see, by name. PLT-6"""
    seen = Unit.objects.visible_to(person).select_related("parent")
    rows = seen.filter(words.in_fields("name")).order_by(_best("name", words), "name", "pk")
    return [
        Hit(
            unit.name,
            unit.get_absolute_url(),
            " · ".join(str(part) for part in (unit.get_kind_display(), unit.parent) if part),
            icon="unit",
            rank=words.rank_in(unit.name),
        )
        for unit in rows[:limit]
    ]


def _best(field, words):
    """The same as what was typed first, then what begins with it."""
    return Case(
        When(Q(**{f"{field}__iexact": words.folded}), then=Value(EXACT)),
        When(Q(**{f"{field}__istartswith": words.folded}), then=Value(BEGINS)),
        default=Value(BEGINS + 1),
        output_field=IntegerField(),
    )
