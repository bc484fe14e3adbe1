"""What the project itself tells on a timeline. AUD-1"""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "seed_scale": _("%(actor)s filled the register with made-up data to measure with"),
}
