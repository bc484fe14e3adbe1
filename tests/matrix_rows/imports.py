"""Imports of Pangan, uploaded by Sari: administrators do, auditors look, others see nothing. REG-10"""

import io

from imports import actions, work
from imports.models import Import
from tests.matrix import row
from trail.actions import SYSTEM

FILE = b"id,name\n1,Ani\n"


def job(cast):
    """A checked import."""
    found = actions.take_in("people", lambda: io.BytesIO(FILE), "p.csv", {}, unit=cast.pangan, by=SYSTEM)
    Import.objects.filter(pk=found.pk).update(by=cast.sari)
    found.refresh_from_db()
    work.go_on(found, work.take(found))
    return found


def import_row(cast):
    return job(cast).rows.get()


MAKERS = {"job": job, "row": import_row}
MAP = {"column_0": "external_id", "column_1": "name"}
ROWS = [
    row(
        "imports:import_list",
        get="302 200 200 200 200 200 302",
        open_to_all="the list of what one may see; his is empty",
    ),
    row("imports:upload_import", get="302 403 403 403 403 200 302", post="302 403 403 403 403 400 302"),
    row("imports:import_detail", of="job", get="302 404 404 404 200 200 302"),
    row("imports:import_progress", of="job", get="302 404 404 404 200 200 302"),
    row("imports:import_errors", of="job", get="302 404 404 404 200 200 302"),
    row(
        "imports:map_import",
        of="job",
        body=MAP,
        get="302 404 404 404 403 200 302",
        post="302 404 404 404 403 302 302",
    ),
    row("imports:apply_import", of="job", post="302 404 404 404 403 302 302"),
    row("imports:cancel_import", of="job", post="302 404 404 404 403 302 302"),
    row(
        "api:import-list",
        get="401 200 200 200 200 200 401 403",
        post="401 415 415 415 415 415 401 403",
        open_to_all="the list of what one may see; an upload is multipart, which tests/imports tries",
    ),
    row("api:import-detail", of="job", get="401 404 404 404 200 200 401 403"),
    row(
        "api:import-map_import",
        of="job",
        body={"mapping": {"id": "external_id"}},
        post="401 404 404 404 403 200 401 403",
    ),
    row("api:import-apply_import", of="job", post="401 404 404 404 403 200 401 403"),
    row("api:import-cancel_import", of="job", post="401 404 404 404 403 200 401 403"),
    row(
        "api:import-row-list",
        get="401 200 200 200 200 200 401 403",
        open_to_all="the rows of what one may see; his are none",
    ),
    row("api:import-row-detail", of="row", get="401 404 404 404 200 200 401 403"),
]
