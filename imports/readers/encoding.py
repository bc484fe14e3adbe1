"""Which characters the bytes stand for: found out, never guessed into nonsense. REG-10"""

import codecs
import io
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from imports.readers.refused import MAX_BYTES, FileRefused

BLOCK = 1 << 20
PACKED = {
    b"PK\x03\x04": _("This is an Excel workbook or an archive. Save the sheet as CSV (UTF-8) and import that."),
    b"\xd0\xcf\x11\xe0": _("This is an old Excel workbook. Save the sheet as CSV (UTF-8) and import that."),
    b"\x1f\x8b": _("The file is compressed (gzip). Unpack it and import what is inside."),
    b"BZh": _("The file is compressed (bzip2). Unpack it and import what is inside."),
    b"\xfd7zXZ": _("The file is compressed (xz). Unpack it and import what is inside."),
    b"\x28\xb5\x2f\xfd": _("The file is compressed (zstd). Unpack it and import what is inside."),
    b"7z\xbc\xaf": _("The file is a 7z archive. Unpack it and import what is inside."),
    b"%PDF": _("This is a PDF. Import needs CSV or JSON Lines."),
}
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, None),
    (codecs.BOM_UTF32_BE, None),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(opener):
    """Name the encoding of a file (utf-8, utf-8-sig, utf-16(-le/-be) or cp1252) and count its lines.

    A file that is UTF-8 up to a broken byte is refused with the line; it is not read as Windows-1252,
    which would garble the rest. Raises FileRefused for packed, empty, too large and undecodable files.
    """
    with opener() as stream:
        head = stream.read(4096)
    if not head.strip(b"\x00\r\n\t "):
        raise FileRefused(_("The file is empty."))
    for magic, message in PACKED.items():
        if head.startswith(magic):
            raise FileRefused(message)
    name = _marked(head) or _unmarked_utf16(head) or "utf-8"
    found = _scan(opener, name)
    if found.is_broken and name == "utf-8" and found.is_plain:
        other = _scan(opener, "cp1252")
        if not other.is_broken:
            return "cp1252", other.lines
    if found.is_broken:
        raise FileRefused(
            _("Line %(line)s is not valid %(encoding)s text. Save the file as UTF-8 and try again.")
            % {"line": found.lines, "encoding": name.upper()}
        )
    return name, found.lines


def text_of(opener, encoding):
    """Open the file as text with its own line ends, so that lines can be counted as an editor counts them."""
    return io.TextIOWrapper(io.BufferedReader(opener(), BLOCK), encoding=encoding, newline="")


def _marked(head):
    for mark, name in MARKS:
        if head.startswith(mark):
            if name is None:
                raise FileRefused(_("The file is UTF-32. Save it as UTF-8 and try again."))
            return name
    return None


def _unmarked_utf16(head):
    pairs = len(head) // 2
    if pairs and head[1::2].count(0) > pairs * 0.4:
        return "utf-16-le"
    if pairs and head[0::2].count(0) > pairs * 0.4:
        return "utf-16-be"
    return None


class _Scan(NamedTuple):
    """Lines up to the first broken byte or the end, and whether all of them are plain ASCII."""

    lines: int
    is_broken: bool
    is_plain: bool


def _scan(opener, name):
    decoder = codecs.getincrementaldecoder(name)()
    size, lines, plain = 0, 1, True
    with opener() as stream:
        while True:
            block = stream.read(BLOCK)
            size += len(block)
            if size > MAX_BYTES:
                raise FileRefused(
                    _("The file is larger than %(limit)s MB. Split it and give each part a source of its own.")
                    % {"limit": MAX_BYTES >> 20}
                )
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                good = error.object[: error.start]
                return _Scan(lines + good.count(b"\n"), True, plain and good.isascii())
            if not block:
                return _Scan(lines, False, plain)
            lines += text.count("\n")
            plain = plain and text.isascii()
