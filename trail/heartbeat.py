"""Signs of life of what must keep running: one small row each."""

from trail import clock
from trail.models import Heartbeat


def beat(name):
    """Say that `name` has just run."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=clock.now())], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
    )


def age(name):
    """Seconds since `name` last ran, None if it never did."""
    at = Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
    return None if at is None else (clock.now() - at).total_seconds()
