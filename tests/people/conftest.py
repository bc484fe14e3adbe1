from datetime import timedelta

import pytest

from people import actions
from people.models import Kind, Organisation, Role
from trail import clock as the_clock


@pytest.fixture
def today(db):
    return Organisation.current().today(the_clock.now())


@pytest.fixture
def agency(organisation, sari, rudi, today):
    """Lina, of an agency, sponsored by Rudi."""
    return actions.add_person(
        unit=organisation.pangan,
        name="Lina Tanuwijaya",
        email="lina@kreasi.example",
        kind=Kind.AGENCY,
        employer="Kreasi Media",
        sponsor=rudi,
        contract_ends_on=today + timedelta(days=30),
        by=sari,
    )


@pytest.fixture
def gone(organisation, sari):
    """Tono, who has left."""
    tono = actions.add_person(unit=organisation.energi, name="Tono Sugiarto", email="tono@nusantara.example", by=sari)
    return actions.mark_left(tono, by=sari)


@pytest.fixture
def second(organisation, sari, dewi):
    """A second administrator of the organisation: Dewi."""
    return actions.grant_role(dewi, organisation.root, Role.ADMINISTRATOR, by=sari, reason="Two see more than one")


@pytest.fixture
def ready(sari, with_password):
    """Sari with a password."""
    with_password(sari)
    return sari
