"""CSV in all the ways offices write it: , ; tab |, quoted newlines, ragged rows. REG-10"""

import csv
import re

from django.utils.translation import gettext_lazy as _

from imports.readers.encoding import text_of
from imports.readers.refused import MAX_COLUMNS, MAX_LINE, FileRefused

DELIMITERS = (",", ";", "\t", "|")
# Our own export puts one apostrophe before such a cell; taking exactly one away makes the round trip exact.
NEUTRALISED = re.compile(r"'+[=+\-@\t\r\n]")


def lines_of(text):
    """Lines of bounded length; a file without line ends is refused instead of filling the memory."""
    number = 0
    while line := text.readline(MAX_LINE):
        number += 1
        if len(line) == MAX_LINE and not line.endswith(("\n", "\r")):
            raise FileRefused(
                _("Line %(line)s is longer than %(limit)s characters. Is this really a CSV or JSON Lines file?")
                % {"line": number, "limit": MAX_LINE}
            )
        yield line


def delimiter_of(opener, encoding):
    """The separator that cuts the header, and the rows after it, into the most equal columns."""
    with text_of(opener, encoding) as text:
        head = [line for line, _n in zip(lines_of(text), range(20), strict=False)]
    best, most = ",", (0, 0)
    for delimiter in DELIMITERS:
        try:
            rows = [row for row in csv.reader(head, delimiter=delimiter) if row]
        except csv.Error:
            continue
        if rows:
            width = len(rows[0])
            score = (width, sum(len(row) == width for row in rows))
            if score[0] > 1 and score > most:
                best, most = delimiter, score
    return best


def columns_of(opener, encoding, delimiter):
    """The header's names, trimmed; an unnamed column gets its number, a name given twice is refused."""
    with text_of(opener, encoding) as text:
        for row in _rows(text, delimiter, with_empty=True):
            cells = row[1]
            break
        else:
            raise FileRefused(_("The file has no header row."))
    return named(cells)


def named(cells):
    """The names of a header row; raises FileRefused where columns cannot be told apart."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    if not cells:
        raise FileRefused(_("The first row is empty. The names of the columns must stand in it."))
    names = [cell.strip() or f"#{index}" for index, cell in enumerate(cells, 1)]
    if len(names) > MAX_COLUMNS:
        raise FileRefused(
            _("The header has %(count)s columns; at most %(limit)s are read.")
            % {"count": len(names), "limit": MAX_COLUMNS}
        )
    if any("\x00" in name for name in names):
        raise FileRefused(_("The header holds a NUL character. Save the file as UTF-8 text and try again."))
    for name in names:
        if names.count(name) > 1:
            raise FileRefused(
                _("The column “%(name)s” stands twice in the header. Rename one of them.") % {"name": name}
            )
    return names


def records_of(opener, shape):
    """Yield (line, {column: cell} or None, problem or None) for every row that is not blank."""
    columns, width = shape.columns, len(shape.columns)
    with text_of(opener, shape.encoding) as text:
        rows = _rows(text, shape.delimiter)
        next(rows, None)
        for number, cells in rows:
            if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
                cells = cells[:width]
            if len(cells) != width:
                yield (
                    number,
                    None,
                    _("has %(found)s cells where the header has %(wanted)s") % {"found": len(cells), "wanted": width},
                )
                continue
            yield number, dict(zip(columns, map(_plain, cells), strict=True)), None


def _plain(cell):
    return cell[1:] if cell.startswith("'") and NEUTRALISED.match(cell) else cell


def _rows(text, delimiter, with_empty=False):
    """(line on which the row begins, cells); an unclosed quote names the line where it was opened.

    Blank lines are passed over; rows of empty cells only too, but for a header.
    """
    reader = csv.reader(lines_of(text), delimiter=delimiter)
    began = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileRefused(
                _("Row %(line)s cannot be read (%(reason)s). Is a closing quotation mark missing?")
                % {"line": began, "reason": error}
            ) from error
        if any(cell.strip() for cell in cells) or (with_empty and len(cells) > 1):
            yield began, cells
        began = reader.line_num + 1
