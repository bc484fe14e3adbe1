"""Look through the register for accounts of ours that are taken for one another. REG-11"""

from django.core.exceptions import ValidationError
from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Finding, Lookalike, LookalikeScan, Platform, Report
from accounts.rules.likeness import most_alike
from accounts.rules.pairs import find_pairs
from accounts.rules.report import check_texts
from people.permissions import require
from trail import clock
from trail.actions import SYSTEM, action, move

BATCH = 500
# Cases without an account of ours are compared with a changed register, so many at a time.
COMPARED = 50


def stale_platforms() -> list:
    """[(platform, accounts, versions)] whose accounts are not those of the last scan. One query over the register."""
    standing = Account.objects.standing().order_by().values("platform")
    now = {row["platform"]: (row["n"], row["v"]) for row in standing.annotate(n=Count("pk"), v=Sum("version"))}
    then = {scan.platform_id: (scan.accounts, scan.versions) for scan in LookalikeScan.objects.all()}
    differs = [key for key in sorted({*now, *then}) if now.get(key, (0, 0)) != then.get(key)]
    platforms = Platform.objects.in_bulk(differs)
    return [(platforms[key], *now.get(key, (0, 0))) for key in differs]


def scan_platform(platform, accounts, versions) -> LookalikeScan:
    """Scan one platform: compare outside of any transaction, then write what is new and drop what is gone. REG-11"""
    names = Account.objects.standing().filter(platform=platform).values_list("pk", "handle_key", "skeleton")
    found, is_capped = find_pairs(names.iterator())
    return store_lookalikes(platform, found, accounts, versions, is_capped, by=SYSTEM)


@action
def store_lookalikes(platform, found, accounts, versions, is_capped, *, by) -> LookalikeScan:
    """Make the pairs on record those that were found; what was dismissed stays dismissed while it is alike."""
    scan, _new = LookalikeScan.objects.get_or_create(platform=platform)
    scan = LookalikeScan.objects.select_for_update().get(pk=scan.pk)
    now = clock.now()
    known = {(row.account_id, row.twin_id): row for row in Lookalike.objects.filter(account__platform=platform)}
    gone = [row.pk for pair, row in known.items() if pair not in found]
    for start in range(0, len(gone), BATCH):
        Lookalike.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    for pair, row in known.items():
        if pair in found and row.likeness != found[pair]:
            Lookalike.objects.filter(pk=row.pk).update(likeness=found[pair])
    standing = set(Account.objects.standing().filter(platform=platform).values_list("pk", flat=True)) if found else ()
    Lookalike.objects.bulk_create(
        [
            Lookalike(account_id=pair[0], twin_id=pair[1], likeness=likeness, found_at=now)
            for pair, likeness in found.items()
            if pair not in known and pair[0] in standing and pair[1] in standing
        ],
        batch_size=BATCH,
    )
    scan.accounts, scan.versions, scan.pairs, scan.is_capped, scan.scanned_at = (
        accounts,
        versions,
        len(found),
        is_capped,
        now,
    )
    scan.save()
    return scan


def compare_reports() -> int:
    """Note which account of ours an open case resembles, where the register had none when it came in. REG-11"""
    found = 0
    for report in Report.objects.filter(status=Finding.REPORTED, account=None).order_by("-last_at")[:COMPARED]:
        alike = most_alike(report.handle, report.platform_id, report.handle_key, limit=1)
        if alike:
            # A suggestion, not a finding: no version, no entry.
            found += Report.objects.filter(pk=report.pk, account=None).update(account=alike[0])
    return found


@action
def dismiss_lookalike(lookalike, *, by, why):
    """These two are no concern, and why. REG-11"""
    require(by, "dismiss_lookalike", lookalike)
    why = check_texts(why=why)["why"]
    if not why:
        raise ValidationError({"why": _("Give a reason; it stays on record.")})
    move(lookalike, "dismiss_lookalike", by=by, why=why, reason=why[:500], decided_by=by, decided_at=clock.now())
    return lookalike


@action
def restore_lookalike(lookalike, *, by, why=""):
    """They are a concern after all. REG-11"""
    require(by, "restore_lookalike", lookalike)
    why = check_texts(why=why)["why"]
    move(lookalike, "restore_lookalike", by=by, why=why, reason="", decided_by=by, decided_at=clock.now())
    return lookalike
