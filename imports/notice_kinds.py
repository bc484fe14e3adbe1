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
}
