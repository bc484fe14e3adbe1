"""What people are told of people, roles and their own sign-in, and how loudly by default. PLT-5"""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "role_granted": {
        "label": _("You are given a role"),
        "description": _("What you may do in Dewan grows."),
        "group": "people",
        "least": "digest",
    },
    "role_ended": {
        "label": _("A role of yours ends"),
        "description": _("What you may do in Dewan shrinks."),
        "group": "people",
        "least": "digest",
    },
    "responsibility_given": {
        "label": _("You are named for an activity"),
        "description": _("You are accountable, responsible, consulted or informed for something a unit does."),
        "group": "people",
        "default": "digest",
        "least": "app",
    },
    "person_leaving": {
        "label": _("Somebody of your unit leaves"),
        "description": _("As soon as the last day is known, so that nothing is left without an owner."),
        "group": "people",
        "least": "digest",
    },
    "sign_in_changed": {
        "label": _("The way you sign in changes"),
        "description": _(
            "A second factor is added, removed or reset, a recovery code used, a session ended by others."
        ),
        "group": "security",
        "least": "now",
    },
    "new_device": {
        "label": _("Sign-in with a new device"),
        "description": _("A browser in which you have never signed in."),
        "group": "security",
        "least": "now",
    },
    "invitation": {"label": _("Invitation to Dewan"), "group": "security", "is_direct": True},
    "password_reset": {"label": _("Link for a new password"), "group": "security", "is_direct": True},
}
