"""Which accounts of ours a name could be meant for, or mistaken for. REG-9 REG-11"""

from accounts.models import Account, PreviousHandle
from accounts.rules.lookalike import candidates, rank

# More names than this are not alike in any way that helps.
MOST = 2000


def most_alike(text, platform="", key="", limit=3) -> list:
    """The ids of live accounts most like a name, of any platform, best first; renamed ones before all.

    Of equally similar names the one on the platform that was asked for comes first.
    """
    live = Account.objects.live()
    pairs = live.filter(candidates(text)).values_list("pk", "skeleton", "platform_id")[:MOST]
    near_first = sorted(pairs, key=lambda pair: pair[2] != platform)
    old = PreviousHandle.objects.filter(handle_key=key, account__in=live) if key else PreviousHandle.objects.none()
    if platform:
        old = old.filter(account__platform=platform)
    renamed = old.values_list("account_id", flat=True)
    found = [*renamed[:limit], *rank(text, [pair[:2] for pair in near_first], limit)]
    return list(dict.fromkeys(found))[:limit]
