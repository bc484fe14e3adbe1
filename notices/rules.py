"""When a letter is tried again, and when it is given up. PLT-5"""

from datetime import timedelta

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
