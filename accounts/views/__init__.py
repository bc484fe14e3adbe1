"""The pages of the register. REG-1"""

from accounts.views.account import account_detail
from accounts.views.checklist import (
    attest_step,
    checklist_detail,
    evidence_file,
    open_checklist,
    remove_evidence,
    reopen_step,
    skip_step,
)
from accounts.views.listing import account_gaps, account_list, export_accounts
from accounts.views.template import template_detail, template_list, write_template
from accounts.views.verb import (
    act,
    disconnect_tool,
    duplicates,
    edit_tool,
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
    "attest_step",
    "checklist_detail",
    "disconnect_tool",
    "duplicates",
    "edit_tool",
    "end_access",
    "evidence_file",
    "export_accounts",
    "open_checklist",
    "person_options",
    "person_options_ever",
    "register",
    "remove_evidence",
    "reopen_step",
    "skip_step",
    "template_detail",
    "template_list",
    "write_template",
]
