"""Write the people of a checked file, set-based: 50,000 in one transaction. ORG-3 REG-10"""

import secrets
from collections import defaultdict
from datetime import date, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import F
from django.utils.translation import gettext as _

from imports.people import kind as reading
from imports.rows import CREATE
from people.actions import announce_leaving, bring_back, edit_person, mark_left
from people.models import Membership, Organisation, Person, Status, Unit
from trail.actions import record
from trail.errors import Refused

DATES = ("leaving_on", "contract_ends_on")


class Writer:
    """One import being written: everybody first, then who stands above whom, since a file knows no order."""

    def __init__(self, job, batches, by):
        self.job, self.batches, self.by = job, batches, by
        self.organisation = Organisation.current()
        self.context = job.importer.prepare(job)
        self.today = self.context.today
        self.units = Unit.objects.in_bulk()

    def write(self):
        self.create(external=False)
        self.create(external=True)
        for rows in self.batches():
            reading.load(rows, self.context)
            created = [(self.found(row), row.values) for row in rows if row.verdict == CREATE]
            self.finish(created)
            known = [
                (self.brought_back(self.known(row), row.values), row.values) for row in rows if row.verdict != CREATE
            ]
            self.update(known)
            for person, values in (*created, *known):
                self.carry_out(person, values)

    def create(self, *, external):
        for rows in self.batches():
            rows = [row for row in rows if row.verdict == CREATE and _is_external(row.values) == external]
            if not rows:
                continue
            if external:
                reading.load(rows, self.context)
            people = Person.objects.bulk_create([self.new(row.values, external) for row in rows], batch_size=500)
            Membership.objects.bulk_create(
                [Membership(person=person, unit_id=person.unit_id, from_on=self.today) for person in people],
                batch_size=500,
            )

    def new(self, values, external):
        person = Person(
            source=self.job.source_name,
            unit_id=values.get("unit", self.job.unit_id),
            password=UNUSABLE_PASSWORD_PREFIX + secrets.token_hex(20),
            language=self.organisation.language,
            time_zone=self.organisation.time_zone,
        )
        for key in reading.PLAIN:
            if key in values:
                setattr(person, key, _value(key, values[key]))
        if external:
            person.sponsor = self.around(values["sponsor"])
        return person

    def finish(self, created):
        """Say who stands above the new people, and record them."""
        for person, values in created:
            if "line_manager" in values:
                person.line_manager = self.around(values["line_manager"])
        teams = defaultdict(list)
        for person, values in created:
            if "line_manager" in values:
                teams[person.line_manager].append(person.pk)
        for manager, members in teams.items():
            Person.objects.filter(pk__in=members).update(line_manager=manager)
        for person, values in created:
            unit = self.units[person.unit_id]
            after = {"name": person.name, "unit": unit, "source": person.source}
            after |= {key: values[key] for key in reading.PLAIN if key in values}
            after |= {key: getattr(person, key) for key in reading.REFERENCES if getattr(person, f"{key}_id")}
            record(person, "add_person", by=self.by, after=after, names={"unit": unit})

    def update(self, known):
        """Write what differs: fields in one statement a batch, moves to other units dated today."""
        moved, edited = [], []
        for person, values in known:
            changed = reading.differences(values, person, self.context)
            changed.pop("leaving_on", None)
            for key in reading.REFERENCES:
                if key in changed:
                    changed[key] = self.around(changed[key])
            if "kind" in changed:
                self.change_kind(person, changed)
                continue
            former = person.unit_id
            unit = changed.pop("unit", former)
            if unit != former:
                moved.append((person, former, unit))
            before = {key: getattr(person, key) for key in changed}
            for key, value in changed.items():
                setattr(person, key, _value(key, value))
            if changed:
                edited.append((person, before, {key: getattr(person, key) for key in changed}))
        self.move(moved)
        touched = {person.pk: person for person, *_rest in (*moved, *edited)}.values()
        for person in touched:
            person.version += 1
        fields = {key for _person, _before, after in edited for key in after} | {"unit", "version"}
        Person.objects.bulk_update(touched, sorted(fields), batch_size=500)
        for person, before, after in edited:
            record(person, "edit_person", by=self.by, before=before, after=after)

    def move(self, moved):
        """End the period where they stood and begin the next; one begun today is corrected."""
        people = [person for person, *_rest in moved]
        current = {one.person_id: one for one in Membership.objects.filter(person__in=people, until_on=None)}
        begun, ended, following = [], [], []
        for person, former, unit in moved:
            person.unit_id = unit
            period = current[person.pk]
            if period.from_on >= self.today:
                period.unit_id = unit
                begun.append(period)
            else:
                period.until_on = self.today - timedelta(days=1)
                ended.append(period)
                following.append(Membership(person=person, unit_id=unit, from_on=self.today))
            before, after = {"unit": self.units[former]}, {"unit": self.units[unit]}
            names = {"unit": self.units[unit], "former": self.units[former]}
            record(person, "move_person", by=self.by, before=before, after=after, names=names)
        Membership.objects.bulk_update(begun, ["unit"], batch_size=500)
        Membership.objects.bulk_update(ended, ["until_on"], batch_size=500)
        Membership.objects.bulk_create(following, batch_size=500)

    def change_kind(self, person, changed):
        """From inside to outside or back is rare and has rules of its own."""
        unit = changed.pop("unit", None)
        changed.pop("source", None)
        edit_person(person, by=self.by, **{key: _value(key, value) for key, value in changed.items()})
        if unit is not None:
            former, person = person.unit_id, Person.objects.get(pk=person.pk)
            self.move([(person, former, unit)])
            Person.objects.filter(pk=person.pk).update(unit=unit, version=F("version") + 1)

    def brought_back(self, person, values):
        if person.status != Status.LEFT:
            return person
        until = _value("contract_ends_on", values.get("contract_ends_on"))
        why = _("Named again by %(source)s") % {"source": self.job.source_name}
        bring_back(person, by=self.by, why=why, contract_ends_on=until)
        return Person.objects.get(pk=person.pk)

    def carry_out(self, person, values):
        """Departures, by the same verbs as by hand."""
        why = _("Says %(source)s") % {"source": self.job.source_name}
        leaving = _value("leaving_on", values.get("leaving_on"))
        if values.get("status") == "gone":
            mark_left(person, by=self.by, why=why, signal=True)
        elif leaving is not None and leaving != person.leaving_on:
            announce_leaving(person, leaving, by=self.by, why=why, signal=True)

    def around(self, reference):
        """Somebody another row or the register names."""
        person = self.context.person(reference)
        if person is None:
            raise Refused(_("“%(value)s” is neither in the file nor in Dewan") % {"value": reference})
        return person

    def found(self, row):
        """The person just created from a row."""
        values = row.values
        return (
            self.context.by_number.get(values.get("external_id"))
            or self.context.by_email.get(values.get("email"))
            or self.missing()
        )

    def known(self, row):
        return self.context.by_pk.get(row.target) or self.missing()

    def missing(self):
        raise Refused(_("Somebody has changed the register meanwhile. Check the file again."))


def write(job, batches, *, by):
    Writer(job, batches, by).write()


def drop(job, pks, *, by):
    """Who is no longer named has left; what they held goes to others in this same transaction."""
    why = _("No longer named by %(source)s") % {"source": job.source_name}
    for person in Person.objects.filter(pk__in=pks).order_by("pk").iterator(chunk_size=500):
        mark_left(person, by=by, why=why, signal=True)


def _is_external(values):
    return values.get("kind", "employee") != "employee"


def _value(key, value):
    if key in DATES:
        return date.fromisoformat(value) if value else None
    return value
