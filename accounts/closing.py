"""How a gap is closed: the page that does it and the word on the button. REG-1"""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

WORDS = {
    "interim_owner": _("Name owner"),
    "no_backup": _("Name backup"),
    "no_custody": _("Record custody"),
    "rotation_overdue": _("Record change"),
    "not_verified": _("Verify control"),
    "no_two_factor": _("Record two-factor"),
    "no_registered_email": _("Record e-mail"),
    "foreign_email": _("Correct e-mail"),
    "foreign_recovery": _("Correct mailbox"),
    "personal_recovery": _("Correct recovery"),
    "tool_expired": _("Renew token"),
    "tool_orphaned": _("Authorise anew"),
    "owner_without_sign_in": _("Open person"),
    "no_purpose": _("Record purpose"),
}
# Where a gap is closed by editing, the field that closes it.
FIELDS = {
    "no_two_factor": "two_factor",
    "no_registered_email": "registered_email",
    "foreign_email": "registered_email",
    "foreign_recovery": "recovery_email",
    "personal_recovery": "recovery_email_of",
    "no_purpose": "purposes",
}


def address_of_closing(account, gap):
    """Where a gap of an account is closed."""
    if gap.verb == "edit_person":
        return account.owner.get_absolute_url()
    if gap.verb == "edit_tool":
        return f"{account.get_absolute_url()}#tools"
    field = FIELDS.get(gap.key)
    return reverse(f"accounts:{gap.verb}", args=[account.pk]) + (f"#id_{field}" if field else "")
