"""When a letter is tried again or given up, how a notice reaches its person, when a digest is due. PLT-5"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from notices.kinds import NOW

# together just under three days
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60, 24 * 60, 24 * 60))
LEASE = timedelta(seconds=60)
LATE = timedelta(seconds=180)


def next_try(attempts, now):
    """When to try again after `attempts` failures; None when it has been enough."""
    return now + DELAYS[attempts - 1] if attempts <= len(DELAYS) else None


def may_hear(person):
    """Whether a person is told anything at all: not once they have left."""
    return person.is_active and person.status != "left"


def way_of(kind, chosen, params=()):
    """How a notice reaches a person: as chosen, but never more quietly than the kind allows. PLT-5

    `params` are those of its items; one that is pressing takes the whole notice along.
    """
    if any(kind.is_pressing(item) for item in params):
        return NOW
    if chosen is None:
        return kind.default
    return chosen if chosen in kind.ways else kind.least


def next_digest(now, zone, hour, weekdays_only=False, after_day=None):
    """The first instant after `now` at which it is `hour` o'clock in `zone`, on a day after `after_day`. PLT-5

    Calendar days are counted, not hours: the clock may be put forward or back, there is one such instant a day. An
    hour that the clock leaps over stands for the instant after the leap; of one that comes twice it is the first.
    """
    day = now.astimezone(zone).date()
    if after_day is not None and after_day >= day:
        day = after_day + timedelta(days=1)
    while True:
        due = datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)
        if due > now and not (weekdays_only and day.weekday() > 4):
            return due
        day += timedelta(days=1)


def zone_of(person, otherwise="UTC"):
    """The person's time zone, or another where theirs is not known here."""
    try:
        return ZoneInfo(person.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(otherwise)
