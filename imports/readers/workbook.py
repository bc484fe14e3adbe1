"""An Excel workbook as a guarded package: what is in it, its sheets, number formats and texts. REG-10

A .xlsx file is a zip of XML. Nothing is unpacked to a disk, no part is read beyond what it may hold, no document
type is accepted (so no entity can grow), and parts that nobody needs – macros, links to other files, pictures – are
never opened. Read with Python's own zip and expat, for a reader in which a file cannot choose how much memory it
takes; see docs/adr/0014.
"""

import re
import struct
import zipfile
import zlib
from array import array
from contextlib import contextmanager
from pyexpat import ExpatError, ParserCreate

from django.utils.translation import gettext_lazy as _

from imports.readers.refused import FileRefused

CHUNK = 1 << 16
MAX_DIRECTORY = 1 << 20
MAX_SHEET = 512 << 20
MAX_TEXTS = 96 << 20
MAX_TEXT_COUNT = 2_000_000
MAX_PART = 16 << 20
MAX_TOKEN = 4 << 20
TAIL = (1 << 16) + 22
DAMAGED = _("This Excel workbook or archive is damaged. Open it in Excel, save it again as .xlsx and import that.")
PROTECTED = _("The workbook is protected by a password. Save it without one and import that.")
FAULTS = (zipfile.BadZipFile, zlib.error, ExpatError, EOFError, NotImplementedError, struct.error)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@contextmanager
def package(opener):
    """The zip of a workbook, checked; every fault of its bytes becomes a FileRefused."""
    with opener() as stream:
        try:
            _check_directory(stream)
            with zipfile.ZipFile(stream) as archive:
                _check_members(archive)
                yield archive
        except FAULTS as error:
            raise FileRefused(DAMAGED) from error


def elements(archive, name, limit=MAX_PART):
    """Yield (local name, attributes) of every element of a small part."""
    found = []
    parser = _parser()
    parser.StartElementHandler = lambda tag, attributes: found.append((local(tag), attributes))
    for _chunk in feed(archive, name, parser, limit):
        yield from found
        found.clear()


def feed(archive, name, parser, limit):
    """Feed a part to a parser, yielding after each piece; a part or a token that is too long is refused."""
    try:
        size = archive.getinfo(name).file_size
    except KeyError as error:
        raise FileRefused(DAMAGED) from error
    if size > limit:
        raise FileRefused(
            _("The workbook unpacks to more than %(limit)s MB. Save the sheet as CSV (UTF-8), in parts if need be.")
            % {"limit": limit >> 20}
        )
    fed = 0
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            fed += len(chunk)
            parser.Parse(chunk, False)
            if fed - parser.CurrentByteIndex > MAX_TOKEN:
                raise FileRefused(DAMAGED)
            yield
        parser.Parse(b"", True)
        yield


def local(tag):
    return tag.rpartition(":")[2]


def unescaped(text):
    """`_x000D_` stands for a character that XML cannot hold."""
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def sheets_of(archive):
    """[(name, part)] of the worksheets that a person sees, in their order; and whether days count from 1904."""
    parts = {
        attributes["Id"]: _resolved(attributes.get("Target", ""))
        for tag, attributes in elements(archive, "xl/_rels/workbook.xml.rels")
        if tag == "Relationship" and attributes.get("Type", "").endswith("/worksheet") and "Id" in attributes
    }
    sheets, is_1904 = [], False
    for tag, attributes in elements(archive, "xl/workbook.xml"):
        if tag == "workbookPr":
            is_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif tag == "sheet" and attributes.get("state", "visible") == "visible":
            key = next((value for key, value in attributes.items() if local(key) == "id"), None)
            if key in parts:
                sheets.append((attributes.get("name", ""), parts[key]))
    if not sheets:
        raise FileRefused(_("The workbook has no visible sheet with rows."))
    return sheets, is_1904


def formats_of(archive):
    """[format code or its built-in number] by the style number that cells carry."""
    if "xl/styles.xml" not in archive.NameToInfo:
        return []
    codes, styles, inside = {}, [], False
    for tag, attributes in elements(archive, "xl/styles.xml"):
        if tag == "numFmt":
            codes[attributes.get("numFmtId")] = attributes.get("formatCode", "")
        elif tag in ("cellXfs", "cellStyles", "dxfs"):
            inside = tag == "cellXfs"
        elif tag == "xf" and inside:
            number = attributes.get("numFmtId", "0")
            styles.append(codes.get(number) or (int(number) if number.isdecimal() else 0))
    return styles


class Texts:
    """The texts that cells share, as one run of bytes and where each begins: no object for each of them."""

    def __init__(self, archive):
        self.body, self.starts = bytearray(), array("Q", [0])
        if "xl/sharedStrings.xml" in archive.NameToInfo:
            self._read(archive)

    def __getitem__(self, number):
        if not 0 <= number < len(self.starts) - 1:
            raise FileRefused(DAMAGED)
        return self.body[self.starts[number] : self.starts[number + 1]].decode()

    def _read(self, archive):
        parser, state = _parser(), {"is_text": False, "is_aside": False}

        def start(tag, _attributes):
            tag = local(tag)
            state["is_text"] = tag == "t" and not state["is_aside"]
            state["is_aside"] = state["is_aside"] or tag == "rPh"

        def end(tag):
            tag = local(tag)
            state["is_text"] = False
            if tag == "rPh":
                state["is_aside"] = False
            elif tag == "si":
                self.starts.append(len(self.body))

        def text(piece):
            if state["is_text"]:
                self.body += unescaped(piece).encode("utf-8", "replace")

        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
        for _piece in feed(archive, "xl/sharedStrings.xml", parser, MAX_TEXTS):
            if len(self.starts) > MAX_TEXT_COUNT:
                raise FileRefused(
                    _("The workbook holds more than %(limit)s different texts. Save the sheet as CSV (UTF-8).")
                    % {"limit": MAX_TEXT_COUNT}
                )


def _parser():
    parser = ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = CHUNK
    parser.StartDoctypeDeclHandler = _no_doctype
    return parser


def new_parser(start, end, text):
    """A parser that refuses document types, with its three handlers."""
    parser = _parser()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    return parser


def _no_doctype(*_declared):
    raise FileRefused(_("The workbook declares a document type, which no workbook needs. It is not read."))


def _check_directory(stream):
    """The list of members is itself bounded before anything reads it."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - TAIL))
    tail = stream.read(TAIL)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise zipfile.BadZipFile
    directory = struct.unpack_from("<L", tail, at + 12)[0]
    if directory > MAX_DIRECTORY or tail[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        raise FileRefused(DAMAGED)
    stream.seek(0)


def _check_members(archive):
    for member in archive.infolist():
        if member.flag_bits & 0x1:
            raise FileRefused(PROTECTED)
        steps = member.filename.replace("\\", "/").split("/")
        if ".." in steps or member.filename.startswith(("/", "\\")) or ":" in steps[0]:
            raise FileRefused(_("The workbook holds a file whose path leads outside of it. It is not read."))
    names = archive.NameToInfo
    if "mimetype" in names and "content.xml" in names:
        raise FileRefused(_("This is an OpenDocument sheet. Save it as .xlsx or as CSV (UTF-8) and import that."))
    if "xl/workbook.bin" in names:
        raise FileRefused(_("This is a binary Excel workbook (.xlsb). Save it as .xlsx and import that."))
    if "xl/vbaProject.bin" in names or _is_macro_enabled(archive):
        raise FileRefused(_("This workbook holds macros (.xlsm). Save it as .xlsx, without macros, and import that."))
    if "xl/workbook.xml" not in names:
        raise FileRefused(_("This is an archive, not a workbook. Unpack it and import what is inside."))


def _is_macro_enabled(archive):
    return "[Content_Types].xml" in archive.NameToInfo and any(
        "macroEnabled" in attributes.get("ContentType", "")
        for _tag, attributes in elements(archive, "[Content_Types].xml")
    )


def _resolved(target):
    """Where a relationship of the workbook points."""
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
