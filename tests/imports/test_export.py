"""Long exports are written in slices, found again, and obey the reader's rights as they are now. PLT-8"""

import csv
import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from imports import actions, exporting
from imports.engine import import_file
from imports.models import Export
from imports.views import outgoing
from people.actions import grant_role, mark_left
from people.models import Person, UnitRole
from tests.api import api_client
from trail import clock as the_clock
from trail.actions import SYSTEM
from trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Files of exports in a folder of the test's own."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "exports"


@pytest.fixture
def crowd(organisation):
    """2,500 people more."""
    Person.objects.bulk_create(
        Person(name=f"=Person {number}", unit=organisation.pangan, external_id=f"{number:05}", source="HR")
        for number in range(2500)
    )
    return Person.objects.count()


def asked(by, format="csv", kind="people", query=""):
    return actions.request_export(kind, format, query, by=by)


def reread(job):
    return Export.objects.get(pk=job.pk)


def rows_in(job):
    if job.format == "xlsx":
        sheet = load_workbook(job.path, read_only=True).worksheets[0]
        return [list(row) for row in sheet.iter_rows(values_only=True)]
    return list(csv.reader(io.StringIO(job.path.read_text("utf-8-sig"))))


@pytest.mark.parametrize("format", ["csv", "xlsx", "jsonl"])
def test_a_long_export_is_written_in_slices(crowd, sari, format, monkeypatch):
    """It says how far it is, and the file is whole. PLT-8"""
    monkeypatch.setattr(exporting, "SECONDS", 0)
    job, seen = asked(sari, format), []
    for _sweep in range(3):
        exporting.export_due()
        job = reread(job)
        seen.append((job.status, job.done, job.percent))
    assert seen == [("writing", 1000, 39), ("writing", 2000, 79), ("ready", crowd, 100)]
    assert (job.size, job.leased_by) == (job.path.stat().st_size, None)
    assert not job.part.exists()
    if format != "jsonl":
        rows = rows_in(job)
        assert len(rows) == crowd + 1
        assert len({row[0] for row in rows}) == crowd + 1
    notice = sari.notices.get(kind="export_ready")
    assert notice.url == f"/imports/exports/{job.pk}/"
    assert Entry.objects.filter(verb__in=["request_export", "finish_export"]).count() == 2


class Killed(BaseException):
    pass


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("where", ["update", "finish"])
def test_a_kill_mid_way_loses_and_doubles_nothing(crowd, sari, clock, format, where, monkeypatch):
    """Between the bytes and the row that counts them, and between the file and its state. Robust, faults"""
    now = the_clock.now()
    clock.set(now)
    job, calls = asked(sari, format), []

    def die(*args, **kwargs):
        raise Killed

    def fsync(descriptor):
        calls.append(descriptor)
        if len(calls) == 2:
            raise Killed

    with monkeypatch.context() as patched:
        if where == "update":
            patched.setattr(exporting.os, "fsync", fsync)
        else:
            patched.setattr(actions, "finish_export", die)
        with pytest.raises(Killed):
            exporting.export_due()
    # a dead process holds nothing, but its row still names it for a minute
    Export.objects.filter(pk=job.pk).update(leased_by=job.key, lease_until=now + timedelta(seconds=60))
    exporting.export_due()
    assert reread(job).status == "writing"
    clock.set(now + timedelta(seconds=61))
    exporting.export_due()
    job = reread(job)
    assert (job.status, job.done) == ("ready", crowd)
    rows = rows_in(job)
    assert (len(rows), len({row[0] for row in rows})) == (crowd + 1, crowd + 1)


def test_the_reader_exports_what_the_reader_sees(crowd, organisation, sari, oki, rudi):
    """PLT-4"""
    counts = {}
    for person in (sari, rudi, oki):
        job = asked(person)
        exporting.export_due()
        counts[person.pk] = reread(job).done
    assert counts[sari.pk] == crowd
    assert counts[rudi.pk] == Person.objects.visible_to(rudi).count() < crowd
    assert counts[oki.pk] == Person.objects.visible_to(oki).count()
    with pytest.raises(PermissionDenied):
        asked(oki, kind="trail")


def test_who_left_gets_nothing(crowd, nia, client):
    """Neither a file being written nor one that is ready. PLT-8"""
    ready = asked(nia)
    exporting.export_due()
    running = asked(nia)
    client.force_login(nia)
    assert client.get(f"/imports/exports/{ready.pk}/download/").status_code == 200
    mark_left(nia, by=SYSTEM)
    assert client.get(f"/imports/exports/{ready.pk}/download/").status_code == 302
    exporting.export_due()
    running = reread(running)
    assert (running.status, running.failure) == ("failed", "You may not export this any more.")
    assert not running.part.exists()


def test_other_rights_end_a_file_and_start_a_running_one_over(crowd, organisation, rudi, monkeypatch):
    """PLT-4"""
    monkeypatch.setattr(exporting, "SECONDS", 0)
    grant_role(rudi, organisation.root, "administrator", by=SYSTEM, reason="For a while")
    ready, running = asked(rudi, "jsonl", query="q=nia"), asked(rudi)
    exporting.export_due()
    exporting.export_due()
    assert (reread(ready).status, reread(running).done) == ("ready", 1000)
    UnitRole.objects.filter(user=rudi, content_object=organisation.root).delete()
    with pytest.raises(actions.Refused):
        actions.check_download(reread(ready), by=rudi)
    monkeypatch.setattr(exporting, "SECONDS", 20)
    exporting.export_due()
    job = reread(running)
    assert (job.status, job.done) == ("ready", Person.objects.visible_to(rudi).count())


def test_nobody_else_sees_it(crowd, sari, dewi, client):
    """Not even another administrator. PLT-8"""
    job = asked(sari)
    exporting.export_due()
    client.force_login(dewi)
    for page in ("", "download/", "progress/"):
        assert client.get(f"/imports/exports/{job.pk}/{page}").status_code == 404


def test_clean_up_forgets_files(sari, folder, clock):
    """After a week, when cancelled, and when no row knows of them. PLT-8"""
    old, cancelled = asked(sari), asked(sari)
    exporting.export_due()
    exporting.export_due()
    kept = asked(sari)
    (folder / "stranger.csv").write_text("x")
    clock.set(the_clock.now() + timedelta(days=7))
    exporting.export_due()
    actions.cancel_export(reread(cancelled), by=sari)
    exporting.clean_up()
    assert [reread(job).status for job in (old, cancelled, kept)] == ["expired", "cancelled", "ready"]
    assert [path.name for path in folder.iterdir()] == [f"{kept.key}.csv"]
    with pytest.raises(actions.Refused) as gone:
        actions.check_download(reread(old), by=sari)
    assert gone.value.status == 410


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_a_short_list_comes_at_once_and_a_long_one_asks(sari, client, form, monkeypatch):
    """GET writes nothing. PLT-8"""
    client.force_login(sari)
    answer = client.get(f"/imports/people.{form}")
    assert answer.status_code == 200
    assert f'filename="people-{the_clock.now():%Y-%m}' in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content)
    monkeypatch.setattr(outgoing, "AT_ONCE", 3)
    page = client.get(f"/imports/people.{form}?q=nusantara")
    assert "Write the file" in page.content.decode()
    assert Export.objects.count() == 0
    form_data = {"kind": "people", "format": form, "query": "q=nusantara"}
    job_page = client.post("/imports/exports/request/", form_data)
    job = Export.objects.get()
    assert (job_page.url, job.query) == (job.get_absolute_url(), "q=nusantara")
    assert job.filename in client.get("/imports/exports/").content.decode()
    exporting.export_due()
    page = client.get(job.get_absolute_url()).content.decode()
    assert f"/imports/exports/{job.pk}/download/" in page
    answer = client.get(f"/imports/exports/{job.pk}/download/")
    assert len(b"".join(answer.streaming_content)) == reread(job).size


def test_the_api_starts_polls_and_downloads(sari, nia):
    """PLT-2"""
    api = api_client(sari)
    answer = api.post("/api/v1/exports/", {"kind": "people", "format": "xlsx"}, content_type="application/json")
    assert (answer.status_code, answer.json()["status"], answer.json()["progress"]) == (201, "writing", 0)
    address = answer["Location"]
    assert api.get(f"{address}download/").status_code == 409
    exporting.export_due()
    assert (api.get(address).json()["status"], api.get(address).json()["progress"]) == ("ready", 100)
    body = b"".join(api.get(f"{address}download/").streaming_content)
    assert load_workbook(io.BytesIO(body)).worksheets[0]["C1"].value == "name"
    assert api_client(nia).get(address).status_code == 404
    assert api.post(f"{address}cancel-export/", content_type="application/json").json()["status"] == "cancelled"
    assert api.get(f"{address}download/").status_code == 410
    for wrong in ({"kind": "x", "format": "csv"}, {"kind": "people", "format": "pdf"}):
        assert api.post("/api/v1/exports/", wrong, content_type="application/json").status_code == 400
    wrong = {"kind": "people", "format": "csv", "filters": "status=nonsense"}
    assert api.post("/api/v1/exports/", wrong, content_type="application/json").status_code == 400


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_people_exported_and_imported_again_are_unchanged(organisation, sari, format):
    """REG-10"""
    job = asked(sari, format)
    exporting.export_due()
    outcome = import_file("people", reread(job).path, by=sari, source="default")
    assert (outcome.line) == f"created=0 updated=0 unchanged={Person.objects.count()} retired=0 errors=0"


def test_excel_cells_keep_their_type_and_run_nothing(organisation, sari):
    """Texts stay texts, days are days, the header stays in sight. REG-10"""
    budi = organisation.budi
    Person.objects.filter(pk=budi.pk).update(name='=HYPERLINK("x") _x0041_\x0b', external_id="007")
    job = asked(sari, "xlsx")
    exporting.export_due()
    sheet = load_workbook(reread(job).path).worksheets[0]
    names = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == budi.pk)
    cells = dict(zip(names, row, strict=True))
    assert (cells["name"].data_type, cells["name"].value[:11]) == ("s", "=HYPERLINK(")
    assert (cells["external_id"].data_type, cells["external_id"].value) == ("s", "007")
    assert cells["leaving_on"].is_date
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:N{Person.objects.count() + 1}")
    assert sheet["A1"].font.bold


def test_the_database_knows_what_ready_means(sari):
    """house: tried by raw writes"""
    job = asked(sari)
    for values in ({"status": "ready"}, {"format": "exe"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Export.objects.filter(pk=job.pk).update(**values)


def test_five_at_a_time(sari):
    """One person cannot fill the disk. Robust"""
    for _number in range(5):
        asked(sari)
    with pytest.raises(actions.Refused):
        asked(sari)


def test_an_idle_sweep_is_one_query(organisation, clock, django_assert_num_queries):
    """Speed"""
    clock.set(the_clock.now())
    with django_assert_num_queries(1):
        exporting.export_due()


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_as_much_at_thirty_rows_as_at_one(sari, client, count, django_assert_num_queries):
    """Speed"""
    now = the_clock.now()
    Export.objects.bulk_create(
        Export(kind="people", format="csv", by=sari, filename=f"{number}.csv", status="failed", created_at=now)
        for number in range(count)
    )
    client.force_login(sari)
    client.get("/imports/exports/")
    with django_assert_num_queries(9):
        client.get("/imports/exports/")
