"""Which person a row means, and what it would change. ORG-3 REG-10"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from imports.kinds import ImportKind
from imports.lookups import UnitFinder
from imports.models import Import
from imports.people import writing
from imports.people.fields import FIELDS, clean
from imports.permissions import reach
from imports.rows import CREATE, UNCHANGED, UPDATE
from people.models import Organisation, Person, Status, Unit, UnitRole
from people.querysets import normal_email
from trail import clock

PLAIN = ("name", "email", "kind", "job_title", "responsibilities", "employer", "contract_ends_on", "external_id")
REFERENCES = ("line_manager", "sponsor")
OUTSIDE = ("employer", "sponsor", "contract_ends_on")


@dataclass
class Lookup:
    """What is loaded once per slice."""

    job: Import
    units: UnitFinder
    reach: set | None
    today: date
    by_pk: dict = field(default_factory=dict)
    by_number: dict = field(default_factory=dict)
    by_email: dict = field(default_factory=dict)
    beyond: set = field(default_factory=set)
    returned: set = field(default_factory=set)

    def person(self, reference):
        """Somebody who is here, by number in the source or by e-mail."""
        return self.by_number.get(reference) or self.by_email.get(normal_email(reference))


class PeopleKind(ImportKind):
    name = "people"
    model = Person
    label = _("People")
    permission = "import_people"
    drop_verb = _("left")
    fields = FIELDS
    references = {"unit": "people.Unit"}
    free_texts = ("job_title", "responsibilities", "employer")

    def prepare(self, job):
        return Lookup(job, UnitFinder(), reach(job), Organisation.current().today(clock.now()))

    def check(self, rows, context):
        for row in rows:
            clean(row, context.units)
        load(rows, context)
        for row in rows:
            if not row.errors:
                _judge(row, context)

    def covered(self, job):
        people = Person.objects.filter(source=job.source_name).exclude(status=Status.LEFT)
        within = reach(job)
        if within is not None:
            people = people.filter(unit__in=within)
        return people.values_list("pk", flat=True).iterator()

    def apply(self, job, batches, *, by):
        writing.write(job, batches, by=by)

    def drop(self, job, pks, *, by):
        writing.drop(job, pks, by=by)


def load(rows, context):
    """Everybody whom these rows may mean: three queries, and three more only where rights are limited."""
    numbers = {value for row in rows for key in ("external_id", *REFERENCES) if (value := row.values.get(key))}
    emails = {
        normal_email(value)
        for row in rows
        for key in ("email", *REFERENCES)
        if "@" in (value := row.values.get(key, ""))
    }
    keys = {row.values["dewan_id"] for row in rows if "dewan_id" in row.values}
    source = context.job.source_name
    people = Person.objects.annotate(email_key=Lower("email")).order_by("pk")
    wanted = Q(source=source, external_id__in=numbers)
    found = [*people.filter(wanted)]
    if emails:
        found += people.filter(email_key__in=emails)
    if keys:
        found += people.filter(pk__in=keys)
    context.by_pk = {person.pk: person for person in found}
    context.by_number = {p.external_id: p for p in found if p.source == source and p.external_id}
    context.by_email = {p.email_key: p for p in found if p.email_key}
    context.returned = _dropped_earlier(context, found)
    if context.reach is not None:
        roles = UnitRole.objects.filter(user__in=context.by_pk).exclude(content_object__in=context.reach)
        heads = Unit.objects.filter(head__in=context.by_pk).exclude(pk__in=context.reach)
        context.beyond = {*roles.values_list("user", flat=True), *heads.values_list("head", flat=True)}


def _dropped_earlier(context, found):
    """Who left because this very source no longer named them; they return when it names them again."""
    left = {person.pk: person.left_at for person in found if person.status == Status.LEFT}
    if not left:
        return set()
    returned = set()
    applied = Import.objects.filter(source__kind="people", source__name=context.job.source_name, dropped__gt=0)
    for keys, began, ended in applied.values_list("dropped_keys", "created_at", "finished_at"):
        returned |= {pk for pk in left.keys() & set(keys) if ended and began <= left[pk] <= ended}
    return returned


def _judge(row, context):
    """Find the person and say what would happen. Errors name the field."""
    person = _target(row, context)
    if row.errors:
        return
    values, leaving = row.values, row.values.get("leaving_on", "")
    gone = values.get("status") == "gone" or (leaving and date.fromisoformat(leaving) < context.today)
    if person is None:
        _judge_unit(row, context, None)
        _judge_person(row, context, None)
        if not row.errors:
            row.verdict = UNCHANGED if gone else CREATE
        return
    row.target = person.pk
    if person.status == Status.LEFT and not _returns(row, person, context, gone):
        row.verdict = row.verdict or UNCHANGED
        return
    _judge_unit(row, context, person)
    _judge_person(row, context, person)
    if not row.errors:
        changed = gone or person.status == Status.LEFT or differences(values, person, context)
        row.verdict = UPDATE if changed else UNCHANGED


def _target(row, context):
    """The person a row means: by Dewan's number, the source's, or the e-mail; None for somebody new."""
    values = row.values
    number, email = values.get("external_id", ""), values.get("email", "")
    if number:
        row.unique("external_id", number)
    if email:
        row.unique("email", email)
    if "dewan_id" in values:
        row.unique("dewan_id", values["dewan_id"])
        person = context.by_pk.get(values["dewan_id"])
        if person is None:
            row.error("dewan_id", gettext("there is no person with this number"))
    elif not number and not email:
        row.error(
            "", gettext("has neither a number in the source nor an e-mail, so it would be entered anew each time")
        )
        return None
    else:
        person = context.by_number.get(number) if number else None
        person = person or _adopted(number, context.by_email.get(email), context)
    same_email = context.by_email.get(email)
    if email and same_email is not None and same_email != person:
        row.error("email", gettext("belongs to %(name)s already") % {"name": same_email.name})
    return person


def _adopted(number, person, context):
    """Whoever has the e-mail, unless another source or number holds them."""
    if person is None or (number and person.external_id and person.external_id != number):
        return None
    return person if not number or person.source in ("", context.job.source_name) else None


def _returns(row, person, context, gone):
    if gone:
        return False
    return row.values.get("status") == "present" or person.pk in context.returned


def _judge_unit(row, context, person):
    unit = row.values.get("unit") or (person.unit_id if person else context.job.unit_id)
    if context.reach is None:
        return
    if unit not in context.reach or (person is not None and person.unit_id not in context.reach):
        row.error("unit", gettext("is outside the units you administer"))
    email = row.values.get("email")
    if person is not None and email and email != person.email and person.pk in context.beyond:
        row.error("email", gettext("belongs to somebody with roles outside the units you administer"))


def _judge_person(row, context, person):
    values = row.values
    kind = values.get("kind") or (person.kind if person else "employee")
    if kind == "employee":
        # what only outside people have means nothing here
        for key in OUTSIDE:
            values.pop(key, None)
    for key in REFERENCES:
        reference = values.get(key)
        if not reference:
            continue
        found = context.person(reference)
        if found is None:
            needed = ("email", normal_email(reference)) if "@" in reference else ("external_id", reference)
            row.needs(*needed, key)
        own = {values.get("external_id"), values.get("email"), person and person.external_id}
        if reference in own or (found is not None and found == person):
            row.error(key, gettext("is the person themselves"))
    for key in OUTSIDE if kind != "employee" else ():
        if not values.get(key) and not (person and getattr(person, key)):
            row.error(key, gettext("is needed for people from outside"))


def differences(values, person, context):
    """{field: new value} of the plain fields, the unit and the people around; references that are new stand as text."""
    changed = {}
    for key in PLAIN:
        if key in values and _stored(getattr(person, key)) != values[key]:
            changed[key] = values[key]
    if "unit" in values and values["unit"] != person.unit_id:
        changed["unit"] = values["unit"]
    for key in REFERENCES:
        if key in values:
            found = context.person(values[key])
            if found is None or found.pk != getattr(person, f"{key}_id"):
                changed[key] = values[key]
    if "leaving_on" in values and _stored(person.leaving_on) != values["leaving_on"]:
        changed["leaving_on"] = values["leaving_on"]
    if "dewan_id" not in values and person.source == "":
        changed["source"] = context.job.source_name
    return changed


def _stored(value):
    return value.isoformat() if isinstance(value, date) else value or ""
