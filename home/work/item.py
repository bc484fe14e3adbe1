"""One thing to do, and how pressing it is. PLT-7"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

SOON = timedelta(days=7)
AHEAD = timedelta(days=28)
AT_MOST = 200
ALONE = 3
OVERDUE, TODAY, WEEK, LATER = "overdue", "today", "week", "later"


@dataclass
class Item:
    """One thing to do: what, why, by when, and where."""

    title: str
    reason: str
    url: str
    button: Any
    icon: str = "account"
    due: date | None = None
    is_urgent: bool = False
    since: date | None = None

    @property
    def warn_from(self):
        """The deadline turns amber in the last quarter from here."""
        return self.since or (self.due and self.due - AHEAD)

    def group(self, today):
        if self.due is None:
            return TODAY if self.is_urgent else LATER
        if self.due < today:
            return OVERDUE
        if self.due == today or self.is_urgent:
            return TODAY
        return WEEK if self.due <= today + SOON else LATER
