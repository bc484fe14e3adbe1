"""Which accounts of ours a name could be meant for, or mistaken for. REG-9 REG-11

Everybody asks for look-alikes, and most of what they cost is the writing of the SQL: these are prepared queries.
"""

import json

from accounts.models import Account, PreviousHandle
from accounts.rules.lookalike import neighbours, rank
from doors.prepared import Prepared

# More names than this are not alike in any way that helps.
MOST = 2000


def most_alike(text, platform="", key="", limit=3) -> list:
    """The ids of live accounts most like a name, of any platform, best first; renamed ones before all.

    Of equally similar names the one on the platform that was asked for comes first.
    """
    pairs = ALIKE(names=json.dumps(list(neighbours(text))))
    near_first = sorted(pairs, key=lambda pair: (pair[2] != platform, pair[0]))
    renamed = [pk for pk, there in RENAMED(key=key) if platform in ("", there)] if key else []
    found = [*renamed[:limit], *rank(text, [pair[:2] for pair in near_first], limit)]
    return list(dict.fromkeys(found))[:limit]


def _alike(names):
    found = Account.objects.live().order_by().filter(skeleton__among=names)
    return found.values_list("pk", "skeleton", "platform_id")[:MOST]


def _renamed(key):
    old = PreviousHandle.objects.filter(handle_key=key, account__status__in=Account.LIVE)
    return old.values_list("account_id", "account__platform_id")[:MOST]


ALIKE, RENAMED = Prepared(_alike, "names"), Prepared(_renamed, "key")
