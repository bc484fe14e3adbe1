"""What a file says of people, and what becomes of them. ORG-2 ORG-3"""

from datetime import timedelta

import pytest

from imports.engine import import_file
from people.models import Membership, Organisation, Person, Status
from trail import clock as the_clock
from trail.actions import SYSTEM
from trail.models import Entry, Payload

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(file):
    """Import lines: `bring("id,name", "1,Ani")` → the outcome."""

    def bring(*lines, by=SYSTEM, said=None, **options):
        said = [] if said is None else said
        return import_file("people", file(*lines), by=by, say=said.append, **options)

    return bring


def person(number):
    return Person.objects.get(source="default", external_id=number)


def test_managers_may_come_later_in_the_file(bring, root):
    """A file knows no order. ORG-2"""
    outcome = bring(
        "id,name,email,manager",
        "1,Ani,ani@x.example,3",
        "2,Bima,,ani@x.example",
        "3,Citra,,",
        "4,Dwi,,sari@nusantara.example",
    )
    assert outcome.line == "created=4 updated=0 unchanged=0 retired=0 errors=0"
    assert person("1").line_manager == person("3")
    assert person("2").line_manager == person("1")
    assert person("4").line_manager.name == "Sari Wulandari"
    payloads = [
        row for row in Payload.objects.values_list("content", flat=True) if '"add_person"' in row or "Bima" in row
    ]
    assert any('"line_manager":{"id"' in row for row in payloads)


def test_outside_people_need_employer_sponsor_and_end(bring, root):
    """ORG-2"""
    said = []
    outcome = bring("id,name,kind,employer", "1,Ani,agency,Warna", said=said)
    assert outcome.code == 1
    assert said == [
        "row 2: sponsor: is needed for people from outside",
        "row 2: contract_ends_on: is needed for people from outside",
    ]
    outcome = bring(
        "id,name,kind,employer,sponsor,contract_end",
        "1,Ani,agency,Warna,2,2030-01-31",
        "2,Bima,employee,ignored,,",
    )
    assert (outcome.code, outcome.created) == (0, 2)
    assert (person("1").sponsor, str(person("1").contract_ends_on)) == (person("2"), "2030-01-31")
    assert person("2").employer == ""


def test_only_what_differs_is_written(bring, root):
    """An empty cell leaves what is there; one entry for the one who changed. AUD-1"""
    header = "id,name,email,job_title,unit"
    rows = ["1,Ani,ANI@x.example,Writer,Nusantara Pangan", "2,Bima,bima@x.example,Editor,Nusantara Pangan"]
    bring(header, *rows)
    assert bring(header, *rows).line == "created=0 updated=0 unchanged=2 retired=0 errors=0"
    before = Entry.objects.count()
    outcome = bring(header, "1,Ani Lestari,ani@x.example,,", rows[1])
    assert outcome.line == "created=0 updated=1 unchanged=1 retired=0 errors=0"
    ani = person("1")
    assert (ani.name, ani.job_title, ani.unit.name, ani.version) == ("Ani Lestari", "Writer", "Nusantara Pangan", 2)
    verbs = list(Entry.objects.filter(seq__gt=before).values_list("verb", flat=True))
    assert verbs.count("edit_person") == 1
    assert "add_person" not in verbs


def test_a_move_is_dated(bring, root, energi, clock):
    """History is not rewritten. ORG-2"""
    day = the_clock.now() - timedelta(days=30)
    with the_clock.at(day):
        bring("id,name,unit", "1,Ani,Nusantara Pangan")
    outcome = bring("id,name,unit", "1,Ani,Nusantara Energi")
    assert (outcome.code, outcome.updated) == (0, 1)
    today = Organisation.current().today(the_clock.now())
    periods = Membership.objects.filter(person=person("1")).order_by("from_on").values_list("unit__name", "until_on")
    assert list(periods) == [("Nusantara Pangan", today - timedelta(days=1)), ("Nusantara Energi", None)]
    assert person("1").unit == energi
    assert Entry.objects.filter(verb="move_person").count() == 1


def test_departures(bring, root):
    """A last day ahead announces, one behind ends; so does the status. ORG-3"""
    today = Organisation.current().today(the_clock.now())
    bring("id,name", "1,Ani", "2,Bima", "3,Citra")
    outcome = bring(
        "id,name,status,leaving_on",
        f"1,Ani,active,{today + timedelta(days=5)}",
        f"2,Bima,active,{today - timedelta(days=5)}",
        "3,Citra,terminated,",
        "4,Dwi,left,",
        f"5,Eko,,{today + timedelta(days=9)}",
    )
    assert outcome.line == "created=1 updated=3 unchanged=1 retired=0 errors=0"
    assert [person(number).status for number in "1235"] == [Status.LEAVING, Status.LEFT, Status.LEFT, Status.LEAVING]
    assert Person.objects.filter(external_id="4").count() == 0
    back = bring("id,name,status", "1,Ani,active", "2,Bima,active", "3,Citra,left", "5,Eko,active")
    assert (back.updated, back.unchanged) == (1, 3)
    assert person("2").status == Status.ACTIVE


def test_the_head_of_the_group_may_leave_by_a_file(bring, root, dewi, sari):
    """A signal is never refused: somebody stands in. ORG-1"""
    bring("id,name,email", f"1,Dewi,{dewi.email}")
    outcome = bring("id,name,email,status", f"1,Dewi,{dewi.email},left")
    assert outcome.code == 0, outcome.messages
    root.refresh_from_db()
    assert root.head == sari


def test_somebody_entered_by_hand_is_adopted_by_e_mail(bring, root, nia):
    """ORG-3"""
    outcome = bring("id,name,email", f"77,Nia Kurniasih,{nia.email.upper()}")
    assert (outcome.created, outcome.updated) == (0, 1)
    nia.refresh_from_db()
    assert (nia.source, nia.external_id) == ("default", "77")


def test_administrators_reach_their_own_units_only(bring, root, pangan, logistik, rudi, oki, sari):
    """PLT-4: neither others' people nor, by a changed e-mail, their sign-in."""
    from people.actions import grant_role

    grant_role(rudi, pangan, "administrator", by=sari, reason="Test")
    said = []
    outcome = bring(
        "id,name,email,unit",
        "1,Ani,ani@x.example,Nusantara Pangan",
        "2,Bima,bima@x.example,Nusantara Logistik",
        f"3,Oki,{oki.email},",
        by=rudi,
        unit=pangan,
        said=said,
    )
    assert outcome.code == 1
    assert said == [
        "row 3: unit: is outside the units you administer",
        "row 4: unit: is outside the units you administer",
    ]
    grant_role(rudi, logistik, "responder", by=sari, reason="Test")
    said.clear()
    bring("dewan_id,name,email", f"{rudi.pk},Rudi,new@x.example", by=rudi, unit=pangan, said=said)
    assert said == ["row 2: email: belongs to somebody with roles outside the units you administer"]


def test_a_source_drops_only_what_the_importer_administers(bring, root, pangan, rudi, sari):
    """PLT-4"""
    from people.actions import grant_role

    grant_role(rudi, pangan, "administrator", by=sari, reason="Test")
    bring("id,name,unit", "1,Ani,Nusantara Pangan", "2,Bima,Nusantara Energi")
    outcome = bring("id,name", "1,Ani", by=rudi, unit=pangan)
    assert (outcome.code, outcome.line) == (0, "created=0 updated=0 unchanged=1 retired=0 errors=0")


def test_formulas_are_kept(bring, root):
    """REG-10"""
    bring("id,name,job_title", '1,"=HYPERLINK(""x"")",+62 sales')
    assert (person("1").name, person("1").job_title) == ('=HYPERLINK("x")', "+62 sales")


def test_a_name_that_stands_twice_needs_its_path(bring, root, pangan, energi):
    """ORG-1"""
    from people.actions import create_unit

    for parent in (pangan, energi):
        create_unit(parent=parent, name="Sales", by=SYSTEM)
    said = []
    bring("id,name,unit", "1,Ani,Sales", said=said)
    assert said == ["row 2: unit: there are several units “Sales”; write the path, as in A / B"]
    assert bring("id,name,unit", "1,Ani,Nusantara Energi > sales").code == 0
    assert person("1").unit.parent == energi
