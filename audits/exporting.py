"""The trail as JSON Lines, with what an outsider needs to follow the proof. AUD-1

`commitment` is SHA-256 over the salt and the payload as JSON with sorted keys, without spaces, in ASCII; `prev` and
`hash` show the order. Only the holder of the key can check the hashes themselves.
"""

import json

from django.http import StreamingHttpResponse

from trail import chain
from trail.models import Payload

BATCH = 1000


def jsonl_response(entries):
    """A file of the entries in the order of the chain."""
    response = StreamingHttpResponse(lines(entries), content_type="application/x-ndjson; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="trail.jsonl"'
    response["Cache-Control"] = "private, no-store"
    return response


def lines(entries):
    """Yield one JSON object a line; what was erased has neither salt nor payload."""
    entries, after = entries.order_by("seq"), 0
    while batch := list(entries.filter(seq__gt=after)[:BATCH]):
        payloads = Payload.objects.in_bulk([entry.seq for entry in batch])
        for entry in batch:
            payload = payloads.get(entry.seq)
            told = {name: chain.plain(getattr(entry, name)) for name in chain.COLUMNS}
            told["salt"] = payload and payload.salt
            told["payload"] = json.loads(payload.content) if payload and payload.content else None
            yield json.dumps(told) + "\n"
        after = batch[-1].seq
