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
    for number, body in enumerate(iter(lambda: stream.read(PART), b"")):
        ImportPart.objects.create(job=job, number=number, body=body)
        digest.update(body)
        size += len(body)
    return digest.hexdigest(), size


def opener(job):
    """Something that opens the stored file as often as it is needed."""
    return lambda: io.BufferedReader(_Parts(job.pk))


def sample(job, number):
    """The cells of the first rows, for a person who says what the columns mean."""
    rows = records(opener(job), Shape(**job.shape))
    return [record.cells for record in islice(rows, number) if record.cells]


class _Parts(io.RawIOBase):
    """The parts of a stored file as one stream."""

    def __init__(self, job):
        self.job, self.number, self.rest = job, 0, b""

    def readable(self):
        return True

    def readinto(self, buffer):
        if not self.rest:
            body = ImportPart.objects.filter(job=self.job, number=self.number).values_list("body", flat=True).first()
            self.number += 1
            self.rest = memoryview(bytes(body or b""))
        taken = min(len(buffer), len(self.rest))
        buffer[:taken] = self.rest[:taken]
        self.rest = self.rest[taken:]
        return taken
