"""`manage.py import_people`: one last line, four exit codes, all or nothing. ORG-3 REG-10"""

import io

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from imports.models import Import, ImportRow, Source
from people.models import Membership, Person, Status, Unit
from trail.models import Entry, Payload


def run(*args):
    """(exit status, last line, everything that was said)"""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("import_people", *map(str, args), stdout=out, stderr=err)
    except SystemExit as end:
        code = end.code
    except CommandError as error:
        return error.returncode, None, str(error)
    return code, out.getvalue().splitlines()[-1], out.getvalue() + err.getvalue()


def line(created=0, updated=0, unchanged=0, retired=0, errors=0):
    return f"created={created} updated={updated} unchanged={unchanged} retired={retired} errors={errors}"


def rows_in_the_database():
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


@pytest.mark.django_db
def test_house_people_and_again(house):
    """The file as it is, on an empty database: 437 people, then nothing to do. ORG-3"""
    code, last, said = run(house / "people.csv")
    assert (code, last) == (0, line(created=437))
    assert "Not used: chamber, state, district, seat_class, party, term_start, term_end, has_accounts" in said
    assert Person.objects.filter(email=None, source="default", unit=Unit.objects.root()).count() == 437
    assert Membership.objects.filter(until_on=None).count() == 437
    assert Entry.objects.filter(verb="add_person").count() == 437
    assert run(house / "people.csv")[:2] == (0, line(unchanged=437))
    assert ImportRow.objects.exclude(values={}).filter(job__status="applied", verdict="unchanged").count() == 0


@pytest.mark.django_db
def test_dry_run_writes_nothing(house, organisation):
    """Not one row in any table. REG-10"""
    before = rows_in_the_database()
    assert run(house / "people.csv", "--dry-run")[:2] == (0, line(created=437))
    assert rows_in_the_database() == before


@pytest.mark.django_db
def test_half_a_file_stops_at_the_guard(house, tmp_path):
    """A source that went half empty is a broken source; the number lets it pass. flows 1"""
    run(house / "people.csv")
    half = tmp_path / "half.csv"
    half.write_text("".join((house / "people.csv").read_text().splitlines(keepends=True)[:219]))
    for more in ((), ("--dry-run",), ("--accept-drop", 218)):
        code, last, said = run(half, *more)
        assert (code, last) == (3, line(unchanged=218, retired=219))
        assert "219 of the 437" in said
        assert Person.objects.filter(status=Status.LEFT).count() == 0
    assert run(half, "--accept-drop", 219)[:2] == (0, line(unchanged=218, retired=219))
    assert Person.objects.filter(status=Status.LEFT, is_active=False).count() == 219
    assert Membership.objects.filter(until_on=None).count() == 218
    assert run(half)[:2] == (0, line(unchanged=218))


@pytest.mark.django_db
def test_who_is_named_again_returns(house, tmp_path):
    """REG-8: leavers come back; who was let go by hand does not, only because a file still names them. ORG-3"""
    run(house / "people.csv")
    rows = (house / "people.csv").read_text().splitlines(keepends=True)
    short = tmp_path / "short.csv"
    short.write_text("".join(rows[:400]))
    run(short)
    assert Person.objects.filter(status=Status.LEFT).count() == 38
    from people.actions import mark_left
    from trail.actions import SYSTEM

    mark_left(Person.objects.filter(status=Status.ACTIVE).first(), by=SYSTEM)
    assert run(house / "people.csv")[:2] == (0, line(updated=38, unchanged=399))
    assert Person.objects.filter(status=Status.LEFT).count() == 1
    assert Entry.objects.filter(verb="bring_back").count() == 38


@pytest.mark.django_db
def test_every_error_is_numbered_and_nothing_is_written(file, sari):
    """All or nothing, and all of the errors at once. REG-10"""
    run(file("id,name,email", "6,Fitri,f@x.example"))
    before = Person.objects.count()
    path = file(
        "id,name,email,unit,manager",
        "1,Ani,ani@x.example,Nusantara Pangan,2",
        "2,Bima,bima@x.example,Nusantara Pangan,",
        "2,Citra,citra@x.example,,",
        "4,,d@x.example,,",
        "5,Eko,eko-at-x,,",
        "6,Fitri,SARI@nusantara.example,,",
        "7,Gita,g@x.example,Nusantara Padi,",
        "8,Hadi,ani@x.example,,99",
        ",Intan,,,",
        "10,Joko,j@x.example,,10",
        "11,Kiki",
    )
    code, last, said = run(path)
    assert (code, last) == (1, line(created=2, errors=9))
    assert [text for text in said.splitlines() if text.startswith("row ")] == [
        "row 4: external_id: stands in row 3 already",
        "row 5: name: is empty",
        "row 6: email: Enter a valid email address.",
        "row 7: email: belongs to Sari Wulandari already",
        "row 8: unit: there is no unit “Nusantara Padi”",
        "row 9: email: stands in row 2 already",
        "row 9: line_manager: “99” is neither in the file nor in Dewan",
        "row 10: has neither a number in the source nor an e-mail, so it would be entered anew each time",
        "row 11: line_manager: is the person themselves",
        "row 12: has 2 cells where the header has 5",
    ]
    assert Person.objects.count() == before
    rehearsed = run(path, "--dry-run")
    assert rehearsed[:2] == (code, last)
    assert sorted(rehearsed[2].splitlines()) == sorted(said.splitlines())


@pytest.mark.django_db
def test_a_map_is_remembered_for_its_source(file):
    """REG-10"""
    path = file("badge,who,end", "7,Budi,2026-12-31")
    args = ("--map", "badge=external_id", "--map", "who=name", "--source", "hr")
    assert run(path)[0] == 2
    assert run(path, *args, "--dry-run")[:2] == (0, line(created=1))
    assert Source.objects.filter(name="hr").count() == 0
    assert run(path, *args)[:2] == (0, line(created=1))
    assert run(path, "--source", "hr")[:2] == (0, line(unchanged=1))
    assert Person.objects.get().external_id == "7"
    assert Person.objects.get().leaving_on is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["nothing.csv"], "nothing.csv: No such file"),
        (["FILE", "--map", "x=name"], "no column “x”"),
        (["FILE", "--map", "name=x"], "“x” is not a field"),
        (["FILE", "--map", "name="], "No column is mapped to name"),
        (["FILE", "--unit", "Nowhere"], "there is no unit “Nowhere”"),
        (["FILE", "--by", "nobody@x.example"], "Nobody has the e-mail"),
        (["FILE", "--format", "xml"], "“xml” is not a format"),
        (["EMPTY"], "The file is empty."),
        (["PACKED"], "gzip"),
    ],
)
def test_wrong_use_is_2(args, words, file, tmp_path, organisation):
    """Nothing is written, not even an import. REG-10"""
    (tmp_path / "packed.csv.gz").write_bytes(b"\x1f\x8b\x08\x00")
    names = {
        "FILE": file("id,name", "1,Budi"),
        "EMPTY": file("", name="empty.csv"),
        "PACKED": tmp_path / "packed.csv.gz",
    }
    code, _last, said = run(*[names.get(arg, arg) for arg in args])
    assert code == 2
    assert words in said
    assert Person.objects.filter(source="default").count() == 0
    assert Import.objects.exclude(status="cancelled").count() == 0


@pytest.mark.django_db
def test_unit_and_by(file, sari, oki, pangan):
    """Rows go to --unit, in the name of --by, who must be allowed to. PLT-4"""
    from django.core.exceptions import PermissionDenied

    path = file("id,name", "1,Ani")
    with pytest.raises(PermissionDenied):
        run(path, "--by", oki.email)
    assert run(path, "--unit", "Nusantara Group / Nusantara Pangan", "--by", sari.email)[0] == 0
    ani = Person.objects.get(name="Ani")
    assert ani.unit == pangan
    assert Entry.objects.get(verb="add_person", object_id=str(ani.pk)).actor == f"person:{sari.pk}"
    assert sari.notices.latest("at").kind == "import_finished"


@pytest.mark.django_db
def test_a_refusal_while_writing_undoes_everything(house, monkeypatch):
    """Not half of the people, not the trail. Robust 3"""
    from imports.people import writing

    monkeypatch.setattr(writing.Writer, "finish", lambda self, created: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(house / "people.csv")
    assert (Person.objects.count(), Membership.objects.count()) == (0, 0)
    assert (
        Entry.objects.filter(verb="add_person").count()
        == Payload.objects.filter(content__contains="add_person").count()
        == 0
    )


TOKEN = "xK9#mQ2$vL7!pR4z"


@pytest.mark.django_db
def test_what_looks_like_a_secret_needs_a_reason(file, organisation):
    """A warning; accepted with a reason that is recorded. REG-6"""
    path = file("id,name,responsibilities", f"1,Ani,Uses {TOKEN} daily", "2,Bea,Answers")
    for more in (["--dry-run"], []):
        code, last, said = run(path, *more)
        assert (code, last) == (1, line(created=2))
        assert "row 2: responsibilities: looks like a password or a token" in said
        assert "--reason" in said
        assert TOKEN not in said
        assert Person.objects.filter(source="default").count() == 0
    assert run(path, "--reason", "The serial number of a printer")[:2] == (0, line(created=2))
    entry = Entry.objects.get(verb="finish_import")
    assert "The serial number of a printer" in Payload.objects.get(seq=entry.seq).content


@pytest.mark.django_db
def test_two_sources_that_overlap_do_not_take_turns(file, organisation):
    """Whoever brought a person keeps them: the other source updates, never takes over, never ends. flows 1"""
    hr = file("id,name,email", "1,Ani,ani@x.example", "2,Bea,bea@x.example", name="hr.csv")
    club = file("name,email,title", "Ani,ani@x.example,Lead", "Cia,cia@x.example,", name="club.csv")
    run(hr, "--source", "HR")
    run(club, "--source", "Club")
    sources = [("Ani", "HR"), ("Bea", "HR"), ("Cia", "Club")]
    for path, source in ((hr, "HR"), (club, "Club"), (hr, "HR")):
        assert run(path, "--source", source)[:2] == (0, line(unchanged=2))
        people = Person.objects.filter(email__endswith="@x.example").order_by("name")
        assert list(people.values_list("name", "source")) == sources
    only = file("name,email", "Cia,cia@x.example", name="club.csv")
    assert run(only, "--source", "Club")[:2] == (0, line(unchanged=1)), "Ani is not Club's to end"
