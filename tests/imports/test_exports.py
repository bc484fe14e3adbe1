"""Out and in again: nothing a spreadsheet executes, nothing lost. REG-10"""

import csv
import io
import json

import pytest

from imports.exports import csv_lines, csv_response, json_lines, neutral
from imports.readers import inspect, records

NASTY = [
    "=1+1", "+62 21", "-5", "@nasa", "\ttab", "\rreturn", "'quoted", "'=already", "''=twice", "plain", "",
    'say "hi"', "two\nlines", "ä,ö;ü", "=HYPERLINK(\"x\")",
]  # fmt: skip


@pytest.mark.parametrize("value", NASTY)
def test_no_cell_starts_a_formula(value):
    """Robust, bad input"""
    assert neutral(value)[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n")


def test_what_is_exported_is_imported_unchanged():
    """REG-10"""
    body = "".join(csv_lines(("a", "b"), [(value, "x") for value in NASTY])).encode()
    shape = inspect(lambda: io.BytesIO(body))
    found = [record.cells["a"] for record in records(lambda: io.BytesIO(body), shape)]
    assert found == NASTY


def test_json_lines_hold_what_is_there():
    """REG-10"""
    lines = list(json_lines(("a", "n"), [(value, None) for value in NASTY]))
    assert [json.loads(line) for line in lines] == [{"a": value, "n": None} for value in NASTY]


def test_csv_response_streams_a_file():
    """REG-10"""
    response = csv_response("people", ("name",), (("@a",) for _number in range(2)))
    body = b"".join(response.streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(body))) == [["name"], ["'@a"], ["'@a"]]
    assert response["Content-Disposition"] == 'attachment; filename="people.csv"'
