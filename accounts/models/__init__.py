"""What the register is made of, one file a noun."""

from accounts.models.access import AccessGrant, ConnectedTool
from accounts.models.account import CLOSED, LIVE, PUBLIC, STANDING, Account, Audience, Badge, Purpose, Status, TwoFactor
from accounts.models.platform import Platform
from accounts.models.tenure import Part, PreviousHandle, Tenure

__all__ = [
    "CLOSED",
    "LIVE",
    "PUBLIC",
    "STANDING",
    "AccessGrant",
    "Account",
    "Audience",
    "Badge",
    "ConnectedTool",
    "Part",
    "Platform",
    "PreviousHandle",
    "Purpose",
    "Status",
    "Tenure",
    "TwoFactor",
]
