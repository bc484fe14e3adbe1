"""The whole grammar of writing, at one address: `from trail.actions import action, move, record`."""

from trail.moves import change, move, move_many
from trail.recording import SYSTEM, action, came_from, record

__all__ = ["SYSTEM", "action", "came_from", "change", "move", "move_many", "record"]
