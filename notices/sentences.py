"""What the trail says of this room. AUD-1"""

from django.utils.translation import gettext_lazy as _

SENTENCES = {"send_again": _("%(actor)s sent the letter to %(person)s again")}
