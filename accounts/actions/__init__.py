"""Everything that writes the register, one file a noun."""

from accounts.actions.access import connect_tool, disconnect_tool, end_access, grant_access
from accounts.actions.account import edit_account, register_account, rename_account, verify_account
from accounts.actions.checklist import (
    attest_step,
    close_checklist,
    open_checklist,
    remove_evidence,
    reopen_step,
    skip_step,
)
from accounts.actions.lookalike import dismiss_lookalike, restore_lookalike
from accounts.actions.provisioning import abandon_account, activate_account
from accounts.actions.report import (
    assign_report,
    confirm_impostor,
    erase_sighting,
    find_fan,
    find_official,
    keep_finding,
    reopen_report,
    report_account,
    report_publicly,
)
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
from accounts.actions.takedown import (
    ask_takedown,
    close_report,
    escalate_takedown,
    find_again,
    record_answer,
    remind_platform,
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
    "ask_takedown",
    "assign_report",
    "attest_step",
    "close_checklist",
    "close_report",
    "confirm_impostor",
    "connect_tool",
    "disconnect_tool",
    "dismiss_lookalike",
    "drop_account",
    "edit_account",
    "end_access",
    "erase_sighting",
    "escalate_takedown",
    "find_again",
    "find_fan",
    "find_official",
    "grant_access",
    "keep_finding",
    "open_checklist",
    "record_answer",
    "record_past_tenure",
    "record_rotation",
    "register_account",
    "reinstate_account",
    "remind_platform",
    "remove_evidence",
    "rename_account",
    "reopen_report",
    "reopen_step",
    "report_account",
    "report_compromised",
    "report_lost_access",
    "report_publicly",
    "restore_account",
    "restore_lookalike",
    "retire_account",
    "set_backup",
    "set_custodian",
    "set_owner",
    "skip_step",
    "start_retiring",
    "suspend_account",
    "verify_account",
]
