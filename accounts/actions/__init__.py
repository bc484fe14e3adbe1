"""Everything that writes the register, one file a noun."""

from accounts.actions.access import connect_tool, disconnect_tool, end_access, grant_access
from accounts.actions.account import edit_account, register_account, rename_account, verify_account
from accounts.actions.provisioning import abandon_account, activate_account
from accounts.actions.state import (
    drop_account,
    reinstate_account,
    report_compromised,
    report_lost_access,
    restore_account,
    retire_account,
    start_retiring,
    suspend_account,
)
from accounts.actions.tenure import (
    record_past_tenure,
    record_rotation,
    set_backup,
    set_custodian,
    set_owner,
)

__all__ = [
    "abandon_account",
    "activate_account",
    "connect_tool",
    "disconnect_tool",
    "drop_account",
    "edit_account",
    "end_access",
    "grant_access",
    "record_past_tenure",
    "record_rotation",
    "register_account",
    "reinstate_account",
    "rename_account",
    "report_compromised",
    "report_lost_access",
    "restore_account",
    "retire_account",
    "set_backup",
    "set_custodian",
    "set_owner",
    "start_retiring",
    "suspend_account",
    "verify_account",
]
