"""An account with access worth reviewing, and a review of it. REG-5"""

from datetime import timedelta

from accounts import actions
from accounts.models import Platform
from accounts.rules.account import today


def with_access(cast, *holders, handle="nusantarapangan", owner="nia", backup="made", unit="pangan"):
    """An account of Pangan and a grant for each of the named; Nia owns it, Made backs her up."""
    account = actions.register_account(
        getattr(cast, unit),
        Platform.objects.get(key="instagram"),
        handle,
        getattr(cast, owner),
        backup=backup and getattr(cast, backup),
        by=cast.sari,
    )
    return account, [actions.grant_access(account, getattr(cast, name), "Editor", by=cast.sari) for name in holders]


def opened(cast, *holders, days=10, **fields):
    """A running review over Pangan; give it and its items, by whose access they are."""
    with_access(cast, *holders)
    review = actions.open_review(
        cast.pangan, title="Spring", due_on=today() + timedelta(days=days), by=cast.sari, **fields
    )
    return review, {item.holder.name.split()[0].lower(): item for item in review.items.select_related("holder")}
