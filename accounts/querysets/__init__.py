"""Words for asking the register, one file a noun. REG-1"""

from accounts.querysets.account import AccountQuerySet

__all__ = ["AccountQuerySet"]
