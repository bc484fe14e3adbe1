"""What falls due on accounts and on reports of others by itself. REG-6 REG-11"""

from time import monotonic

from accounts import evidence
from accounts.actions.lookalike import compare_reports, scan_platform, stale_platforms
from accounts.actions.proof import lease, settle_proof
from accounts.actions.reminder import remind_rotation, remind_takedown, tell_triagers
from accounts.actions.report import forget_reporters
from accounts.actions.tool import remind_tools
from accounts.models import Account, ConnectedTool, ControlProof, Evidence, Report, Sighting
from accounts.reading import read_page
from accounts.rules.account import today
from accounts.tasks.review import SWEEPS as REVIEW_SWEEPS
from trail import clock
from trail.actions import SYSTEM


def remind_due_rotations():
    """Look first; a transaction begins only when somebody is to be told."""
    day = today()
    return remind_rotation(day, by=SYSTEM) if Account.objects.to_remind(day).exists() else 0


def tell_of_reports():
    """One message for all that came in since; a flood of reports is no flood of messages. REG-11"""
    return tell_triagers(by=SYSTEM) if Report.objects.filter(told_at=None).exists() else 0


def remind_of_takedowns():
    day = today()
    return remind_takedown(day, by=SYSTEM) if Report.objects.to_remind(day).exists() else 0


def forget_old_reporters():
    """AUD-6"""
    return forget_reporters(clock.now(), by=SYSTEM) if Sighting.objects.exclude(email="").exists() else 0


def scan_for_lookalikes():
    """One platform a time whose accounts have changed, so that no run is long; the rest comes with the next. REG-11"""
    for platform, accounts, versions in stale_platforms()[:1]:
        scan_platform(platform, accounts, versions)
        compare_reports()
        return 1
    return 0


def remind_of_tools():
    """Look first; a transaction begins only when a token ends of which nobody was told. REG-1"""
    day = today()
    return remind_tools(day, by=SYSTEM) if ConnectedTool.objects.to_remind(day).exists() else 0


def delete_forgotten_evidence():
    """Delete files of evidence that a rolled back transaction, or a removal, left behind; how many. REG-4"""

    def kept(names):
        return set(Evidence.objects.kept().filter(stored_as__in=names).values_list("stored_as", flat=True))

    found = list(evidence.forgotten(kept))
    for name in found:
        evidence.discard(name)
    return len(found)


def check_due_proofs():
    """Read the pages of proofs that are due, one by one and never within a transaction; how many. REG-3"""
    began, read = monotonic(), 0
    while monotonic() - began < 10:
        now = clock.now()
        proof = ControlProof.objects.due(now).select_related("account__platform").order_by("due_at", "pk").first()
        if proof is None:
            break
        if lease(proof, now):
            settle_proof(proof, read_page(proof), by=SYSTEM)
            read += 1
    return read


SWEEPS = {
    "check_proofs": (5, check_due_proofs),
    **REVIEW_SWEEPS,
    "remind_rotation": (30, remind_due_rotations),
    "tell_of_reports": (300, tell_of_reports),
    "remind_takedown": (300, remind_of_takedowns),
    "forget_reporters": (3600, forget_old_reporters),
    "scan_lookalikes": (300, scan_for_lookalikes),
    "remind_tools": (60, remind_of_tools),
    "delete_forgotten_evidence": (3600, delete_forgotten_evidence),
}
