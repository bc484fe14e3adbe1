"""What the trail says of its own audits."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "verify_trail": _("%(actor)s verified the trail: %(entries)s entries, all as they were written"),
    "find_tampering": _("%(actor)s verified the trail: entry %(seq)s is the first that is not as it was written"),
}
