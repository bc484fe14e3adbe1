"""The file of an import, kept in parts in the database. PLT-8"""

import hashlib
import io
from itertools import islice

from imports.models import ImportPart
from imports.readers import Shape, records

PART = 1 << 20


def store(job, stream):
    """Keep a file; (its SHA-256, its size)."""
    digest, size = hashlib.sha256(), 0
    for number, body in enumerate(_full_parts(stream)):
        ImportPart.objects.create(job=job, number=number, body=body)
        digest.update(body)
        size += len(body)
    return digest.hexdigest(), size


def _full_parts(stream):
    """Pieces of PART bytes each, but for the last; a stream may give less than it is asked for."""
    held = b""
    while piece := stream.read(PART):
        held += piece
        while len(held) >= PART:
            yield held[:PART]
            held = held[PART:]
    if held:
        yield held


def opener(job):
    """Something that opens the stored file as often as it is needed."""
    return lambda: io.BufferedReader(_Parts(job.pk))


def sample(job, number):
    """The cells of the first rows, for a person who says what the columns mean."""
    rows = records(opener(job), Shape(**job.shape))
    return [record.cells for record in islice(rows, number) if record.cells]


class _Parts(io.RawIOBase):
    """The parts of a stored file as one stream; every part but the last is full, so any place is found at once."""

    def __init__(self, job):
        self.job, self.at, self.held, self.body = job, 0, None, b""
        self.size = None

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, offset, whence=io.SEEK_SET):
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self._size() if whence == io.SEEK_END else 0}
        self.at = max(0, start[whence] + offset)
        return self.at

    def tell(self):
        return self.at

    def readinto(self, buffer):
        number, place = divmod(self.at, PART)
        if number != self.held:
            body = ImportPart.objects.filter(job=self.job, number=number).values_list("body", flat=True).first()
            self.held, self.body = number, memoryview(bytes(body or b""))
        taken = max(0, min(len(buffer), len(self.body) - place))
        buffer[:taken] = self.body[place : place + taken]
        self.at += taken
        return taken

    def _size(self):
        if self.size is None:
            last = ImportPart.objects.filter(job=self.job).order_by("-number").first()
            self.size = last.number * PART + len(last.body) if last else 0
        return self.size
