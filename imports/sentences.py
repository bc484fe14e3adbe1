"""What the trail says of this room. AUD-1"""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "map_import": _("%(actor)s said what the columns mean"),
    "finish_check": _("All rows have been checked"),
    "stop_import": _("The guard stopped it: %(dropped)s of %(covered)s are missing from the file"),
    "apply_import": _("%(actor)s let it be applied"),
    "finish_import": _(
        "%(actor)s applied it: %(created)s new, %(updated)s changed, %(unchanged)s unchanged, %(dropped)s ended"
    ),
    "fail_import": _("It failed and nothing was written"),
    "cancel_import": _("%(actor)s cancelled it"),
}
