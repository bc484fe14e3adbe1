"""An Excel workbook, written row by row: typed cells, texts that stay texts, a header that stays in sight. REG-10

The rows are plain XML that can be appended to a file in slices, by one process after another; only the last step packs
them. Every text is a text cell, so a value that begins with = is no formula, and 007 stays 007.
"""

import re
import zipfile
from datetime import UTC, date, datetime
from xml.sax.saxutils import escape

MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
WIDEST = 60
FIRST_DAY = date(1899, 12, 30).toordinal()
HEADER, TEXT, DAY, MOMENT = 1, 2, 3, 4
# What XML cannot hold, and what would be taken for the escape of it.
STRANGE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + "".join(
        f'<Override PartName="/xl/{part}.xml"'
        f' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for part, kind in (("workbook", "sheet.main"), ("worksheets/sheet1", "worksheet"), ("styles", "styles"))
    )
    + "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{OFFICE}/styles"'
    ' Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
    '</fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="5"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="49" applyNumberFormat="1"/>'
    '<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>',
}


class TooManyRows(Exception):
    """A sheet of Excel ends at its 1,048,576th row."""


def header(columns):
    """The first row."""
    return _row(1, [_text(name, HEADER) for name in columns])


def row(number, cells):
    """One row as XML. None and "" are empty; days, moments, numbers and yes/no keep their type."""
    if number > MAX_ROWS:
        raise TooManyRows
    return _row(number, [_cell(cell) for cell in cells])


def widths(columns, rows, so_far=()):
    """How many characters wide each column should be, after these rows too."""
    found = list(so_far) or [len(str(name)) + 2 for name in columns]
    for cells in rows:
        for at, cell in enumerate(cells):
            if cell not in (None, "") and found[at] < WIDEST:
                found[at] = min(WIDEST, max(found[at], len(str(cell).split("\n")[0]) + 2))
    return found


def pack(path, rows, name, columns, found_widths, count):
    """Write the workbook to `path`; `rows` is an open file of the rows' XML, `count` how many there are with the header."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for part, body in PARTS.items():
            archive.writestr(part, HEAD + body)
        archive.writestr("xl/workbook.xml", HEAD + _book(name))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write((HEAD + _before(found_widths)).encode())
            while piece := rows.read(1 << 20):
                sheet.write(piece)
            last = f"{letters(len(columns))}{count}"
            sheet.write(f'</sheetData><autoFilter ref="A1:{last}"/></worksheet>'.encode())


def letters(column):
    """28 → AB"""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _row(number, cells):
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(value):
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{value:d}</v></c>'
    if (isinstance(value, int) and abs(value) < 10**15) or (isinstance(value, float) and value - value == 0):
        return f"<c><v>{value!r}</v></c>"
    if isinstance(value, datetime):
        value = value.astimezone(UTC) if value.tzinfo else value
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return f'<c s="{MOMENT}"><v>{value.toordinal() - FIRST_DAY + seconds / 86400!r}</v></c>'
    if isinstance(value, date) and value.year >= 1901:
        return f'<c s="{DAY}"><v>{value.toordinal() - FIRST_DAY}</v></c>'
    return _text(value, TEXT)


def _text(value, style):
    text = str(value)
    if len(text) > MAX_TEXT:
        text = text[: MAX_TEXT - 1] + "…"
    text = STRANGE.sub(lambda match: f"_x{ord(match[0]):04X}_", text.replace("\r\n", "\n").replace("\r", "\n"))
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _book(name):
    safe = escape(re.sub(r"[\[\]:*?/\\]", " ", name)[:31], {'"': "&quot;"})
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="{safe}" sheetId="1" r:id="rId1"/></sheets>'
        "</workbook>"
    )


def _before(found_widths):
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(found_widths, 1)
    )
    return (
        f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
        f' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>{columns}</cols><sheetData>'
    )
