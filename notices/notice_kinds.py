"""The mail that this room writes itself. PLT-5"""

from django.utils.translation import gettext_lazy as _

KINDS = {"digest": {"label": _("Daily digest"), "group": "security", "is_direct": True}}
