"""JSON Lines, and a JSON array of objects read piece by piece. REG-10"""

import json

from django.utils.translation import gettext_lazy as _

from imports.readers.encoding import text_of
from imports.readers.refused import MAX_COLUMNS, MAX_LINE, FileRefused
from imports.readers.table import lines_of

CHUNK = 1 << 16
SPACE = " \t\r\n"


class Nested(str):
    """A list or object where a text belongs: harmless in a column that nobody maps, an error in one that is."""


class _Decoder:
    """Numbers stay the text they were (an id of 20 digits is not a float); keys given twice are noticed."""

    def __init__(self):
        self.twice = []
        self.json = json.JSONDecoder(object_pairs_hook=self._pairs, parse_int=str, parse_float=str, parse_constant=str)

    def _pairs(self, pairs):
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _value in pairs]
            self.twice += [name for name in found if names.count(name) > 1]
        return found

    def read(self, text, at=0):
        self.twice = []
        return self.json.raw_decode(text, at)

    def record(self, value):
        """({column: text}, problem)"""
        if not isinstance(value, dict):
            return None, _("is not a JSON object")
        if self.twice:
            return None, _("names “%(name)s” twice") % {"name": self.twice[0]}
        cells = {name.strip(): _text(item) for name, item in value.items()}
        try:
            "".join([*cells, *cells.values()]).encode()
        except UnicodeEncodeError:
            return None, _("holds half of a character (a lone surrogate)")
        return cells, None


def _text(item):
    if isinstance(item, str):
        return item
    if item is None:
        return ""
    if item is True or item is False:
        return "true" if item else "false"
    if isinstance(item, list) and all(isinstance(one, str) for one in item):
        return "; ".join(item)
    return Nested(json.dumps(item, ensure_ascii=False))


def columns_of(opener, encoding, lines):
    """Every name that any object uses, in the order of appearance."""
    names = {}
    for _number, cells, _problem in (json_lines if lines else json_array)(opener, encoding):
        for name in cells or ():
            names.setdefault(name)
        if len(names) > MAX_COLUMNS:
            raise FileRefused(
                _("The objects use more than %(limit)s names; this does not look like a table.")
                % {"limit": MAX_COLUMNS}
            )
    if not names:
        raise FileRefused(_("No row with a named field was found in the file."))
    return list(names)


def json_lines(opener, encoding):
    """Yield (line, {name: text} or None, problem or None)."""
    decoder = _Decoder()
    with text_of(opener, encoding) as text:
        for number, line in enumerate(lines_of(text), 1):
            line = line.strip()
            if not line:
                continue
            try:
                value, end = decoder.read(line)
            except RecursionError:
                yield number, None, _("is nested too deeply")
                continue
            except ValueError as error:
                yield number, None, _("is not valid JSON (%(reason)s)") % {"reason": error}
                continue
            if line[end:].strip():
                yield number, None, _("has something after the JSON object")
                continue
            yield (number, *decoder.record(value))


def json_array(opener, encoding):
    """The same for `[{…}, {…}]`, numbered from 1; a break ends the reading, as nothing after it can be trusted."""
    decoder = _Decoder()
    with text_of(opener, encoding) as text:
        buffer, at, number, opened = "", 0, 1, False
        while True:
            while at < len(buffer) and buffer[at] in SPACE + ",":
                at += 1
            if at < len(buffer) and not opened:
                opened, at = True, at + 1
                continue
            if at < len(buffer) and buffer[at] == "]":
                return
            try:
                value, at_next = decoder.read(buffer, at)
            except RecursionError as error:
                raise FileRefused(_("Object %(number)s is nested too deeply.") % {"number": number}) from error
            except ValueError as error:
                more = text.read(CHUNK)
                if not more or len(buffer) - at > MAX_LINE:
                    raise FileRefused(
                        _("The JSON array breaks off or is not valid at object %(number)s.") % {"number": number}
                    ) from error
                buffer, at = buffer[at:] + more, 0
                continue
            yield (number, *decoder.record(value))
            number, at = number + 1, at_next
