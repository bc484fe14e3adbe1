"""What the trail does by itself: seal the events of the last minute, note the head outside the database."""

from trail import checkpoints, seals

SWEEPS = {"seal_events": (60, seals.sweep), "write_checkpoint": (30, checkpoints.write)}
