"""Out again: CSV that no spreadsheet executes and our own import reads back unchanged, and JSON Lines. REG-10"""

import csv
import json
import re

from django.http import StreamingHttpResponse

RISKY = re.compile(r"'*[=+\-@\t\r\n]")


def neutral(cell):
    """A cell that a spreadsheet would take for a formula gets one apostrophe; import takes exactly one away."""
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


def csv_response(name, columns, rows):
    return _attached(csv_lines(columns, rows), "text/csv; charset=utf-8", f"{name}.csv")


def jsonl_response(name, columns, rows):
    return _attached(json_lines(columns, rows), "application/x-ndjson; charset=utf-8", f"{name}.jsonl")


def _attached(lines, content_type, filename):
    response = StreamingHttpResponse(lines, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "private, no-store"
    return response


class _Echo:
    """What csv writes into when the line itself is wanted."""

    def write(self, line):
        return line
