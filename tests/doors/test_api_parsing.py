"""Bodies that two readers could understand differently are refused with their field. PLT-2, robust.md bad input"""

import pytest

from doors.api.parsing import DEEPEST, pointer, read_json
from doors.api.problems import Problem


def faults(raw):
    with pytest.raises(Problem) as refused:
        read_json(raw)
    assert refused.value.status_code == 400
    return [(fault.field, fault.code) for fault in refused.value.faults]


def nested(levels, opening=b"[", closing=b"]"):
    return opening * levels + closing * levels


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"\xff", [("", "invalid_utf8")]),
        (b'{"name": "\xed\xa0\x80"}', [("", "invalid_utf8")]),
        (b"{", [("", "not_json")]),
        (b"\xef\xbb\xbf{}", [("", "not_json")]),
        (b'{"a": 1,}', [("", "not_json")]),
        (b"[]", [("", "not_an_object")]),
        (b"null", [("", "not_an_object")]),
        (b'"text"', [("", "not_an_object")]),
        (b"NaN", [("", "not_an_object")]),
        (b'{"a": NaN}', [("/a", "not_a_number")]),
        (b'{"a": [1, -Infinity]}', [("/a/1", "not_a_number")]),
        (b'{"a": 1e999}', [("/a", "too_large")]),
        (b'{"a": 9223372036854775808}', [("/a", "too_large")]),
        (b'{"a": ' + b"9" * 100_000 + b"}", [("/a", "too_large")]),
        (b'{"a": "x\\u0000"}', [("/a", "null_character")]),
        (b'{"a": "x\x00"}', [("/a", "null_character")]),
        (b'{"a": {"b": ["\\ud800"]}}', [("/a/b/0", "surrogate")]),
        (b'{"\\udfff": 1}', [("/\\udfff", "surrogate")]),
        (b'{"a": 1, "a": 2}', [("/a", "duplicate")]),
        (b'{"a": {"b/c": 1, "b/c": 2}}', [("/a/b~1c", "duplicate")]),
        (b'{"a": "\\u0000", "b": NaN}', [("/a", "null_character"), ("/b", "not_a_number")]),
        (b'{"a": ' + nested(DEEPEST) + b"}", [("/a", "too_deep")]),
        (b'{"x": "[[", "a": ' + nested(100_000) + b"}", [("/a", "too_deep")]),
        (b'{"a":' * 100_000, [("/a", "too_deep")]),
        (b'{"a": ' + b"[" * 100_000, [("/a", "too_deep")]),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_read_json_refuses(raw, found):
    """PLT-2"""
    assert faults(raw) == found


@pytest.mark.parametrize(
    ("raw", "tree"),
    [
        (b"{}", {}),
        (b' {"a": [1, 2.5, -9223372036854775808, true, null]}', {"a": [1, 2.5, -(2**63), True, None]}),
        ('{"a": "é\\ud83d\\ude00"}'.encode(), {"a": "é😀"}),
        (b'{"a": ' + nested(DEEPEST - 1) + b"}", None),
        (b'{"a": "\\\\", "b": "\\"[["}', {"a": "\\", "b": '"[['}),
    ],
)
def test_read_json_reads(raw, tree):
    """PLT-2"""
    found = read_json(raw)
    assert tree is None or found == tree


def test_read_json_lists_at_most_twenty_faults():
    """A hostile body gets no answer larger than itself. PLT-2"""
    assert len(faults(b'{"a": [' + b",".join([b"NaN"] * 5000) + b"]}")) == 20


def test_pointer_escapes_what_json_pointers_escape():
    """RFC 6901"""
    assert pointer(["a~b", "c/d", 0, "é", "\0"]) == "/a~0b/c~1d/0/\\u00e9/\\u0000"
    assert pointer(["é"]) == "/é"
