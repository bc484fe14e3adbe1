"""Out again, as CSV that no spreadsheet executes, JSON Lines and Excel: our own import reads them back unchanged. REG-10

A format is an `Encoder`: bytes before the rows, bytes of some rows, and what makes a file of them. The bytes can be
appended in slices by one process after another (PLT-8).
"""

import csv
import io
import json
import os
import re
import tempfile

from django.http import FileResponse, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from imports import xlsx

RISKY = re.compile(r"'*[=+\-@\t\r\n]")
SPOOL = 4 << 20


def neutral(cell):
    """A cell that a spreadsheet would take for a formula gets one apostrophe; import takes exactly one away."""
    if isinstance(cell, dict | list):
        cell = json.dumps(cell, ensure_ascii=False, sort_keys=True)
    text = "" if cell is None else str(cell)
    return f"'{text}" if RISKY.match(text) else text


def csv_lines(columns, rows):
    """Yield lines of CSV. `rows` are sequences in the order of `columns`; begins with a byte order mark for Excel."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(columns)
    for row in rows:
        yield writer.writerow([neutral(cell) for cell in row])


def json_lines(columns, rows):
    """Yield one JSON object a line; nothing is neutralised, for JSON executes nothing."""
    for row in rows:
        yield json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=str) + "\n"


class Csv:
    """Comma-separated, with a byte order mark for Excel."""

    label, content_type, has_header = _("CSV"), "text/csv; charset=utf-8", True

    @staticmethod
    def begin(columns, state):
        return next(csv_lines(columns, ())).encode()

    @staticmethod
    def rows(columns, rows, state):
        lines = csv_lines(columns, rows)
        next(lines)
        return "".join(lines).encode("utf-8", "replace")

    @staticmethod
    def finish(part, path, name, columns, state):
        os.replace(part, path)


class JsonLines(Csv):
    """One object a line."""

    label, content_type = _("JSON Lines"), "application/x-ndjson; charset=utf-8"

    @staticmethod
    def begin(columns, state):
        return b""

    @staticmethod
    def rows(columns, rows, state):
        return "".join(json_lines(columns, rows)).encode("utf-8", "replace")


class Xlsx:
    """An Excel workbook; `state` remembers the row and the widths from slice to slice."""

    label = _("Excel workbook")
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    @staticmethod
    def begin(columns, state):
        state.update(row=1, widths=xlsx.widths(columns, ()))
        return xlsx.header(columns).encode()

    @staticmethod
    def rows(columns, rows, state):
        rows = [[neutral_json(cell) for cell in row] for row in rows]
        first = state["row"] + 1
        body = "".join(xlsx.row(number, cells) for number, cells in enumerate(rows, first))
        state.update(row=state["row"] + len(rows), widths=xlsx.widths(columns, rows, state["widths"]))
        return body.encode("utf-8", "replace")

    @staticmethod
    def finish(part, path, name, columns, state):
        packed = path.with_suffix(".packed")
        descriptor = os.open(packed, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(part, "rb") as rows, os.fdopen(descriptor, "w+b") as held:
            xlsx.pack(held, rows, name, columns, state["widths"], state["row"])
        os.replace(packed, path)
        os.unlink(part)


FORMATS = {"csv": Csv, "xlsx": Xlsx, "jsonl": JsonLines}


def neutral_json(cell):
    return json.dumps(cell, ensure_ascii=False, sort_keys=True) if isinstance(cell, dict | list) else cell


def csv_response(name, columns, rows):
    return _attached(
        StreamingHttpResponse(csv_lines(columns, rows), content_type=Csv.content_type), f"{name}.csv"
    )  # fmt: skip


def jsonl_response(name, columns, rows):
    return _attached(
        StreamingHttpResponse(json_lines(columns, rows), content_type=JsonLines.content_type), f"{name}.jsonl"
    )


def xlsx_response(name, columns, rows):
    """A workbook is packed before its first byte can go out; larger ones are jobs."""
    state, held = {}, tempfile.SpooledTemporaryFile(max_size=SPOOL)  # noqa: SIM115 - the response closes it
    body = io.BytesIO(Xlsx.begin(columns, state) + Xlsx.rows(columns, rows, state))
    xlsx.pack(held, body, name, columns, state["widths"], state["row"])
    held.seek(0)
    return _attached(FileResponse(held, content_type=Xlsx.content_type), f"{name}.xlsx")


RESPONSES = {"csv": csv_response, "xlsx": xlsx_response, "jsonl": jsonl_response}


def _attached(response, filename):
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "private, no-store"
    return response


class _Echo:
    """What csv writes into when the line itself is wanted."""

    def write(self, line):
        return line
