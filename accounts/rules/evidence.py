"""Which files are taken as evidence; decided by what is in them, not by what they are called. REG-4"""

import re
import unicodedata
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.rules.secrets import refuse_secrets

LARGEST = 10 * 1024 * 1024
PICTURES = (
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
)
ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp",
           "text/plain": "txt", "text/csv": "csv"}  # fmt: skip
MARKUP = re.compile(rb"^\s*(?:<!doctype|<html|<svg|<\?xml|<script|<body|<head)", re.IGNORECASE).match


def type_of(data: bytes, name: str) -> str:
    """The media type of a file's content; ValidationError at `file` for anything but what is taken. REG-4"""
    for start, media_type, _ending in PICTURES:
        if data.startswith(start):
            return media_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if not MARKUP(data[:1024].lstrip(b"\xef\xbb\xbf")) and b"\0" not in data:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = None
        if text is not None:
            _refuse_in_text(text)
            return "text/csv" if name.lower().endswith(".csv") else "text/plain"
    raise ValidationError(
        {"file": ValidationError(_("Give a PDF, a picture (PNG, JPEG, WebP), a plain text or a CSV."), code="type")}
    )


def check_size(size):
    if not size:
        raise ValidationError({"file": ValidationError(_("This file is empty."), code="empty")})
    if size > LARGEST:
        raise ValidationError({"file": ValidationError(_("A file may have at most 10 MB."), code="too_large")})


def safe_name(name: str, media_type: str) -> str:
    """A file's name without folders, control and reversing characters, with the ending of its content."""
    name = PurePosixPath(str(name or "").replace("\\", "/")).name
    name = "".join(char for char in unicodedata.normalize("NFC", name) if char.isprintable() and char not in '"<>|:*?')
    stem = name.rpartition(".")[0] if "." in name.strip(".") else name
    stem = re.sub(r"\s+", " ", stem).strip(" .")[:100] or "evidence"
    return f"{stem}.{ENDINGS[media_type]}"


def _refuse_in_text(text):
    try:
        refuse_secrets(text)
    except ValidationError as error:
        raise ValidationError({"file": error}) from error
