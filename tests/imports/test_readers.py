"""Any file an office may send: read, or refused in words. REG-10"""

import io
import json
import tracemalloc

import pytest

from imports.readers import FileRefused, inspect, records
from imports.readers import shape as shape_module


def opener(body):
    return lambda: io.BytesIO(body if isinstance(body, bytes) else body.encode())


def read(body, format=None):
    shape = inspect(opener(body), format)
    return shape, list(records(opener(body), shape))


def rows(body):
    return [(record.number, record.cells or str(record.problem)) for record in read(body)[1]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_inspect_finds_the_delimiter(delimiter):
    """REG-10"""
    body = delimiter.join(["name", "e-mail"]) + "\n" + delimiter.join(["Budi", "b@x.id"]) + "\n"
    shape, found = read(body)
    assert (shape.format, shape.delimiter, shape.columns) == ("csv", delimiter, ["name", "e-mail"])
    assert found[0].cells == {"name": "Budi", "e-mail": "b@x.id"}


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_inspect_finds_the_encoding(encoding, name):
    """REG-10"""
    shape, found = read("name,city\nZoë,Malmö\nFrançois,Nîmes\n".encode(encoding))
    assert shape.encoding == name
    assert [record.cells for record in found] == [
        {"name": "Zoë", "city": "Malmö"},
        {"name": "François", "city": "Nîmes"},
    ]


def test_a_broken_byte_in_utf8_names_its_line():
    """A file that is UTF-8 up to one byte is not read as something else. REG-10"""
    body = "name\nZoë\nBudi\n".encode() + b"Ra\xffdi\n"
    with pytest.raises(FileRefused) as refusal:
        read(body)
    assert str(refusal.value.message) == "Line 4 is not valid UTF-8 text. Save the file as UTF-8 and try again."


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "The file is empty."),
        (b" \r\n\r\n", "The file is empty."),
        (b"PK\x03\x04rest", "Excel workbook"),
        (b"\x1f\x8b\x08rest", "gzip"),
        (b"%PDF-1.7", "PDF"),
        (b"\x81\x8d\x8f\xff\xfe text", "Line 1 is not valid"),
        (b"a,b,a\n1,2,3\n", "“a” stands twice"),
        (b",,,\nname,email,unit,x\n", "The first row is empty."),
        ("x" * 1_000_001, "longer than 1000000"),
        (b"[1, 2]", "No row with a named field"),
        (",".join(f"c{n}" for n in range(501)), "501 columns"),
    ],
)
def test_inspect_refuses_in_words(body, words):
    """Packed, broken and absurd files say what to do. REG-10"""
    with pytest.raises(FileRefused) as refusal:
        read(body)
    assert words in str(refusal.value.message)


def test_rows_have_the_line_of_the_file():
    """Quoted line ends, blank lines and ragged rows do not shift the numbers. REG-10"""
    body = 'name,note\r\nBudi,"two\r\nlines"\r\n\r\nSari,x,y\r\nNia\r\nDewi,ok,,\r\n'
    assert rows(body) == [
        (2, {"name": "Budi", "note": "two\r\nlines"}),
        (5, "has 3 cells where the header has 2"),
        (6, "has 1 cells where the header has 2"),
        (7, {"name": "Dewi", "note": "ok"}),
    ]


def test_an_open_quote_names_its_row():
    """REG-10"""
    body = 'name,note\nBudi,ok\nSari,"open\n' + "x,y\n" * 60_000
    found = rows(body)
    assert found[0] == (2, {"name": "Budi", "note": "ok"})
    assert found[1][0] == 3
    assert "Row 3 cannot be read" in found[1][1]
    assert len(found) == 2


def test_nul_is_a_row_error():
    """REG-10"""
    assert rows("name,note\nBu\x00di,x\nSari,y\n") == [
        (2, "holds a NUL character"),
        (3, {"name": "Sari", "note": "y"}),
    ]


def test_formulas_are_kept_and_our_own_mark_is_taken_away():
    """Import keeps `=1+1`; of what our export wrote exactly one apostrophe goes. REG-10"""
    body = "a,b,c,d,e\n=1+1,'=1+1,''=1+1,'quoted',@nasa\n"
    assert rows(body) == [(2, {"a": "=1+1", "b": "=1+1", "c": "'=1+1", "d": "'quoted'", "e": "@nasa"})]


def test_json_lines_keep_numbers_as_text():
    """A platform id of twenty digits is no float. REG-10"""
    first = '{"id": 21040164860512345678, "on": true, "tags": ["a", "b"], "x": null, "r": 1.10}'
    body = first + '\n\n{"id": "7", "y": {"z": 1}}\n'
    shape, found = read(body)
    assert (shape.format, shape.columns) == ("jsonl", ["id", "on", "tags", "x", "r", "y"])
    assert found[0].cells == {"id": "21040164860512345678", "on": "true", "tags": "a; b", "x": "", "r": "1.10"}
    assert (found[1].number, found[1].cells) == (3, {"id": "7", "y": '{"z": "1"}'})


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"a": 1', "is not valid JSON"),
        ("[1]", "is not a JSON object"),
        ('{"a": 1, "a": 2}', "names “a” twice"),
        ('{"a": "\\ud800"}', "half of a character"),
        ('{"a": "\\u0000"}', "NUL"),
        ('{"a": ' + "[" * 100_000, "nested too deeply"),
        ('{"a": 1} {"a": 2}', "something after"),
    ],
)
def test_json_lines_number_what_is_wrong(line, words):
    """REG-10"""
    found = rows('{"a": "ok"}\n' + line + '\n{"a": "ok"}\n')
    assert (found[0], found[2]) == ((1, {"a": "ok"}), (3, {"a": "ok"}))
    assert found[1][0] == 2
    assert words in found[1][1]


def test_json_array_is_read_in_pieces():
    """REG-10"""
    things = [{"n": str(number), "text": "x" * 500} for number in range(1000)]
    shape, found = read(json.dumps(things, indent=1))
    assert shape.format == "json"
    assert [record.cells for record in found] == things
    assert found[-1].number == 1000


def test_json_array_that_breaks_off():
    """REG-10"""
    body = '[{"a": 1}, {"a": '
    with pytest.raises(FileRefused, match="object 2"):
        read(body)


def test_too_many_rows_are_told_at_the_row(monkeypatch):
    """REG-10"""
    monkeypatch.setattr(shape_module, "MAX_ROWS", 100)
    *_rest, last = read("a,b\n" + "1,2\n" * 101)[1]
    assert (last.number, str(last.problem)[:41]) == (102, "The file has more than 100 rows. Split it")


def test_a_long_file_needs_little_memory(tmp_path):
    """A file of 30 MB is read in less than half of that: nothing grows with its length. Robust, bad input"""
    path = tmp_path / "long.csv"
    path.write_text("name,note\n" + ("x" * 2997 + ",y\n") * 10_000)
    tracemalloc.start()
    shape = inspect(lambda: path.open("rb"))
    counted = sum(1 for _record in records(lambda: path.open("rb"), shape))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (counted, shape.lines) == (10_000, 10_002)
    assert peak < 15_000_000
