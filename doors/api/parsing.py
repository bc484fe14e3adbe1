"""Reads a JSON body strictly: what two readers could understand differently is refused with its field. PLT-2"""

import json
import re
from collections import deque
from json.encoder import encode_basestring_ascii

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.parsers import JSONParser

from ..errors import Fault
from .problems import Problem

DEEPEST = 64
LARGEST = 2**63 - 1
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
SURROGATE = re.compile("[\ud800-\udfff]")


class _Odd:
    """A token that JSON readers disagree about; found again, with its pointer, when the tree is walked."""

    def __init__(self, code, message):
        self.code, self.message = code, message


class _Object(dict):
    doubled = None


def _pairs(pairs):
    found = _Object(pairs)
    if len(found) != len(pairs):
        seen = set()
        found.doubled = next(key for key, _value in pairs if key in seen or seen.add(key))
    return found


def _integer(text):
    if len(text) > 20 or not -LARGEST - 1 <= int(text) <= LARGEST:
        return _Odd("too_large", _("This number is too large."))
    return int(text)


def _decimal(text):
    number = float(text)
    if number in (float("inf"), float("-inf")):
        return _Odd("too_large", _("This number is too large."))
    return number


def _constant(text):
    return _Odd("not_a_number", _("%(text)s is not a JSON number.") % {"text": text})


def pointer(path) -> str:
    """Write keys as a JSON pointer (RFC 6901), made safe to print."""
    parts = (str(key).replace("~", "~0").replace("/", "~1") for key in path)
    text = "".join(f"/{part}" for part in parts)
    return encode_basestring_ascii(text)[1:-1] if not text.isprintable() or SURROGATE.search(text) else text


def read_json(raw: bytes) -> dict:
    """Turn a body into a dict, or name every field that cannot be accepted."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise malformed("invalid_utf8", _("Byte %(at)d is not UTF-8.") % {"at": exc.start}) from None
    try:
        tree = json.loads(
            text,
            object_pairs_hook=_pairs,
            parse_int=_integer,
            parse_float=_decimal,
            parse_constant=_constant,
            # A raw NUL is let through to the walk, which refuses it with its field.
            strict="\0" not in text,
        )
    except RecursionError:
        raise malformed("too_deep", _too_deep(), _deep_field(text)) from None
    except json.JSONDecodeError as exc:
        raise malformed(
            "not_json", _("Not JSON at line %(line)d, column %(column)d.") % {"line": exc.lineno, "column": exc.colno}
        ) from None
    if not isinstance(tree, dict):
        raise malformed("not_an_object", _("The body must be a JSON object."))
    faults = list(_walk(tree))
    if faults:
        raise Problem(400, "malformed", _("The body cannot be read safely."), faults)
    return tree


def malformed(code, message, field="") -> Problem:
    return Problem(400, "malformed", _("The body cannot be read safely."), [Fault(field, code, message)])


def _too_deep():
    return _("Nested deeper than %(levels)d levels.") % {"levels": DEEPEST}


def _deep_field(text):
    """Find the top-level key under which a text nests too deeply, without recursion."""
    depth, key = 0, '""'
    for token in TOKEN.finditer(text):
        mark = token.group()
        if mark[0] == '"':
            key = mark if depth == 1 else key
        else:
            depth += 1 if mark in "[{" else -1
        if depth > DEEPEST:
            break
    return pointer([json.loads(key, strict=False)])


def _walk(tree):
    """Yield the faults of a parsed tree without recursion, at most twenty of them."""
    waiting, found = deque([((), tree)]), 0
    while waiting and found < 20:
        path, node = waiting.popleft()
        for fault in _look(path, node):
            found += 1
            yield fault
        if len(path) >= DEEPEST and isinstance(node, dict | list):
            yield Fault(pointer(path[:1]), "too_deep", _too_deep())
            return
        if isinstance(node, dict):
            waiting.extend(((*path, key), value) for key, value in node.items())
        elif isinstance(node, list):
            waiting.extend(((*path, index), value) for index, value in enumerate(node))


def _look(path, node):
    if isinstance(node, _Odd):
        yield Fault(pointer(path), node.code, node.message)
    elif isinstance(node, str):
        yield from _look_at_text(pointer(path), node)
    elif isinstance(node, dict):
        if node.doubled is not None:
            yield Fault(pointer((*path, node.doubled)), "duplicate", _("This key stands here twice."))
        for key in node:
            yield from _look_at_text(pointer((*path, key)), key)


def _look_at_text(field, text):
    if "\0" in text:
        yield Fault(field, "null_character", _("A text may not contain a NUL character."))
    elif SURROGATE.search(text):
        yield Fault(field, "surrogate", _("A text may not contain half of a character."))


class StrictJSONParser(JSONParser):
    """JSON, and nothing that only looks like it."""

    def parse(self, stream, media_type=None, parser_context=None):
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw = stream.read(limit + 1) if limit else stream.read()
        if limit and len(raw) > limit:
            raise too_large(limit)
        return read_json(raw) if raw.strip() else {}


def too_large(limit) -> Problem:
    return Problem(413, "too_large", _("The body is larger than %(limit)d bytes.") % {"limit": limit})
