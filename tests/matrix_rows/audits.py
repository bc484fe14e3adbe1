"""The audit trail: for those who audit. AUD-1"""

from tests.matrix import row
from trail.models import Entry


def entry(cast):
    return Entry.objects.filter(unit_id=cast.pangan.pk).first()


MAKERS = {"entry": entry, "form": lambda cast: {"form": "xlsx"}}
ROWS = [
    row("audits:entry_list", get="302 403 403 403 200 200 302"),
    row("audits:export_entries", of="form", get="302 403 403 403 200 200 302"),
    row("audits:verify_trail", post="302 403 403 403 302 302 302"),
    row("api:entry-list", get="401 200 200 200 200 200 401 403"),
    row("api:entry-detail", of="entry", get="401 404 404 404 200 200 401 403"),
]
