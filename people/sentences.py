"""The people's timeline in words. AUD-1"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from people.models import Activity, GovernanceMode, Kind, Letter, Role, Status, UnitKind

SENTENCES = {
    "create_unit": _("%(actor)s created the unit"),
    "edit_unit": _("%(actor)s edited the unit"),
    "move_unit": _("%(actor)s moved the unit to %(parent)s"),
    "set_head": _("%(actor)s named %(head)s as head"),
    "set_governance_mode": _("%(actor)s changed who decides here: %(governance_mode)s"),
    "end_head": _("%(former)s is no longer the head"),
    "add_person": _("%(actor)s added %(object)s to %(unit)s"),
    "edit_person": _("%(actor)s edited the details of %(object)s"),
    "move_person": _("%(actor)s moved %(object)s from %(former)s to %(unit)s"),
    "announce_leaving": _("%(actor)s set the last day of %(object)s"),
    "withdraw_leaving": _("%(actor)s noted that %(object)s stays"),
    "mark_left": _("%(object)s left"),
    "bring_back": _("%(object)s came back to %(unit)s"),
    "grant_role": _("%(actor)s made %(person)s %(role)s for %(unit)s"),
    "end_role": _("%(actor)s ended the role %(role)s of %(person)s for %(unit)s"),
    "hand_on_sponsored": _("%(sponsor)s became the sponsor of %(object)s; %(former)s has left"),
    "expire_role": _("The role %(role)s of %(person)s for %(unit)s ran out"),
    "assign_responsibility": _("%(actor)s named %(who)s for %(activity)s in %(unit)s: %(letter)s"),
    "end_responsibility": _("%(who)s is no longer named for %(activity)s in %(unit)s: %(letter)s"),
    "invite_person": _("%(actor)s invited %(object)s to sign in"),
    "ask_reset": _("%(object)s asked for a new password"),
    "add_app": _("%(actor)s set up an authenticator app"),
    "replace_app": _("%(actor)s set up another authenticator app in place of the former"),
    "add_passkey": _("%(actor)s added the passkey %(name)s"),
    "rename_factor": _("%(actor)s renamed %(before_name)s to %(name)s"),
    "remove_factor": _("%(actor)s removed the second factor %(name)s"),
    "make_recovery_codes": _("%(actor)s made new recovery codes"),
    "use_recovery_code": _("%(actor)s used a recovery code; %(left)s are left"),
    "reset_factors": _("%(actor)s reset the second factor of %(object)s"),
    "guess_factor": _("Somebody who knew the password of %(object)s tried wrong codes"),
    "sign_in_elsewhere": _("%(actor)s signed in with a new device: %(device)s"),
    "end_session": _("%(actor)s signed out %(device)s"),
    "end_sessions": _("%(actor)s signed %(object)s out of other devices (%(ended)s)"),
    "change_password": _("%(actor)s set a new password"),
    "edit_organisation": _("%(actor)s changed the settings of the organisation"),
    "mark_demo": _("%(actor)s made this the demo organisation"),
}

LABELS = {
    "activity": Activity.choices,
    "letter": Letter.choices,
    "governance_mode": [("", _("As the unit above")), *GovernanceMode.choices],
    "role": Role.choices,
    "kind": [*Kind.choices, *UnitKind.choices],
    "status": Status.choices,
}
FIELDS = {
    "person": _("person"),
    "unit": _("unit"),
    "role": _("role"),
    "sponsor": _("sponsor inside"),
    "ends_on": _("ends on"),
    "status": _("status"),
    "source": _("source"),
    "is_active": _("may sign in"),
    "left_at": _("left at"),
    "session_epoch": _("sessions ended so far"),
    "needs_factor": _("needs a second factor"),
    "second_factor_roles": _("roles that need a second factor"),
    "second_factor_heads": _("heads of units need a second factor"),
    "factors": _("second factors"),
    "device": _("device"),
    "place": _("network"),
    "left": _("left"),
    "ended": _("sessions ended"),
    "demo": _("demo organisation"),
}
# What Dewan itself gives as a reason; kept in these words, read in the reader's language.
REASONS = (
    gettext_noop("The head has left"),
    gettext_noop("The person has left"),
    gettext_noop("The last day has passed"),
    gettext_noop("Last day %(day)s"),
    gettext_noop("Stands in: the head has left"),
    gettext_noop("Stands in: the last administrator has left"),
    gettext_noop("Stands in without an end: the last administrator has left"),
    gettext_noop("The first administrator"),
    gettext_noop("Somebody else is accountable now"),
)
