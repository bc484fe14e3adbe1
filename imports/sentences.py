"""What the trail says of this room. AUD-1"""

from django.utils.translation import gettext_lazy as _

from imports.models import Export, Import

SENTENCES = {
    "choose_sheet": _("%(actor)s chose the sheet %(sheet)s"),
    "map_import": _("%(actor)s said what the columns mean"),
    "finish_check": _("All rows have been checked"),
    "stop_import": _("The guard stopped it: %(dropped)s of %(covered)s are missing from the file"),
    "apply_import": _("%(actor)s let it be applied"),
    "finish_import": _(
        "%(actor)s applied it: %(created)s new, %(updated)s changed, %(unchanged)s unchanged, %(dropped)s ended"
    ),
    "fail_import": _("It failed and nothing was written"),
    "cancel_import": _("%(actor)s cancelled it"),
    "request_export": _("%(actor)s had %(n)s rows written to a file"),
    "finish_export": _("The file with %(n)s rows was written"),
    "fail_export": _("The file could not be written"),
    "cancel_export": _("%(actor)s threw the file away"),
    "expire_export": _("The file was no longer kept"),
}

LABELS = {"status": [*Import.Status.choices, *Export.Status.choices]}
FIELDS = {
    "mapping": _("what the columns mean"),
    "created": _("new"),
    "updated": _("changed"),
    "unchanged": _("unchanged"),
    "errors": _("errors"),
    "covered": _("held by the source"),
    "dropped": _("ended"),
    "accepted_drop": _("allowed to be ended"),
    "failure": _("failure"),
    "finished_at": _("finished"),
    "expires_at": _("kept until"),
    "sha256": _("SHA-256"),
    "size": _("bytes"),
    "format": _("format"),
    "total": _("rows"),
}
