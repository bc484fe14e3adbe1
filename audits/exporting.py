"""The trail as a file, with what an outsider needs to follow the proof. AUD-1

`commitment` is SHA-256 over the salt and the payload as JSON with sorted keys, without spaces, in ASCII; `prev` and
`hash` show the order. Only the holder of the key can check the hashes themselves.
"""

import json
from itertools import islice

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.filters import EntryFilter
from audits.permissions import AUDITING, seen_entries
from imports.export_kinds import ExportKind, filtered
from people.permissions import holds
from trail import chain
from trail.models import Payload

BATCH = 1000


class TrailExport(ExportKind):
    """The entries that the reader audits, in the order of the chain. AUD-1"""

    name = "trail"
    label = gettext_lazy("Audit trail")
    columns = (*chain.COLUMNS, "salt", "payload")

    def check(self, person):
        if not holds(person, AUDITING):
            raise PermissionDenied(_("Only auditors and administrators read the trail."))

    def seen(self, person, query):
        return filtered(EntryFilter, query, seen_entries(person), person)

    def rows(self, things):
        """What was erased has neither salt nor payload."""
        entries = things.order_by("seq").iterator(chunk_size=BATCH)
        while batch := list(islice(entries, BATCH)):
            payloads = Payload.objects.in_bulk([entry.seq for entry in batch])
            for entry in batch:
                payload = payloads.get(entry.seq)
                yield [
                    *(chain.plain(getattr(entry, name)) for name in chain.COLUMNS),
                    payload and payload.salt,
                    json.loads(payload.content) if payload and payload.content else None,
                ]
