"""The first administrator comes from `createsuperuser`, which gives no other right. ORG-7"""

import pytest
from django.core.management import CommandError, call_command

from people.models import Organisation, Person, Role, RoleGrant, Unit
from tests.cast import PASSWORD


def test_createsuperuser_founds_the_organisation(db, monkeypatch, capsys):
    """ORG-7"""
    monkeypatch.setenv("DJANGO_SUPERUSER_EMAIL", "First@One.example")
    monkeypatch.setenv("DJANGO_SUPERUSER_NAME", "First One")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--noinput")
    person = Person.objects.get()
    root = Unit.objects.root()
    assert (person.email, person.name, person.unit, root.head) == ("first@one.example", "First One", root, person)
    assert person.check_password(PASSWORD)
    grant = RoleGrant.objects.get()
    assert (grant.person, grant.unit, grant.role) == (person, root, Role.ADMINISTRATOR)


def test_createsuperuser_of_a_living_organisation_gives_no_business_right(organisation):
    """ORG-7"""
    call_command("createsuperuser", "--noinput", email="it@nusantara.example", name="IT")
    person = Person.objects.by_email("it@nusantara.example").get()
    assert (person.is_superuser, person.grants.count(), person.unit) == (True, 0, organisation.root)
    with pytest.raises(CommandError):
        call_command("createsuperuser", "--noinput", email="it@nusantara.example", name="IT again")


def test_organisation_settings_read_without_writing(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert Organisation.current().sync_guard_percent == 10
    assert Organisation.objects.count() == 0
