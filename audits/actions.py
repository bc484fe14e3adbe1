"""What an auditor does."""

from django.utils.translation import gettext_lazy as _

from people.permissions import require
from trail import chain
from trail.actions import action, record
from trail.errors import Refused
from trail.verify import verify

LARGEST = 200_000  # entries that a page proves within seconds


def verify_trail(root, *, by):
    """Walk the whole trail and record what was found; `root` is the root unit. AUD-1"""
    require(by, "verify_trail", root)
    if chain.head()[0] > LARGEST:
        raise Refused(_("The trail is too long to be verified on a page. Run “manage.py verify_trail” on the server."))
    # outside the action: SQLite would hold up every other writer meanwhile
    report = verify()
    _record_proof(root, report, by=by)
    return report


@action
def _record_proof(root, report, *, by):
    if report.is_whole:
        record(root, "verify_trail", by=by, after={"entries": report.count})
    else:
        fault = report.faults[0]
        record(root, "find_tampering", by=by, after={"seq": fault.seq, "kind": fault.kind})
