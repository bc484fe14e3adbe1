"""The register of the cast: Budi owns @nusantarapangan, Nia backs him up, Made keeps the credentials."""

import pytest

from accounts import actions
from accounts.models import Platform
from accounts.rules.account import today
from tests.stages import stage


@pytest.fixture
def instagram(db):
    return Platform.objects.get(key="instagram")


@stage(above="organisation")
def account(organisation):
    """@nusantarapangan on Instagram, owned by Budi, backed up by Nia."""
    return actions.register_account(
        organisation.pangan,
        Platform.objects.get(key="instagram"),
        "nusantarapangan",
        organisation.budi,
        backup=organisation.nia,
        purposes=["promotion", "service_after"],
        official_since=today(),
        by=organisation.sari,
    )
