"""The pages of the register. REG-1"""

from accounts.views.account import account_detail
from accounts.views.listing import account_gaps, account_list, export_accounts
from accounts.views.verb import (
    act,
    disconnect_tool,
    duplicates,
    end_access,
    person_options,
    person_options_ever,
    register,
)

__all__ = [
    "account_detail",
    "account_gaps",
    "account_list",
    "act",
    "disconnect_tool",
    "duplicates",
    "end_access",
    "export_accounts",
    "person_options",
    "person_options_ever",
    "register",
]
