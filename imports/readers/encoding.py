"""Which characters the bytes stand for: found out, never guessed into nonsense. REG-10"""

import codecs
import io
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from imports.readers.refused import MAX_BYTES, FileRefused

BLOCK = 1 << 20
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
# How Excel wraps a workbook that asks for a password.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
NO_TABLE = _("This is neither text nor a spreadsheet. Import reads Excel workbooks (.xlsx), CSV and JSON Lines.")
PACKED = {
    OLD_OFFICE: _("This is an old Excel workbook (.xls) or another Office file. Save it as .xlsx and import that."),
    b"\x1f\x8b": _("The file is compressed (gzip). Unpack it and import what is inside."),
    b"BZh": _("The file is compressed (bzip2). Unpack it and import what is inside."),
    b"\xfd7zXZ": _("The file is compressed (xz). Unpack it and import what is inside."),
    b"\x28\xb5\x2f\xfd": _("The file is compressed (zstd). Unpack it and import what is inside."),
    b"7z\xbc\xaf": _("The file is a 7z archive. Unpack it and import what is inside."),
    b"%PDF": _("This is a PDF. Import needs an Excel workbook (.xlsx), CSV or JSON Lines."),
    **dict.fromkeys(
        (
            b"\x89PNG",
            b"\xff\xd8\xff",
            b"GIF8",
            b"RIFF",
            b"\x7fELF",
            b"MZ\x90",
            b"SQLite format",
            b"Rar!",
            b"OggS",
            b"ID3",
        ),
        NO_TABLE,
    ),
}
# Other control characters do not stand in text.
CONTROL = bytes({*range(32)} - {*b"\t\n\x0b\x0c\r\x1a\x1b"})
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, None),
    (codecs.BOM_UTF32_BE, None),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def is_workbook(opener, format=None):
    """Whether the file is a zip, to be read as a workbook. Raises FileRefused where that is not what was said."""
    with opener() as stream:
        head = stream.read(8)
    is_zip = head.startswith(ZIP)
    if head.startswith(OLD_OFFICE) and _holds(opener, ENCRYPTED):
        raise FileRefused(_("The workbook is protected by a password. Save it without one and import that."))
    if is_zip and format not in (None, "xlsx"):
        raise FileRefused(_("This is an Excel workbook or an archive, not the format that was said."))
    if format == "xlsx" and not is_zip and not head.startswith(OLD_OFFICE):
        raise FileRefused(_("This is not an Excel workbook (.xlsx)."))
    if is_zip:
        _check_size(opener)
    return is_zip


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
    if _is_binary(head):
        raise FileRefused(NO_TABLE)
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


def _is_binary(head):
    """Whether the beginning cannot be text: neither as it stands nor as two bytes a character."""
    wide = _unmarked_utf16(head) or ("utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else None)
    if wide:
        text = head[: len(head) // 2 * 2].decode(wide, "ignore")
        strange = sum(ord(letter) < 32 and letter not in "\t\n\r\x0b\x0c" for letter in text)
        return strange * 20 > len(text)
    return sum(head.count(byte) for byte in CONTROL) * 20 > len(head)


def _holds(opener, wanted):
    with opener() as stream:
        rest = b""
        while block := stream.read(BLOCK):
            if wanted in rest + block:
                return True
            rest = block[-len(wanted) :]
    return False


def _check_size(opener):
    with opener() as stream:
        if stream.seek(0, 2) > MAX_BYTES:
            raise FileRefused(_too_large())


def _too_large():
    return _("The file is larger than %(limit)s MB. Split it and give each part a source of its own.") % {
        "limit": MAX_BYTES >> 20
    }


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
                raise FileRefused(_too_large())
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                good = error.object[: error.start]
                return _Scan(lines + good.count(b"\n"), True, plain and good.isascii())
            if not block:
                return _Scan(lines, False, plain)
            lines += text.count("\n")
            plain = plain and text.isascii()
