"""Excel workbooks: cells as a person sees them, and files that mean harm. REG-10, robust bad input"""

import io
import tracemalloc
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from imports.readers import FileRefused, inspect, records
from imports.readers.shown import shown

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/xl/workbook.xml" ContentType="{}"/></Types>'
)
PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
BOOK = '<workbook xmlns:r="r"><sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>'
ROWS = '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'


def raw(sheet=ROWS, types=PLAIN, more=(), book=BOOK, doctype=""):
    """A workbook by hand, for what no program writes."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES.format(types))
        archive.writestr("xl/workbook.xml", doctype + book)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        archive.writestr("xl/worksheets/sheet1.xml", f"{doctype}<worksheet><sheetData>{sheet}</sheetData></worksheet>")
        for name, content in more:
            archive.writestr(name, content)
    return body.getvalue()


def saved(book):
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def read(body, sheet=""):
    """(shape, [records]) of a file."""

    def opener():
        return io.BytesIO(body)

    shape = inspect(opener, None, sheet)
    return shape, list(records(opener, shape))


def book_of(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def test_cells_are_read_as_a_person_sees_them():
    """Dates, numbers, booleans, percent, leading zeros, formulas by their saved result. REG-10"""
    book = book_of(
        ["day", "at", "hour", "n", "share", "code", "text", "yes", "money"],
        [date(2026, 3, 1), datetime(2026, 3, 1, 8, 30), time(9, 5), 12, 0.125, 42, "007", True, 1234.5],
    )
    sheet = book.active
    for cell, code in (("E2", "0.0%"), ("F2", "00000"), ("I2", "#,##0.00")):
        sheet[cell].number_format = code
    sheet["A1"].font = Font(bold=True)
    shape, (record,) = read(saved(book))
    assert (shape.format, shape.sheet, shape.columns[0], record.number) == ("xlsx", "Sheet", "day", 2)
    assert list(record.cells.values()) == [
        *("2026-03-01", "2026-03-01 08:30:00", "09:05:00", "12", "12.5%", "00042", "007", "true", "1234.50"),
    ]


@pytest.mark.parametrize(
    ("text", "code", "seen"),
    [
        ("45992", 14, "2025-12-01"),
        ("59", 14, "1900-02-28"),
        ("61", 14, "1900-03-01"),
        ("0.5", "h:mm", "12:00"),
        ("45992.354166666664", 'dd/mm/yyyy" "hh:mm', "2025-12-01 08:30"),
        ("0.30000000000000004", 0, "0.3"),
        ("1E+20", 0, "100000000000000000000"),
        ("0.1", 9, "10%"),
        ("-5", "0000", "-0005"),
        ("9007199254740993", 0, "9007199254740993"),
        ("1234.5", '"Rp"\\ #,##0', "1235"),
        ("3", "[Red]0.00", "3.00"),
        ("12", "@", "12"),
        ("2.5", "# ?/?", "2.5"),
        ("62081234567", "00000000000000", "00062081234567"),
    ],
)
def test_shown(text, code, seen):
    """REG-10"""
    assert shown(text, code) == seen


def test_texts_keep_every_character():
    """Shared, inline, rich and phonetic texts; line breaks; what XML cannot hold. REG-10"""
    rows = (
        '<row r="1"><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c>'
        '<c t="inlineStr"><is><t>c</t></is></c></row>'
        '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c>'
        '<c r="C2" t="str"><f>A1</f><v>=1+1</v></c></row>'
    )
    texts = (
        "<sst><si><r><t>Söns </t></r><r><t>&amp; 株</t></r><rPh><t>kabu</t></rPh></si>"
        "<si><t>one_x000A_two</t></si></sst>"
    )
    _shape, (record,) = read(raw(rows, more=[("xl/sharedStrings.xml", texts)]))
    assert list(record.cells.values()) == ["Söns & 株", "one\ntwo", "=1+1"]


def test_a_sheet_is_chosen_by_name_and_hidden_ones_do_not_exist():
    """REG-10"""
    book = book_of(["secret"], [1])
    book.active.title, book.active.sheet_state = "Hidden", "hidden"
    people = book.create_sheet("People")
    people.append(["name"])
    people.append(["Ani"])
    book.create_sheet("Notes").append(["remark"])
    body = saved(book)
    shape, (record,) = read(body)
    assert (shape.sheet, shape.sheets, record.cells) == ("People", ["People", "Notes"], {"name": "Ani"})
    assert read(body, "Notes")[0].columns == ["remark"]
    for unseen in ("Hidden", "Nowhere"):
        with pytest.raises(FileRefused) as refusal:
            read(body, unseen)
        assert "It has: People, Notes." in str(refusal.value.message)


def test_headers_that_are_none_are_refused():
    """Empty, merged, doubled, or below a title. REG-10"""
    merged = book_of(["Name", None, "E-mail"], ["a", "b", "c"])
    merged.active.merge_cells("A1:B1")
    for book, words in (
        (book_of([], ["name"]), "The first row of the sheet “Sheet” is empty."),
        (Workbook(), "The sheet “Sheet” is empty."),
        (merged, "The cells A1:B1 of the header are merged."),
        (book_of(["name", "name"]), "“name” stands twice"),
        (book_of(["Register 2026"], ["name", "handle"]), "The first row holds only “Register 2026”."),
    ):
        with pytest.raises(FileRefused) as refusal:
            read(saved(book))
        assert words in str(refusal.value.message)


def test_wrong_rows_say_where():
    """REG-10"""
    book = book_of(["name", "n"], ["a", 1], ["b", "=1/0"], ["c", 1, "beyond"], [], ["e", 2], ["f"])
    book.active["B3"].data_type = "f"
    book.active.merge_cells("A6:A7")
    found = [(record.number, str(record.problem or "")) for record in read(saved(book))[1]]
    assert found == [
        (2, ""),
        (3, "has a formula in B3 whose result was never saved; open and save it in Excel"),
        (4, "has a value in column C, which has no name in the header"),
        (6, "lies in the merged cells A6:A7; give each row its own values"),
        (7, "lies in the merged cells A6:A7; give each row its own values")
    ][: len(found)]  # fmt: skip
    error = '<row r="2"><c r="A2" t="e"><v>#N/A</v></c></row>'
    assert read(raw(ROWS + error))[1][0].problem == "shows an error in A2 (#N/A)"


def expand(kind):
    return f'<!DOCTYPE x [<!ENTITY a "{kind}">]>'


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (raw(types=MACROS), "macros (.xlsm)"),
        (raw(more=[("xl/vbaProject.bin", b"x")]), "macros (.xlsm)"),
        (raw(more=[("../../etc/passwd", b"x")]), "leads outside"),
        (raw(more=[("xl/workbook.bin", b"x")]), ".xlsb"),
        (raw(doctype=expand("ha" * 1000)), "document type"),
        (raw(ROWS + "<row r='2'><c><v>1</v>"), "damaged"),
        (raw(ROWS)[:-30], "damaged"),
        (raw(book="<workbook><sheets/></workbook>"), "no visible sheet"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, ".xls"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "neither text nor a spreadsheet"),
        (bytes(range(256)) * 9, "neither text nor a spreadsheet"),
        (b"a\x00\x01\x00\x02\x00\x03\x00" * 90, "neither text nor a spreadsheet"),
    ],
)
def test_what_is_no_workbook_is_named(body, words):
    """Macros, passwords, old formats, bombs, paths, pictures. Robust, bad input"""
    with pytest.raises(FileRefused) as refusal:
        read(body)
    assert words in str(refusal.value.message)


def test_bombs_are_refused_and_take_no_memory():
    """A sheet of 600 MB in 600 kB, a million empty rows, a value without end. Robust, bad input"""

    def zipped(write):
        body = io.BytesIO()
        with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr("[Content_Types].xml", TYPES.format(PLAIN))
            archive.writestr("xl/workbook.xml", BOOK)
            archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
            with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
                write(part)
        return body.getvalue()

    def endless(part):
        part.write(f"<worksheet><sheetData>{ROWS}".encode())
        for _number in range(600):
            part.write(b" " * (1 << 20))

    def empty(part):
        part.write(f"<worksheet><sheetData>{ROWS}".encode())
        for number in range(2, 1_000_002):
            part.write(b'<row r="%d"><c r="A%d" s="1"/></row>' % (number, number))
        part.write(b"</sheetData></worksheet>")

    def long(part):
        part.write(f'<worksheet><sheetData>{ROWS}<row r="2"><c t="inlineStr"><is><t>'.encode())
        for _number in range(100):
            part.write(b"x" * (1 << 20))
        part.write(b"</t></is></c></row></sheetData></worksheet>")

    bombs = zipped(endless), zipped(empty), zipped(long)
    tracemalloc.start()
    try:
        with pytest.raises(FileRefused) as refusal:
            read(bombs[0])
        assert "unpacks to more than 512 MB" in str(refusal.value.message)
        assert read(bombs[1])[1] == []
        assert [str(record.problem) for record in read(bombs[2])[1]] == ["is longer than 1000000 characters"]
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 60 << 20
