"""Where the bytes of evidence lie: DATA_DIR/evidence, under names that nobody guesses. REG-4

A file is written before its row and the row in the transaction of its step, so a row never misses its file; what a
rolled back transaction leaves behind has no row and is swept away after a while.
"""

import hashlib
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from accounts.rules.evidence import LARGEST, check_size, safe_name, type_of

# A request that still runs has a file without a row.
FORGOTTEN_AFTER = 3600


@dataclass(frozen=True)
class Stored:
    """A file on disk and what its row says of it."""

    stored_as: str
    name: str
    content_type: str
    size: int
    sha256: str


def folder() -> Path:
    return Path(settings.DATA_DIR) / "evidence"


def path_of(stored_as) -> Path:
    return folder() / stored_as[:2] / stored_as


def store(file) -> Stored:
    """Check an uploaded file and write it; ValidationError at `file` for one that is not taken. REG-4"""
    check_size(file.size)
    file.seek(0)
    data = file.read(LARGEST + 1)
    check_size(len(data))
    media_type = type_of(data, file.name or "")
    stored_as = secrets.token_hex(20)
    path = path_of(stored_as)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as target:
        target.write(data)
        target.flush()
        os.fsync(target.fileno())
    return Stored(stored_as, safe_name(file.name, media_type), media_type, len(data), hashlib.sha256(data).hexdigest())


def discard(stored_as):
    """Delete the bytes; gone already is fine."""
    path_of(stored_as).unlink(missing_ok=True)


def forgotten(kept, *, batch=500):
    """Names of files older than an hour that `kept(names)`, which gives those with a row, does not know."""
    before = time.time() - FORGOTTEN_AFTER
    waiting = []
    for path in folder().glob("??/*"):
        try:
            if path.stat().st_mtime < before:
                waiting.append(path.name)
        except FileNotFoundError:
            continue
        if len(waiting) == batch:
            yield from set(waiting) - kept(waiting)
            waiting = []
    if waiting:
        yield from set(waiting) - kept(waiting)
