"""How the timeline tells what happened to an account. AUD-1"""

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from accounts.models import Audience, Badge, Part, Purpose, Status, TwoFactor
from accounts.rules.secrets import VAULTS
from accounts.rules.words import MORE

SENTENCES = {
    "register_account": _("%(actor)s put the account on the register, with %(owner)s as owner"),
    "import_account": _("%(actor)s imported the account, with %(owner)s as owner"),
    "edit_account": _("%(actor)s changed %(changed)s"),
    "rename_account": _("%(actor)s recorded the new handle %(handle)s"),
    "verify_account": _("%(actor)s confirmed that we control it: %(verified_how)s"),
    "set_owner": _("%(actor)s made %(owner)s the owner"),
    "set_backup": _("%(actor)s made %(backup)s the backup owner"),
    "clear_backup": _("%(actor)s recorded that nobody is backup owner any more"),
    "clear_custodian": _("%(actor)s recorded that nobody keeps the credentials any more"),
    "set_custodian": _("%(actor)s made %(custodian)s the custodian of the credentials"),
    "record_rotation": _("%(actor)s recorded that the password was changed"),
    "record_past_tenure": _("%(actor)s added %(person)s to its history: %(part)s"),
    "grant_access": _("%(actor)s recorded access for %(person)s as %(role)s"),
    "end_access": _("%(actor)s recorded the end of %(person)s's access as %(role)s"),
    "connect_tool": _("%(actor)s recorded the tool %(tool)s, authorised by %(person)s"),
    "disconnect_tool": _("%(actor)s recorded that the tool %(tool)s was disconnected"),
    "activate_account": _("%(actor)s declared the account official"),
    "abandon_account": _("%(actor)s gave the account up before it opened"),
    "suspend_account": _("%(actor)s suspended the account"),
    "report_compromised": _("%(actor)s reported the account as compromised"),
    "report_lost_access": _("%(actor)s reported that nobody of ours can get in"),
    "restore_account": _("%(actor)s put the account back in use"),
    "start_retiring": _("%(actor)s gave notice that the account closes on %(retire_on)s"),
    "retire_account": _("%(actor)s retired the account; the archive lies at %(archive_place)s"),
    "drop_account": _("%(actor)s retired the account, which its source no longer lists"),
    "reinstate_account": _("%(actor)s took the account back into the register"),
    "take_over_accounts": _("%(owner)s answers for it for the time being, because %(leaver)s left"),
}

LANGUAGES = {code: about["name"] for code, about in LANG_INFO.items() if "name" in about} | MORE
LABELS = {
    "status": Status.choices,
    "purposes": Purpose.choices,
    "audiences": Audience.choices,
    "two_factor": TwoFactor.choices,
    "badge": Badge.choices,
    "part": Part.choices,
    "vault": [(vault.key, vault.name) for vault in VAULTS.values()],
    "languages": [(code, _(name)) for code, name in LANGUAGES.items()],
}
FIELDS = {
    "part": _("part"),
    "tool": _("tool"),
    "from_at": _("from"),
    "until_at": _("until"),
    "owner_since": _("owner since"),
    "backup_since": _("backup owner since"),
    "custodian_since": _("custodian since"),
    "owner_is_interim": _("owner for the time being"),
    "handle_key": _("handle as it is compared"),
}
