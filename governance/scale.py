"""An organisation of any size, for measuring: made up, the same every time, loaded set by set. PLT-9

Unlike the demo it has no past: everything begins now, and one entry of the trail says how much was written.
"""

import io
import json
from dataclasses import dataclass
from datetime import timedelta

from django.core.management.color import no_style
from django.db import connection

from accounts.models import Account, Platform, Purpose, TwoFactor
from accounts.rules.lookalike import skeleton
from people import actions as people
from people.models import Membership, Organisation, Person, Role, Unit, UnitKind, UnitLink
from trail import clock
from trail.actions import action, record

SOURCE = "scale"
PLATFORMS = ("facebook", "instagram", "x", "linkedin", "youtube", "tiktok", "threads", "pinterest")
COMPANIES, DIVISIONS = 10, 100
FIRST = "Ayu Bima Citra Dewi Eka Fajar Gita Hadi Indah Joko Kartika Lestari Made Nur Okta Putri Rizky Sinta Tri Wulan"
LAST = "Pratama Wijaya Santoso Lestari Nugroho Saputra Hidayat Kusuma Siregar Halim Gunawan Permata Susanto Hartono"
WORDS = "kopi pangan energi logistik bank sehat kreasi taman laut kota pasar cahaya mandiri sinar makmur jaya"


@dataclass
class Scale:
    """How much there shall be, and who looks at it: everything, or the hundredth part."""

    accounts: int
    people: int
    units: int
    administrator: Person | None = None
    reader: Person | None = None


@action
def seed(scale, *, by):
    """Write units, people and accounts into an empty database, and two who look at them. PLT-9"""
    now = clock.now()
    root = people.create_root(name="Skala Group", by=by)
    first = root.pk + 1
    _units(scale, root)
    _people(scale, root, now)
    _accounts(scale, first, now)
    connection.cursor().execute("ANALYZE")
    scale.administrator = people.add_person(name="Sari Skala", email="sari@scale.example", unit=root, by=by)
    division = Unit.objects.get(pk=first + COMPANIES)
    scale.reader = people.add_person(name="Rudi Skala", email="rudi@scale.example", unit=division, by=by)
    people.grant_role(scale.administrator, root, Role.ADMINISTRATOR, reason="Measures everything", by=by)
    people.grant_role(scale.reader, division, Role.COMMUNITY_MANAGER, reason="Measures one per cent", by=by)
    written = {"accounts": scale.accounts, "people": scale.people, "units": scale.units}
    record(root, "seed_scale", by=by, after=written)
    return scale


def _units(scale, root):
    """Ten companies, a hundred divisions, the rest departments in turn."""
    first, units, above = root.pk + 1, [], {root.pk: ()}
    for number in range(scale.units):
        pk = first + number
        if number < COMPANIES:
            parent, kind = root.pk, UnitKind.SUBSIDIARY
        elif number < COMPANIES + DIVISIONS:
            parent, kind = first + number % COMPANIES, UnitKind.DIVISION
        else:
            parent, kind = first + COMPANIES + number % DIVISIONS, UnitKind.DEPARTMENT
        above[pk] = (parent, *above[parent])
        units.append({"id": pk, "name": f"{kind.label} {number:05}", "kind": kind.value, "parent_id": parent})
    load(Unit, units)
    load(
        UnitLink,
        (
            {"ancestor_id": ancestor, "descendant_id": pk, "depth": depth}
            for pk in above
            if pk != root.pk
            for depth, ancestor in enumerate((pk, *above[pk]))
        ),
    )


def _people(scale, root, now):
    first, last = FIRST.split(), LAST.split()
    today = Organisation.current().today(now)

    def unit(number):
        return root.pk + 1 + number % scale.units

    load(
        Person,
        (
            {
                "id": number + 1,
                "name": f"{first[number % len(first)]} {last[number // len(first) % len(last)]} {number:06}",
                "email": f"person{number}@scale.example",
                "password": "!nobody-signs-in-with-this-one-at-all-0123",
                "unit_id": unit(number),
                "source": SOURCE,
                "external_id": str(number),
            }
            for number in range(scale.people)
        ),
    )
    load(
        Membership,
        ({"person_id": number + 1, "unit_id": unit(number), "from_on": today} for number in range(scale.people)),
    )


def _accounts(scale, first, now):
    """Each division has a hundredth; every third account has no backup owner, every fourth no custody."""
    platforms = {platform.key: platform for platform in Platform.objects.filter(pk__in=PLATFORMS)}
    words, purposes, today = WORDS.split(), [purpose.value for purpose in Purpose], Organisation.current().today(now)
    departments = max(scale.units - COMPANIES - DIVISIONS, 0) // DIVISIONS + 1

    def unit(number):
        return first + COMPANIES + number % DIVISIONS + DIVISIONS * (number // DIVISIONS % departments)

    def row(number):
        platform = platforms[PLATFORMS[number % len(PLATFORMS)]]
        key = f"{words[number % 16]}.{words[number // 16 % 16]}{number:06}".replace(".", "_" if number % 2 else "")
        owner, since = number % scale.people, now - timedelta(minutes=number)
        backup = None if number % 3 == 0 else (owner + 1) % scale.people + 1
        custodian = None if number % 4 == 0 else owner + 1
        return {
            "platform_id": platform.pk,
            "handle": key,
            "handle_key": key,
            "skeleton": skeleton(key),
            "url": platform.url.format(handle=key),
            "name": f"{words[number % 16].title()} {words[number // 16 % 16].title()}",
            "unit_id": unit(number),
            "purposes": [purposes[number % len(purposes)]],
            "languages": ["id"],
            "owner_id": owner + 1,
            "owner_since": since,
            "backup_id": backup,
            "backup_since": backup and since,
            "custodian_id": custodian,
            "custodian_since": custodian and since,
            "vault": "keepass" if custodian else "",
            "vault_item": f"Skala/{key}" if custodian else "",
            "registered_email": "social@scale.example" if number % 5 else "",
            "two_factor": TwoFactor.APP.value if number % 6 else "",
            "status": "suspended" if number % 50 == 7 else "active",
            "verified_on": None if number % 7 == 0 else today - timedelta(days=number % 500),
            "official_since": today,
            "source": SOURCE,
            "created_at": now,
        }

    load(Account, map(row, range(scale.accounts)))


def load(model, rows):
    """Write many rows of a model: COPY on PostgreSQL, its twin elsewhere. Fields not named keep their defaults."""
    if connection.vendor != "postgresql":
        model._base_manager.bulk_create((model(**row) for row in rows), batch_size=500)
        return
    rows = iter(rows)
    head = next(rows, None)
    if head is None:
        return
    columns = {field.attname: field.column for field in model._meta.concrete_fields}
    default = {field.attname: field.get_default() for field in model._meta.concrete_fields if not field.primary_key}
    rest = [name for name in default if name not in head]
    ending = "".join(f"\t{_text(default[name])}" for name in rest) + "\n"
    names = ", ".join(columns[name] for name in (*head, *rest))
    lines = io.StringIO()
    for row in (head, *rows):
        lines.write("\t".join(map(_text, row.values())) + ending)
    lines.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {model._meta.db_table} ({names}) FROM STDIN", lines)
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


def _text(value):
    """One value in the text form of COPY."""
    if value is None:
        return "\\N"
    if isinstance(value, list | dict):
        value = json.dumps(value)
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
