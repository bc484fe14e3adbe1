"""The tokens' timeline in words. AUD-1"""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "create_token": _("%(actor)s created a token for %(client)s"),
    "revoke_token": _("%(actor)s revoked the token of %(client)s"),
}
