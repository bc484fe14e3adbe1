"""Who may do what to an account; page, API, command and job obey the same table. PLT-4"""

from people.models import Role

KEEPERS = (Role.ADMINISTRATOR, Role.COMMUNITY_MANAGER)
ANSWERING = ("owner", "backup", "custodian")

MAY = {
    "see_account": (*KEEPERS, Role.MANAGER, Role.AUDITOR, *ANSWERING),
    # Where the credentials lie and how to recover them helps an attacker: fewer may read it. REG-6
    "see_custody": (*KEEPERS, Role.AUDITOR, *ANSWERING),
    "register_account": KEEPERS,
    "edit_account": (*KEEPERS, "owner"),
    "rename_account": (*KEEPERS, "owner"),
    "set_owner": (Role.ADMINISTRATOR,),
    "set_backup": (*KEEPERS, "owner"),
    "set_custodian": (*KEEPERS, "owner"),
    "record_rotation": (*KEEPERS, "owner", "custodian"),
    "verify_account": (*KEEPERS, *ANSWERING),
    "grant_access": (*KEEPERS, "owner"),
    "end_access": (*KEEPERS, "owner"),
    "connect_tool": (*KEEPERS, "owner"),
    "disconnect_tool": (*KEEPERS, "owner"),
    "activate_account": KEEPERS,
    "abandon_account": (*KEEPERS, "owner"),
    "suspend_account": (*KEEPERS, "owner"),
    "report_compromised": (*KEEPERS, *ANSWERING),
    "report_lost_access": (*KEEPERS, *ANSWERING),
    "restore_account": KEEPERS,
    "start_retiring": KEEPERS,
    "retire_account": KEEPERS,
    "drop_account": (Role.ADMINISTRATOR,),
    "reinstate_account": (Role.ADMINISTRATOR,),
    "import_accounts": (Role.ADMINISTRATOR,),
    "see_platform": (),
    # Reports of suspicious accounts, and look-alikes. REG-11
    "report_account": ("self",),
    "see_report": (*KEEPERS, Role.MANAGER, Role.AUDITOR, "reporter"),
    "see_sightings": (*KEEPERS, Role.AUDITOR),
    "find_official": KEEPERS,
    "claim_account": KEEPERS,
    "find_fan": KEEPERS,
    "confirm_impostor": KEEPERS,
    "reopen_report": KEEPERS,
    "keep_finding": KEEPERS,
    "assign_report": KEEPERS,
    "erase_sighting": KEEPERS,
    "ask_takedown": KEEPERS,
    "remind_platform": KEEPERS,
    "escalate_takedown": KEEPERS,
    "record_answer": KEEPERS,
    "close_report": KEEPERS,
    "find_again": KEEPERS,
    "see_lookalike": (*KEEPERS, Role.AUDITOR),
    "dismiss_lookalike": KEEPERS,
    "restore_lookalike": KEEPERS,
}
