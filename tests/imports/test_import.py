"""Imports in the browser and through the API. REG-10 PLT-2 PLT-8"""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from imports import actions, work
from imports.models import Import
from people.models import Person
from tests.api import api_client
from trail.errors import Refused
from trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def house_file(house):
    return lambda rows=None: SimpleUploadedFile(
        "people.csv", b"".join((house / "people.csv").read_bytes().splitlines(keepends=True)[:rows])
    )


def signed_in(client, person):
    client.force_login(person)
    return client


def upload(client, file, **more):
    return client.post("/imports/upload/", {"kind": "people", "source": "House", "file": file, **more})


def test_the_whole_way_in_the_browser(client, sari, house_file):
    """Upload, map, look, apply, leave and find it again. ORG-3"""
    signed_in(client, sari)
    answer = upload(client, house_file())
    job = Import.objects.get()
    assert answer.headers["Location"] == f"/imports/{job.pk}/map/"
    page = client.get(f"/imports/{job.pk}/map/").content.decode()
    assert "Robert B. Aderholt" in page
    chosen = {f"column_{index}": job.mapping.get(name, "") for index, name in enumerate(job.shape["columns"])}
    assert client.post(f"/imports/{job.pk}/map/", chosen).headers["Location"] == f"/imports/{job.pk}/"
    assert "every 2s" in client.get(f"/imports/{job.pk}/").content.decode()
    moving = client.get(f"/imports/{job.pk}/progress/")
    assert "HX-Refresh" not in moving.headers
    work.work_due()
    assert client.get(f"/imports/{job.pk}/progress/").headers["HX-Refresh"] == "true"
    page = client.get(f"/imports/{job.pk}/").content.decode()
    assert "All rows are right" in page
    assert ">437<" in page
    assert client.post(f"/imports/{job.pk}/apply/").status_code == 302
    work.work_due()
    assert Person.objects.filter(source="House").count() == 437
    assert "people.csv" in client.get("/imports/").content.decode()
    assert client.post(f"/imports/{job.pk}/apply/").status_code == 409


def test_half_of_the_file_is_stopped_and_confirmed_by_its_number(client, sari, house_file):
    """flows 1"""
    signed_in(client, sari)
    for rows in (None, 219):
        upload(client, house_file(rows))
        job = Import.objects.latest("pk")
        client.post(f"/imports/{job.pk}/map/", {"column_0": "external_id", "column_1": "name"})
        work.work_due()
        if rows is None:
            client.post(f"/imports/{job.pk}/apply/")
            work.work_due()
    page = client.get(f"/imports/{job.pk}/").content.decode()
    assert "219 of 437 are missing from the file" in page
    assert "End 219 and apply" in page
    assert client.post(f"/imports/{job.pk}/apply/").status_code == 409
    assert client.post(f"/imports/{job.pk}/apply/", {"accept_drop": "218"}).status_code == 409
    assert client.post(f"/imports/{job.pk}/apply/", {"accept_drop": "219"}).status_code == 302
    work.work_due()
    assert Person.objects.filter(source="House", status="left").count() == 219


def test_errors_are_shown_filtered_and_downloaded(client, sari):
    """REG-10"""
    signed_in(client, sari)
    file = SimpleUploadedFile("p.csv", b"id,name,email\n1,Ani,ani@x.example\n2,<b>,nope\n")
    upload(client, file)
    job = Import.objects.get()
    client.post(f"/imports/{job.pk}/map/", {"column_0": "external_id", "column_1": "name", "column_2": "email"})
    work.work_due()
    page = client.get(f"/imports/{job.pk}/?verdict=error").content.decode()
    assert "Enter a valid email address." in page
    assert "&lt;b&gt;" in page
    assert "ani@x.example" not in page
    download = client.get(f"/imports/{job.pk}/errors.csv")
    body = b"".join(download.streaming_content).decode("utf-8-sig")
    assert body.splitlines() == ["row,field,error", "3,email,Enter a valid email address."]
    assert client.post(f"/imports/{job.pk}/apply/").status_code == 409
    assert client.post(f"/imports/{job.pk}/cancel/").status_code == 302
    assert Import.objects.get().status == "cancelled"


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("p.csv", b"", "empty"),
        ("p.xlsx", b"PK\x03\x04", "Excel"),
        ("p.csv.gz", b"\x1f\x8b\x08", "gzip"),
        ("p.csv", b"a,a\n1,2\n", "stands twice"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_at_the_form(client, sari, name, body, words):
    """REG-10"""
    answer = upload(signed_in(client, sari), SimpleUploadedFile(name, body))
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert Import.objects.count() == 0


def test_two_columns_for_one_field_are_told_at_the_form(client, sari):
    """REG-10"""
    signed_in(client, sari)
    upload(client, SimpleUploadedFile("p.csv", b"a,b\n1,2\n"))
    job = Import.objects.get()
    answer = client.post(f"/imports/{job.pk}/map/", {"column_0": "name", "column_1": "name"})
    assert answer.status_code == 400
    assert "means this already" in answer.content.decode()
    answer = client.post(f"/imports/{job.pk}/map/", {"column_0": "email", "column_1": ""})
    assert answer.status_code == 400
    assert "No column is mapped to name" in answer.content.decode()


def test_wrong_person(client, sari, oki, andi, rudi, house_file):
    """PLT-4: outside nothing is there; an auditor looks and does not touch."""
    upload(signed_in(client, sari), house_file())
    pk = Import.objects.get().pk
    addresses = [("get", f"/imports/{pk}/"), ("get", f"/imports/{pk}/progress/"), ("get", f"/imports/{pk}/errors.csv"),
                 ("get", f"/imports/{pk}/map/"), ("post", f"/imports/{pk}/map/"), ("post", f"/imports/{pk}/apply/"),
                 ("post", f"/imports/{pk}/cancel/")]  # fmt: skip
    for person, expected in ((oki, [404] * 7), (rudi, [404] * 7), (andi, [200, 200, 200, 403, 403, 403, 403])):
        signed_in(client, person)
        assert [getattr(client, method)(url).status_code for method, url in addresses] == expected
        assert client.get("/imports/upload/").status_code == 403
        assert upload(client, house_file()).status_code == 403


def test_an_administrator_of_a_unit_names_it(client, sari, rudi, pangan, energi, house_file):
    """PLT-4"""
    from people.actions import grant_role

    grant_role(rudi, pangan, "administrator", by=sari, reason="Test")
    signed_in(client, rudi)
    assert upload(client, house_file()).status_code == 400
    assert upload(client, house_file(), unit=f"x #{energi.pk}").status_code == 400
    assert upload(client, house_file(), unit=f"x #{pangan.pk}").status_code == 302
    assert Import.objects.get().unit == pangan


def test_list_costs_the_same_with_one_and_with_thirty(client, sari):
    """Speed"""
    signed_in(client, sari)
    counts = []
    for more in (1, 29):
        for _number in range(more):
            upload(client, SimpleUploadedFile("p.csv", b"id,name\n1,Ani\n"))
        client.get("/imports/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/imports/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[1] <= 12


def test_detail_costs_the_same_with_one_and_with_thirty_rows(client, sari):
    """Speed"""
    signed_in(client, sari)
    counts = []
    for rows in (1, 30):
        body = "id,name\n" + "".join(f"{number},P\n" for number in range(rows))
        upload(client, SimpleUploadedFile("p.csv", body.encode()))
        pk = Import.objects.latest("pk").pk
        client.post(f"/imports/{pk}/map/", {"column_0": "external_id", "column_1": "name"})
        work.work_due()
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/imports/{pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_whole_way_through_the_api(sari, oki, house_file):
    """PLT-2"""
    door = api_client(sari)
    answer = door.post("/api/v1/imports/", {"kind": "people", "file": house_file(), "source": "House"})
    assert answer.status_code == 201, answer.content
    job = answer.json()
    assert (job["status"], job["mapping"]) == ("checking", {"owner_id": "external_id", "name": "name"})
    url = f"/api/v1/imports/{job['id']}/"
    work.work_due()
    assert (door.get(url).json()["status"], door.get(url).json()["created"]) == ("checked", 437)
    assert len(door.get(f"/api/v1/import-rows/?job={job['id']}").json()["results"]) == 25
    assert api_client(oki).get(url).status_code == 404
    assert door.send(f"{url}apply-import/").status_code == 200
    work.work_due()
    assert door.get(url).json()["status"] == "applied"
    assert door.send(f"{url}apply-import/").status_code == 409
    answer = door.post("/api/v1/imports/", {"kind": "people", "file": house_file(219), "source": "House"})
    work.work_due()
    url = f"/api/v1/imports/{answer.json()['id']}/"
    assert (door.get(url).json()["status"], door.get(url).json()["retired"]) == ("stopped", 219)
    assert door.send(f"{url}apply-import/").status_code == 409
    assert door.send(f"{url}apply-import/", {"accept_drop": 219}).status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "people"}, "/file"),
        ({"kind": "dogs", "file": b"a,b\n1,2\n"}, "/kind"),
        ({"kind": "people", "file": b"a,b\n1,2\n", "colour": "red"}, "/colour"),
        ({"kind": "people", "file": b"a,b\n1,2\n", "unit": "99999"}, "/unit"),
        ({"kind": "people", "file": b"a,b\n1,2\n", "unit": "x"}, "/unit"),
        ({"kind": "people", "file": b"name,b\n1,2\n", "map": "b=nothing"}, ""),
        ({"kind": "people", "file": b"\x1f\x8b\x08"}, ""),
        ({"kind": "peo\x00ple", "file": b"a,b\n1,2\n"}, "/kind"),
    ],
)
def test_a_bad_upload_through_the_api_is_400(sari, body, field):
    """Never a 500, never HTML. Robust, bad input"""
    if "file" in body:
        body = {**body, "file": SimpleUploadedFile("../x.csv", body["file"])}
    answer = api_client(sari).post("/api/v1/imports/", body)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    if field:
        assert field in [error["field"] for error in answer.json()["errors"]]
    assert Import.objects.count() == 0


def test_choose_sheet_starts_over(organisation, sari):
    """What was checked of one sheet is never applied of another. REG-10"""
    from openpyxl import Workbook

    book, body = Workbook(), io.BytesIO()
    for title, name in (("First", "Ani"), ("Second", "Bea")):
        sheet = book.create_sheet(title)
        for row in (["id", "name"], [1, name]):
            sheet.append(row)
    del book["Sheet"]
    book.save(body)
    job = actions.take_in("people", lambda: io.BytesIO(body.getvalue()), "people.xlsx", {}, by=sari)
    work.work_due()
    job.refresh_from_db()
    assert (job.status, job.sheet, job.sheets, job.created) == ("checked", "First", ["First", "Second"], 1)
    actions.choose_sheet(job, "Second", by=sari)
    job.refresh_from_db()
    assert (job.status, job.sheet, job.created) == ("uploaded", "Second", 0)
    with pytest.raises(Refused):
        actions.apply_import(job, by=sari)
    actions.map_import(job, {}, by=sari)
    work.work_due()
    actions.apply_import(Import.objects.get(), by=sari)
    work.work_due()
    assert list(Person.objects.filter(source="default").values_list("name", flat=True)) == ["Bea"]


def test_a_nested_value_is_an_error_of_its_row(organisation, sari):
    """In a mapped column only; what nobody maps may hold anything. REG-10"""
    lines = b'{"id": "1", "name": {"first": "Ani"}, "meta": [1, {}]}\n{"id": "2", "name": "Bea", "meta": {"a": 1}}\n'
    job = actions.take_in("people", lambda: io.BytesIO(lines), "people.jsonl", {}, by=sari)
    work.work_due()
    job.refresh_from_db()
    assert (job.created, job.errors) == (1, 1)
    errors = job.rows.get(verdict="error").errors
    assert errors == [["name", "holds a list or an object where one value belongs"]]


def test_a_doubtful_row_asks_for_a_reason_on_the_page(organisation, sari, client):
    """Shown in the preview; refused without a reason, recorded with one. REG-6"""
    lines = b"id,name,responsibilities\n1,Ani,Uses xK9#mQ2$vL7!pR4z daily\n2,Bea,Answers\n"
    job = actions.take_in("people", lambda: io.BytesIO(lines), "people.csv", {}, by=sari)
    work.work_due()
    client.force_login(sari)
    page = client.get(f"/imports/{job.pk}/").content.decode()
    assert "1 row looks as if it held a secret" in page
    listing = client.get(f"/imports/{job.pk}/?verdict=doubtful").context["listing"]
    assert [row.number for row in listing.rows] == [2]
    assert client.post(f"/imports/{job.pk}/apply/", {"reason": " "}).status_code == 409
    assert api_client(sari).get(f"/api/v1/imports/{job.pk}/").json()["warnings"] == 1
    assert client.post(f"/imports/{job.pk}/apply/", {"reason": "A printer"}).status_code == 302
    work.work_due()
    assert Import.objects.get().status == "applied"
    assert Entry.objects.filter(verb="apply_import").count() == 1
