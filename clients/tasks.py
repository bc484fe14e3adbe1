"""What becomes due here. PLT-2"""

from clients.models import KeptAnswer
from clients.rules import ANSWERS_KEPT
from trail import clock

BATCH = 5000


def purge_kept_answers():
    """Forget answers after 24 hours; in batches, so that nobody waits for it."""
    old = KeptAnswer.objects.filter(kept_at__lt=clock.now() - ANSWERS_KEPT)
    gone = 0
    while batch := list(old.values_list("pk", flat=True)[:BATCH]):
        gone += KeptAnswer.objects.filter(pk__in=batch).delete()[0]
    return gone


SWEEPS = {"purge_kept_answers": (600, purge_kept_answers)}
