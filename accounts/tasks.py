"""What falls due on accounts by itself. REG-6"""

from accounts.actions.reminder import remind_rotation
from accounts.models import Account
from accounts.rules.account import today
from trail.actions import SYSTEM


def remind_due_rotations():
    """Look first; a transaction begins only when somebody is to be told."""
    day = today()
    return remind_rotation(day, by=SYSTEM) if Account.objects.to_remind(day).exists() else 0


SWEEPS = {"remind_rotation": (30, remind_due_rotations)}
