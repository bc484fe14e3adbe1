"""Who does what for a unit, named and ended. ORG-6"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from people import registry
from people.models import Activity, Letter, Responsibility, Unit
from people.permissions import require
from trail import clock
from trail.actions import SYSTEM, action, record
from trail.errors import IllegalMove


@action
def assign_responsibility(unit, activity, letter, *, by, person=None, team=None, why=""):
    """Let a person or a team be A, R, C or I for an activity of a unit; a new A ends the one before. ORG-6"""
    require(by, "assign_responsibility", unit)
    activity, letter = _known(Activity, "activity", activity), _known(Letter, "letter", letter)
    _one_of(person, team, letter)
    # of two who name somebody for the same unit, one waits
    Unit.objects.select_for_update().get(pk=unit.pk)
    current = Responsibility.objects.current().filter(unit=unit, activity=activity, letter=letter)
    if same := current.filter(person=person, team=team).first():
        return same
    if letter == Letter.ACCOUNTABLE:
        for former in current.select_related("person", "team", "unit"):
            _end(former, by=by, why=gettext_noop("Somebody else is accountable now"))
    row = Responsibility.objects.create(
        unit=unit, activity=activity, letter=letter, person=person, team=team, from_at=clock.now()
    )
    after = {"unit": unit, "activity": activity, "letter": letter, "person" if person else "team": row.who}
    record(row, "assign_responsibility", by=by, after=after, why=why, names=_names(row))
    if person is not None and (by is SYSTEM or by.pk != person.pk):
        params = {"unit": unit.name, "activity": str(activity), "letter": str(letter), "why": why}
        registry.notify(person, "responsibility_given", row, by=by, url=row.get_absolute_url(), params=params)
    return row


@action
def end_responsibility(row, *, by, why=""):
    """Somebody is no longer A, R, C or I; what the unit above says then holds again. ORG-6"""
    require(by, "end_responsibility", row)
    Unit.objects.select_for_update().get(pk=row.unit_id)
    row.refresh_from_db(fields=["until_at"])
    if row.until_at is not None:
        raise IllegalMove(row, "end_responsibility", _("This has ended already."))
    return _end(row, by=by, why=why)


def end_of(person, *, by):
    """Whatever someone who left was responsible for ends with them; what is missing then shows as a hole."""
    held = Responsibility.objects.current().filter(person=person).select_related("person", "team", "unit")
    for row in held.order_by("pk"):
        _end(row, by=by, why=gettext_noop("The person has left"))


def _end(row, *, by, why):
    row.until_at = max(clock.now(), row.from_at)
    row.save(update_fields=["until_at"])
    before = {"letter": row.letter, "person" if row.person_id else "team": row.who}
    record(row, "end_responsibility", by=by, before=before, why=why, names=_names(row))
    return row


def _names(row):
    return {"who": row.who, "activity": str(row.activity), "letter": str(row.letter), "unit": row.unit}


def _known(choices, name, value):
    if value not in choices.values:
        raise ValidationError({name: _("Choose one from the list.")})
    return choices(value)


def _one_of(person, team, letter):
    if (person is None) == (team is None):
        raise ValidationError({"person": _("Name either a person or a team.")})
    if person is None:
        return
    person.refresh_from_db(fields=["status", "is_active", "kind"])
    if not person.is_active:
        raise ValidationError({"person": _("Someone who has left cannot be responsible.")})
    if letter == Letter.ACCOUNTABLE and not person.is_employee_now:
        raise ValidationError({"person": _("Only someone employed here can be accountable.")})
