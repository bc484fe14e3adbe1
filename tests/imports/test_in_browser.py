"""A workbook comes in and goes out in a real browser, with progress, left and found again. REG-10 PLT-8"""

import csv
import io
import threading

import pytest
from django.db import connection
from openpyxl import Workbook, load_workbook

from imports import exporting, work
from imports.models import Import
from imports.views import outgoing
from people.models import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.fixture
def workbook(house, tmp_path):
    """The House's people as an office would send them: two sheets, the second one is meant."""
    book = Workbook()
    book.active.title = "Read me"
    book.active.append(["These are the members of the House."])
    sheet = book.create_sheet("Members")
    with (house / "people.csv").open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.reader(lines):
            sheet.append(row)
    path = tmp_path / "members.xlsx"
    book.save(path)
    return path


@pytest.fixture
def in_the_background():
    """Run one sweep as a worker would, beside the browser."""

    def run(sweep):
        def there():
            try:
                sweep()
            finally:
                connection.close()

        thread = threading.Thread(target=there)
        thread.start()
        thread.join()

    return run


def test_a_workbook_in_and_out(sign_in, sari, workbook, in_the_background, settings, tmp_path, monkeypatch):
    """Upload, choose the sheet, watch it being checked, apply; then export the same people and download them."""
    settings.DATA_DIR = tmp_path
    page = sign_in(sari)
    page.goto("/imports/upload/")
    page.get_by_label("People", exact=True).check()
    page.get_by_label("File").set_input_files(workbook)
    page.get_by_label("Source").fill("House")
    page.get_by_role("button", name="Upload").click()
    page.get_by_label("Sheet").select_option("Members")
    page.get_by_role("button", name="Read this sheet").click()
    assert page.get_by_label("owner_id").evaluate("field => field.value") == "external_id"
    page.get_by_role("button", name="Check the rows").click()
    page.get_by_text("The rows are being checked").wait_for()
    address = page.url
    # left while it works, and found again among the files
    page.goto("/imports/")
    page.get_by_role("heading", name="Under way").wait_for()
    in_the_background(work.work_due)
    page.get_by_role("heading", name="Under way").wait_for(state="detached")
    page.goto(address)
    page.get_by_text("437 new, 0 changed, 0 ended.").wait_for()
    page.get_by_role("button", name="Apply").click()
    in_the_background(work.work_due)
    page.get_by_text("The rows themselves are forgotten").wait_for()
    assert (Import.objects.get().status, Person.objects.filter(source="House").count()) == ("applied", 437)

    monkeypatch.setattr(outgoing, "AT_ONCE", 400)
    page.goto("/people/")
    page.get_by_role("button", name="Export").click()
    page.get_by_role("link", name="Excel").click()
    page.get_by_role("button", name="Write the file").click()
    page.get_by_text("You may leave this page").wait_for()
    in_the_background(exporting.export_due)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download").click()
    rows = list(load_workbook(io.BytesIO(waiting.value.path().read_bytes())).worksheets[0].iter_rows(values_only=True))
    assert len(rows) == Person.objects.count() + 1
