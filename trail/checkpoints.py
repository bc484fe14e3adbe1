"""Checkpoints: a signed (seq, head) outside the database, so that a chain cut short is noticed. AUD-1

One JSON line each in DATA_DIR/checkpoints.jsonl, appended and synced. A cut after the last one is the stated limit.
"""

import json
import os
import time
from dataclasses import dataclass

from django.conf import settings

from trail import chain, clock


@dataclass(frozen=True, slots=True)
class Checkpoint:
    seq: int
    head: str
    at: str
    is_genuine: bool


def path():
    return settings.DATA_DIR / "checkpoints.jsonl"


def write():
    """Note the head of the chain. When nothing was added since the last, its file only grows younger."""
    seq, head = chain.head()
    last = newest()
    if last and (last.seq, last.head) == (seq, head):
        os.utime(path())
        return
    fields = {"seq": seq, "head": head, "at": chain.instant(clock.now())}
    line = chain.canonical(fields | {"mac": _mac(**fields)}) + "\n"
    handle = os.open(path(), os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(handle).st_size
        if size and os.pread(handle, 1, size - 1) != b"\n":
            line = "\n" + line  # a line torn by a crash stays alone
        os.write(handle, line.encode("ascii"))
        os.fsync(handle)
    finally:
        os.close(handle)


def age():
    """Seconds since the last checkpoint, None if there is none. By the file, so that a set clock cannot hide it."""
    try:
        return max(0.0, time.time() - path().stat().st_mtime)
    except FileNotFoundError:
        return None


def newest():
    """The last genuine checkpoint, read from the end of the file; None if there is none."""
    try:
        with path().open("rb") as lines:
            size = lines.seek(0, os.SEEK_END)
            lines.seek(max(0, size - 4096))
            found = [read for line in lines.read().splitlines() if (read := _read(line)) and read.is_genuine]
    except FileNotFoundError:
        return None
    return found[-1] if found else None


def each():
    """Every checkpoint from the oldest, a forged one with `is_genuine` False; torn lines are passed over."""
    try:
        with path().open("rb") as lines:
            yield from filter(None, map(_read, lines))
    except FileNotFoundError:
        return


def _read(line):
    try:
        fields = json.loads(line)
        mac = fields.pop("mac")
        return Checkpoint(**fields, is_genuine=mac == _mac(**fields))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _mac(seq, head, at):
    return chain.sign("checkpoint" + chain.canonical([seq, head, at]))
