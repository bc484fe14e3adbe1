"""Addresses that belong to no room. PLT-2, PLT-7, PLT-9"""

from doors import sheet
from tests.matrix import row

ALL, API = "200 200 200 200 200 200 200", "200 200 200 200 200 200 401 200"


def stylesheet(cast):
    return {"digest": sheet.sheet()[0]}


MAKERS = {"stylesheet": stylesheet}
ROWS = [
    row("healthz", get=ALL),
    row("readyz", get="503 503 503 503 503 503 503"),
    row("stylesheet", of="stylesheet", get=ALL),
    row("api:docs", get=ALL),
    row("api:schema", get=API),
    row("api:nothing_here", path="/api/v1/nothing/", get="404 404 404 404 404 404 404 404"),
]
