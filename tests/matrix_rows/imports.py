"""Imports: a file of people that Sari uploaded for Pangan. REG-10"""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile

from imports import actions
from imports.exporting import export_due
from imports.models import Export, Import, ImportRow
from imports.work import work_due
from tests.matrix import row

LINES = b"name,email\nWayan Sudira,wayan@nusantara.example\n"
PAGE = "302 404 404 404 200 200 302"
MINE = "302 404 404 404 403 200 302"
DONE = "302 404 404 404 403 302 302"
API = "401 404 404 404 403 200 401 403"


def upload(cast):
    return actions.upload_import(
        "people", lambda: BytesIO(LINES), "people.csv", source="HR", unit=cast.pangan, by=cast.sari
    )


def uploaded(cast):
    return upload(cast)


def workbook(cast):
    from openpyxl import Workbook

    book, body = Workbook(), BytesIO()
    book.active.append(["name", "email"])
    book.create_sheet("More").append(["name"])
    book.save(body)
    return actions.upload_import(
        "people", lambda: BytesIO(body.getvalue()), "people.xlsx", source="HR", unit=cast.pangan, by=cast.sari
    )


def checked(cast):
    job = upload(cast)
    actions.map_import(job, {"name": "name", "email": "email"}, by=cast.sari)
    work_due()
    return Import.objects.get(pk=job.pk)


def exported(cast):
    """A file of Rudi's, written."""
    job = actions.request_export("people", "csv", "", by=cast.rudi)
    export_due()
    return Export.objects.get(pk=job.pk)


def import_row(cast):
    return ImportRow.objects.filter(job=checked(cast)).first()


MAKERS = {
    "uploaded": uploaded,
    "workbook": workbook,
    "exported": exported,
    "form": lambda cast: {"form": "xlsx"},
    "checked": checked,
    "row": import_row,
}


def file(cast):
    return {"kind": "people", "source": "HR", "file": SimpleUploadedFile("people.csv", LINES)}


ROWS = [
    row("imports:import_list", get="302 200 200 200 200 200 302"),
    row("imports:upload_import", get="302 403 403 403 403 200 302", post="302 403 403 403 403 302 302", body=file),
    row("imports:import_detail", of="checked", get=PAGE),
    row("imports:import_progress", of="checked", get=PAGE),
    row("imports:import_errors", of="checked", get=PAGE),
    row(
        "imports:map_import",
        of="uploaded",
        get=MINE,
        post=DONE,
        body={"column_0": "name", "column_1": "email"},
    ),
    row("imports:choose_sheet", of="workbook", post=DONE, body={"sheet": "More"}),
    row("imports:apply_import", of="checked", post=DONE),
    row("imports:cancel_import", of="checked", post=DONE),
    row("imports:files_under_way", get="302 200 200 200 200 200 302", open_to_all="one's own"),
    row(
        "imports:export_people", of="form", get="302 200 200 200 200 200 302", open_to_all="each gets what each may see"
    ),
    row("imports:export_list", get="302 200 200 200 200 200 302", open_to_all="one's own"),
    row(
        "imports:request_export",
        post="302 302 302 302 302 302 302",
        body={"kind": "people", "format": "csv"},
        open_to_all="each gets what each may see",
    ),
    row("imports:export_detail", of="exported", get="302 404 404 200 404 404 302"),
    row("imports:export_progress", of="exported", get="302 404 404 200 404 404 302"),
    row("imports:download_export", of="exported", get="302 404 404 200 404 404 302"),
    row("imports:cancel_export", of="exported", post="302 404 404 302 404 404 302"),
    row(
        "api:export-list",
        get="401 200 200 200 200 200 401 403",
        post="401 201 201 201 201 201 401 403",
        body={"kind": "people", "format": "csv"},
        open_to_all="one's own",
    ),
    row("api:export-detail", of="exported", get="401 404 404 200 404 404 401 403"),
    row("api:export-download", of="exported", get="401 404 404 200 404 404 401 403"),
    row("api:export-cancel_export", of="exported", post="401 404 404 200 404 404 401 403"),
    row(
        "api:import-list",
        get="401 200 200 200 200 200 401 403",
        post="401 403 403 403 403 201 401 403",
        body=file,
    ),
    row("api:import-detail", of="checked", get="401 404 404 404 200 200 401 403"),
    row("api:import-map_import", of="uploaded", post=API, body={"mapping": {"name": "name", "email": "email"}}),
    row("api:import-choose_sheet", of="workbook", post=API, body={"sheet": "More"}),
    row("api:import-apply_import", of="checked", post=API),
    row("api:import-cancel_import", of="checked", post=API),
    row("api:import-row-list", get="401 200 200 200 200 200 401 403"),
    row("api:import-row-detail", of="row", get="401 404 404 404 200 200 401 403"),
]
