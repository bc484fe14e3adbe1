"""What the database itself holds of the register, on both engines, one file a noun."""

from accounts.triggers import access, account, review

__all__ = ["access", "account", "review"]
