"""Erasing what entries say, without breaking the chain that proves they were made. AUD-6"""

from trail import clock
from trail.errors import Refused
from trail.models import Entry, Payload
from trail.recording import action, note

FEW = 500


@action
def erase_payload(*entries, by, why):
    """Blank the payloads of the entries; each erasure is an entry of its own that names the erased one. AUD-6"""
    if any(entry.kind != Entry.Kind.CHANGE for entry in entries):
        raise Refused  # a seal or an erasure holds no personal data, and the proof needs it
    at = clock.now()
    blank = []
    for start in range(0, len(entries), FEW):
        some = entries[start : start + FEW]
        payloads = Payload.objects.filter(pk__in=[entry.seq for entry in some], erased_at__isnull=True)
        left = set(payloads.values_list("pk", flat=True))
        payloads.filter(pk__in=left).update(salt=None, content=None, erased_at=at)
        blank += [entry for entry in some if entry.seq in left]
    for entry in blank:
        note(
            "erase_payload",
            by=by,
            object_type="trail.entry",
            object_id=str(entry.seq),
            unit_id=entry.unit_id,
            payload={"object": f"#{entry.seq}", "before": {}, "after": {}, "why": str(why), "names": {}},
            kind=Entry.Kind.ERASURE.value,
        )
    return len(blank)
