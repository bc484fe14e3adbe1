"""What people are told of their files, and how loudly by default. PLT-5 PLT-8"""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "import_finished": {
        "label": _("Your import is applied"),
        "description": _("With what was new, changed and ended."),
        "group": "files",
        "default": "app",
    },
    "import_stopped": {
        "label": _("Your import has stopped and asks"),
        "description": _("Rows with errors, too much missing from the file, or a failure."),
        "group": "files",
    },
    "export_ready": {
        "label": _("Your file is ready"),
        "description": _("A long export that was written while you did something else."),
        "group": "files",
    },
    "export_failed": {
        "label": _("Your file could not be written"),
        "description": _("With the reason."),
        "group": "files",
    },
}
