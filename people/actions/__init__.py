"""Verbs that write people, units and roles. ORG-1 ORG-2 ORG-7 PLT-3"""

from people.actions.departure import announce_leaving, bring_back, mark_left, withdraw_leaving
from people.actions.factor import (
    add_app,
    add_passkey,
    factors_of,
    make_recovery_codes,
    remove_factor,
    rename_factor,
    reset_factors,
    tell_guessing,
    use_app,
    use_passkey,
    use_recovery_code,
)
from people.actions.organisation import edit_organisation, found_organisation, mark_demo
from people.actions.person import add_person, edit_person, move_person, set_preferences
from people.actions.responsibility import assign_responsibility, end_responsibility
from people.actions.role import end_role, grant_role
from people.actions.session import end_session, end_sessions, meet_device, sessions_of
from people.actions.signin import answer_reset, ask_reset, change_password, invite_person
from people.actions.unit import create_root, create_unit, edit_unit, move_unit, set_governance_mode, set_head

__all__ = [
    "add_app",
    "add_passkey",
    "add_person",
    "announce_leaving",
    "answer_reset",
    "ask_reset",
    "assign_responsibility",
    "bring_back",
    "change_password",
    "create_root",
    "create_unit",
    "edit_organisation",
    "edit_person",
    "edit_unit",
    "end_responsibility",
    "end_role",
    "end_session",
    "end_sessions",
    "factors_of",
    "found_organisation",
    "grant_role",
    "invite_person",
    "make_recovery_codes",
    "mark_demo",
    "mark_left",
    "meet_device",
    "move_person",
    "move_unit",
    "remove_factor",
    "rename_factor",
    "reset_factors",
    "sessions_of",
    "set_governance_mode",
    "set_head",
    "set_preferences",
    "tell_guessing",
    "use_app",
    "use_passkey",
    "use_recovery_code",
    "withdraw_leaving",
]
