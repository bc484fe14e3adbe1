"""Prove the trail: exit 0 when it is whole, 1 with the first bad seq when not. AUD-1"""

import json
import sys

from django.core.management.base import BaseCommand

from trail.verify import verify


class Command(BaseCommand):
    help = "Verify the audit trail: entries, payloads, seals and checkpoints. Exit 0 when whole, 1 when not."
    requires_system_checks = []

    def add_arguments(self, parser):
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--quiet", action="store_true", help="say nothing when the trail is whole")
        how.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *args, **options):
        report = verify()
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(report)))
        elif not (options["quiet"] and report.is_whole):
            self._tell(report)
        if not report.is_whole:
            sys.exit(1)

    def _tell(self, report):
        for fault in report.faults:
            self.stdout.write(f"{fault}: {fault.words}")
        last = report.checkpoint
        self.stdout.write(f"entries={report.count} head={report.head}")
        self.stdout.write(f"last checkpoint: {f'seq {last.seq} at {last.at}' if last else 'none'}")
        if report.is_whole and report.count and last is None:
            self.stdout.write("Warning: there is no checkpoint to hold it against, so a cut at its end cannot be seen.")
        self.stdout.write("The trail is whole." if report.is_whole else f"First bad seq: {report.faults[0].seq}")


def _as_json(report):
    last = report.checkpoint
    return {
        "is_whole": report.is_whole,
        "count": report.count,
        "head": report.head,
        "checkpoint": last and {"seq": last.seq, "head": last.head, "at": last.at},
        "faults": [{"seq": fault.seq, "kind": fault.kind, "detail": fault.detail} for fault in report.faults],
    }
