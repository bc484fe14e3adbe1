"""The rows of one sheet, one at a time, as a person sees them. REG-10"""

import re

from django.utils.translation import gettext_lazy as _

from imports.readers.refused import MAX_COLUMNS, MAX_LINE, FileRefused
from imports.readers.shown import shown
from imports.readers.workbook import (
    DAMAGED,
    MAX_SHEET,
    Texts,
    feed,
    formats_of,
    local,
    new_parser,
    package,
    sheets_of,
    unescaped,
)

REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
MAX_MERGED = 10_000
LAST_COLUMN = 16_384


class Sheet:
    """Takes a sheet's XML apart: rows with content as (number, {column: text}, problem), and merged cells."""

    def __init__(self, archive, part, formats, texts, is_1904):
        self.archive, self.part = archive, part
        self.formats, self.texts, self.is_1904 = formats, texts, is_1904
        self.merged = []
        self.done = []
        self.row, self.cells, self.problem, self.length = 0, {}, None, 0
        self.column, self.kind, self.style = 0, "n", 0
        self.value, self.has_formula, self.takes = [], False, False
        self.is_aside = False

    def rows(self):
        """Yield what has content; `merged` is whole once all are read."""
        parser = new_parser(self._start, self._end, self._text)
        for _piece in feed(self.archive, self.part, parser, MAX_SHEET):
            yield from self.done
            self.done.clear()

    def _start(self, tag, attributes):
        tag = local(tag)
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "row":
            number = attributes.get("r")
            row = int(number) if number and number.isdecimal() and len(number) < 8 else self.row + 1
            if row <= self.row:
                raise FileRefused(DAMAGED)
            self.row, self.cells, self.problem, self.length, self.column = row, {}, None, 0, 0
        elif tag in ("v", "t"):
            self.takes = not self.is_aside
        elif tag == "f":
            self.has_formula = True
        elif tag == "rPh":
            self.is_aside = True
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _start_cell(self, attributes):
        match = REFERENCE.fullmatch(attributes.get("r", ""))
        self.column = _column(match[1]) if match else self.column + 1
        if self.column > LAST_COLUMN:
            raise FileRefused(DAMAGED)
        style = attributes.get("s", "0")
        self.kind, self.style = attributes.get("t", "n"), int(style) if style.isdecimal() and len(style) < 7 else 0
        self.value, self.has_formula = [], False

    def _text(self, piece):
        if self.takes:
            self.length += len(piece)
            if self.length <= MAX_LINE:
                self.value.append(piece)

    def _end(self, tag):
        tag = local(tag)
        if tag in ("v", "t"):
            self.takes = False
        elif tag == "c":
            self._end_cell()
        elif tag == "row":
            if self.length > MAX_LINE:
                self.problem = _("is longer than %(limit)s characters") % {"limit": MAX_LINE}
            if self.cells or self.problem:
                self.done.append((self.row, self.cells, self.problem))
        elif tag == "rPh":
            self.is_aside = False

    def _end_cell(self):
        text, kind = "".join(self.value), self.kind
        if not text:
            if self.has_formula and kind != "str":
                self._fault(_("has a formula in %(cell)s whose result was never saved; open and save it in Excel"))
            return
        if kind == "s":
            if not text.isdecimal() or len(text) > 9:
                raise FileRefused(DAMAGED)
            text = self.texts[int(text)]
            self.length += len(text)
        elif kind == "b":
            text = "true" if text == "1" else "false"
        elif kind == "e":
            self._fault(_("shows an error in %(cell)s (%(error)s)"), error=text[:20])
            return
        elif kind in ("n", ""):
            text = shown(text, self.formats[self.style] if self.style < len(self.formats) else 0, self.is_1904)
        elif kind == "d":
            text = text.removesuffix("Z").replace("T00:00:00", "").replace("T", " ")
        else:
            text = unescaped(text)
        if text.strip():
            self.cells[self.column] = text

    def _fault(self, words, **more):
        self.problem = self.problem or words % {"cell": f"{letters(self.column)}{self.row}", **more}

    def _merge(self, reference):
        ends = [REFERENCE.fullmatch(end) for end in reference.split(":")]
        if len(ends) != 2 or not all(ends):
            return
        if len(self.merged) == MAX_MERGED:
            raise FileRefused(
                _("More than %(limit)s cells are merged. Undo the merging and import again.") % {"limit": MAX_MERGED}
            )
        self.merged.append([int(ends[0][2]), int(ends[1][2]), reference])


def look(opener, sheet=""):
    """(name of the sheet, names of all visible ones, cells of the header, last row, merged cells below it).

    Raises FileRefused where the first row is not a header.
    """
    with package(opener) as archive:
        sheets, name, reader = _open(archive, sheet)
        header, last, widest = None, 0, 0
        for number, cells, problem in reader.rows():
            if header is None:
                if number != 1 or problem:
                    raise FileRefused(_no_header(name, problem))
                header = cells
            last, widest = number, max(widest, len(cells))
        if header is None:
            raise FileRefused(_("The sheet “%(sheet)s” is empty.") % {"sheet": name})
        for first, _last, reference in reader.merged:
            if first == 1:
                raise FileRefused(
                    _("The cells %(cells)s of the header are merged. Give each column one name, in the first row.")
                    % {"cells": reference}
                )
        if len(header) == 1 and widest > 1:
            raise FileRefused(
                _(
                    "The first row holds only “%(title)s”. The names of the columns must stand there; delete what is above."
                )
                % {"title": next(iter(header.values()))[:60]}
            )
        width = max(header)
        if width > MAX_COLUMNS:
            raise FileRefused(
                _("The header has %(count)s columns; at most %(limit)s are read.")
                % {"count": width, "limit": MAX_COLUMNS}
            )
        row = [header.get(column, "") for column in range(1, width + 1)]
        return name, [one for one, _part in sheets], row, last, reader.merged


def records_of(opener, shape):
    """Yield (row, {column: cell} or None, problem or None) for every row with content below the header."""
    columns, width = shape.columns, len(shape.columns)
    merged = sorted(shape.merged)
    with package(opener) as archive:
        _sheets, _name, reader = _open(archive, shape.sheet)
        for number, cells, problem in reader.rows():
            if number == 1:
                continue
            while merged and merged[0][1] < number:
                merged.pop(0)
            beyond = next((column for column in cells if column > width), None)
            if problem is None and beyond is not None:
                problem = _("has a value in column %(column)s, which has no name in the header") % {
                    "column": letters(beyond)
                }
            if problem is None and merged and merged[0][0] <= number:
                problem = _("lies in the merged cells %(cells)s; give each row its own values") % {
                    "cells": merged[0][2]
                }
            if problem:
                yield number, None, problem
            else:
                yield number, {name: cells.get(at, "") for at, name in enumerate(columns, 1)}, None


def letters(column):
    """28 → AB"""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _column(name):
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def _open(archive, sheet):
    sheets, is_1904 = sheets_of(archive)
    found = next(((name, part) for name, part in sheets if name == sheet), None) if sheet else sheets[0]
    if found is None:
        raise FileRefused(
            _("The workbook has no visible sheet “%(sheet)s”. It has: %(sheets)s.")
            % {"sheet": sheet, "sheets": ", ".join(name for name, _part in sheets)}
        )
    name, part = found
    return sheets, name, Sheet(archive, part, formats_of(archive), Texts(archive), is_1904)


def _no_header(name, problem):
    if problem:
        return _("The header cannot be read: it %(problem)s.") % {"problem": problem}
    return _("The first row of the sheet “%(sheet)s” is empty. The names of the columns must stand in it.") % {
        "sheet": name
    }
