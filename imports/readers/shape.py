"""What kind of file this is, found once; and its rows, as often as needed. REG-10"""

from dataclasses import asdict, dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from imports.readers import documents, sheet, table
from imports.readers.encoding import encoding_of, is_workbook, text_of
from imports.readers.refused import MAX_ROWS, FileRefused

FORMATS = {
    "csv": _("CSV"),
    "tsv": _("CSV with tabs"),
    "xlsx": _("Excel workbook"),
    "jsonl": _("JSON Lines"),
    "json": _("JSON array"),
}

__all__ = ["FORMATS", "FileRefused", "Record", "Shape", "inspect", "records"]


class Record(NamedTuple):
    """One row: the file line it begins on, its cells by column, or what is wrong with it."""

    number: int
    cells: dict | None
    problem: str | None


@dataclass
class Shape:
    """Enough to read the file again without looking at it twice; of a workbook also which sheet, and what is merged."""

    format: str
    encoding: str
    delimiter: str = ""
    columns: list = field(default_factory=list)
    lines: int = 0
    sheet: str = ""
    sheets: list = field(default_factory=list)
    merged: list = field(default_factory=list)

    as_dict = asdict


def inspect(opener, format=None, sheet_name=""):
    """Find format, encoding, delimiter, columns and number of lines. Raises FileRefused.

    `opener()` gives a fresh binary stream each time. Of a workbook the first visible sheet counts, or the named one.
    """
    if is_workbook(opener, format):
        name, sheets, header, last, merged = sheet.look(opener, sheet_name)
        return Shape("xlsx", "", "", table.named(header), last, name, sheets, merged)
    if sheet_name:
        raise FileRefused(_("Only Excel workbooks have sheets; this file has none."))
    encoding, lines = encoding_of(opener)
    format = format or _format_of(opener, encoding)
    if format in ("jsonl", "json"):
        return Shape(format, encoding, "", documents.columns_of(opener, encoding, format == "jsonl"), lines)
    delimiter = "\t" if format == "tsv" else table.delimiter_of(opener, encoding)
    return Shape(format, encoding, delimiter, table.columns_of(opener, encoding, delimiter), lines)


def records(opener, shape):
    """Yield every row as a Record. NUL and too many rows are caught here, for all formats alike."""
    if shape.format == "jsonl":
        rows = documents.json_lines(opener, shape.encoding)
    elif shape.format == "json":
        rows = documents.json_array(opener, shape.encoding)
    elif shape.format == "xlsx":
        rows = sheet.records_of(opener, shape)
    else:
        rows = table.records_of(opener, shape)
    last = 0
    try:
        for count, (number, cells, problem) in enumerate(rows, 1):
            if count > MAX_ROWS:
                raise FileRefused(
                    _("The file has more than %(limit)s rows. Split it and give each part a source of its own.")
                    % {"limit": MAX_ROWS}
                )
            if cells and any("\x00" in cell for cell in cells.values()):
                cells, problem = None, _("holds a NUL character")
            yield Record(number, cells, problem)
            last = number
    except FileRefused as refusal:
        # what breaks in the middle is a fault of that row, and the last one that can be told
        yield Record(last + 1, None, refusal.message)


def _format_of(opener, encoding):
    with text_of(opener, encoding) as text:
        start = text.read(4096).lstrip()
    return "jsonl" if start.startswith("{") else "json" if start.startswith("[") else "csv"
