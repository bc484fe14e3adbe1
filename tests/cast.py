"""The one cast: Nusantara Group and its people, built through the actions. Shared with the demo and the docs.

Sari administers, Dewi heads the group, Rudi heads Pangan, Nia answers, Budi leaves in nine days, Andi audits,
Made keeps the credentials, Oki is outside: in another subtree and without a role.
"""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from people import actions
from people.models import Organisation, Role, UnitKind
from tests.stages import stage
from trail import clock
from trail.actions import SYSTEM, action

DOMAIN = "nusantara.example"
PASSWORD = "kopi-tubruk-panas"


@action
def found_nusantara(*, by):
    """The group, its units and its people; a namespace of all of them by name."""
    root = actions.create_root(name="Nusantara Group", by=by)
    actions.edit_organisation(email_domains=[DOMAIN], language="en", by=by)
    units = {"root": root}
    for name in ("Pangan", "Energi", "Logistik"):
        units[name.lower()] = actions.create_unit(
            parent=root, name=f"Nusantara {name}", kind=UnitKind.SUBSIDIARY, by=by
        )
    pangan, logistik = units["pangan"], units["logistik"]

    def enter(name, unit, **more):
        email = f"{name.split()[0].lower()}@{DOMAIN}"
        return actions.add_person(name=name, email=email, unit=unit, by=by, **more)

    people = {
        "sari": enter("Sari Wulandari", root, job_title="Corporate communications"),
        "dewi": enter("Dewi Anggraini", root, job_title="President director"),
        "rudi": enter("Rudi Santoso", pangan, job_title="Head of marketing"),
        "nia": enter("Nia Kurniasih", pangan, job_title="Customer care"),
        "budi": enter("Budi Prasetyo", pangan, job_title="Social media lead"),
        "andi": enter("Andi Wijaya", root, job_title="Internal audit"),
        "made": enter("Made Suardana", pangan, job_title="IT operations"),
        "oki": enter("Oki Pratama", logistik, job_title="Warehouse"),
    }
    actions.set_head(root, people["dewi"], by=by)
    actions.set_head(pangan, people["rudi"], by=by)
    why = "Founding of the group"
    actions.grant_role(people["sari"], root, Role.ADMINISTRATOR, reason=why, by=by)
    actions.grant_role(people["andi"], root, Role.AUDITOR, reason=why, by=by)
    actions.grant_role(people["nia"], pangan, Role.RESPONDER, reason=why, by=by)
    last_day = Organisation.current().today(clock.now()) + timedelta(days=9)
    actions.announce_leaving(people["budi"], last_day, why="Takes a new job", by=by)
    for thing in (*units.values(), *people.values()):
        thing.refresh_from_db()
    return SimpleNamespace(**units, **people)


@stage
def organisation():
    """Nusantara Group with everybody in it: `organisation.sari`, `organisation.pangan`."""
    return found_nusantara(by=SYSTEM)


def _member(name):
    @pytest.fixture(name=name)
    def member(organisation):
        return getattr(organisation, name)

    return member


root, pangan, energi, logistik = map(_member, ("root", "pangan", "energi", "logistik"))
sari, dewi, rudi, nia, budi, andi, made, oki = map(
    _member, ("sari", "dewi", "rudi", "nia", "budi", "andi", "made", "oki")
)


@pytest.fixture
def with_password():
    """Give a person the password of the cast: `with_password(sari)` returns it."""

    def give(person):
        actions.change_password(person, PASSWORD, by=person)
        return PASSWORD

    return give
