"""What the organisation settles for itself. ORG-1"""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from people import actions
from people.models import Organisation
from trail.errors import Stale
from trail.models import Entry


@pytest.mark.parametrize("who", ["dewi", "andi", "rudi", "oki"])
def test_edit_organisation_by_the_wrong_person(organisation, who):
    """ORG-1"""
    with pytest.raises(PermissionDenied):
        actions.edit_organisation(sync_guard_percent=100, by=getattr(organisation, who))


def test_edit_organisation_cleans_its_domains(organisation, sari):
    """REG-1"""
    found = actions.edit_organisation(email_domains=[" @Nusantara.CO.ID", "nusantara.co.id", ""], by=sari)
    assert found.email_domains == ["nusantara.co.id"]


WRONG = [
    ({"email_domains": ["not a domain"]}, "email_domains"),
    ({"time_zone": "Mars/Olympus"}, "time_zone"),
    ({"time_zone": "../../etc/passwd"}, "time_zone"),
    ({"sync_guard_percent": 0}, "sync_guard_percent"),
    ({"sync_guard_percent": 101}, "sync_guard_percent"),
    ({"language": "fr"}, "language"),
    ({"verify_after_days": 0}, "verify_after_days"),
]


@pytest.mark.parametrize(("fields", "field"), WRONG)
def test_edit_organisation_refuses_nonsense(organisation, sari, fields, field):
    """ORG-1"""
    with pytest.raises(ValidationError) as refused:
        actions.edit_organisation(by=sari, **fields)
    assert list(refused.value.message_dict) == [field]
    assert Organisation.current().version == 2


def test_edit_organisation_of_an_old_version(organisation, sari):
    with pytest.raises(Stale):
        actions.edit_organisation(by=sari, version=1, retire_notice_days=30)


def test_edit_organisation_without_a_change_is_nothing(organisation, sari):
    before = Entry.objects.count()
    actions.edit_organisation(by=sari, retire_notice_days=28)
    assert Entry.objects.count() == before
