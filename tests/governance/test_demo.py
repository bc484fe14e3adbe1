"""The demo organisation: every row by the verbs people use, and always fresh. ORG-1 REG-1"""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Account, Status, Tenure
from accounts.rules.gaps import GAPS, terms
from people.models import Organisation, Person
from trail.models import Entry


@pytest.fixture
def nusantara(db, clock):
    call_command("seed_demo", stdout=StringIO())
    clock.clear()


def test_seed_demo_tells_a_past_that_holds(nusantara):
    """REG-2: people, accounts in every state, owners before the present ones, and gaps to close."""
    assert Organisation.current().demo is True
    assert Person.objects.count() == 42
    assert set(Account.objects.values_list("status", flat=True)) == set(Status.values)
    assert Account.objects.live().count() == 59
    assert Tenure.objects.current().filter(part="owner").count() == Account.objects.count()
    assert Tenure.objects.filter(part="owner", until_at__isnull=False).count() == 8
    counts = Account.objects.count_gaps(GAPS, terms())
    assert counts["any"] == 20
    assert sorted(Entry.objects.values_list("at", flat=True)) == list(
        Entry.objects.order_by("seq").values_list("at", flat=True)
    )


def test_budi_leaves_in_nine_days_with_six_accounts(nusantara):
    """REG-8: the story that the next rooms go on with."""
    budi = Person.objects.get(name="Budi Prasetyo")
    days = (budi.leaving_on - terms().today).days
    assert (budi.status, days, Account.objects.live().filter(owner=budi).count()) == ("leaving", 9, 6)


def test_seed_demo_leaves_people_alone(organisation):
    """A database in which somebody is on record is never filled with made-up people."""
    with pytest.raises(CommandError):
        call_command("seed_demo")
    before = Person.objects.count()
    call_command("seed_demo", if_empty=True)
    assert Person.objects.count() == before


def test_the_demo_has_a_digest_to_choose_and_a_file_to_fetch(nusantara):
    """PLT-5 PLT-8"""
    rudi, sari = (Person.objects.get(name=name) for name in ("Rudi Santoso", "Sari Wulandari"))
    assert (rudi.digest_time.hour, rudi.digest_time.is_weekdays_only) == (8, True)
    file = sari.exports.get()
    assert (file.status, file.format, file.path.is_file()) == ("ready", "xlsx", True)
