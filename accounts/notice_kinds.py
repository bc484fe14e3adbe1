"""What people are told of official accounts, and how loudly by default. PLT-5"""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "account_role_given": {
        "label": _("You are given an account"),
        "description": _("You become its owner, its backup owner or the keeper of its login."),
        "group": "accounts",
        "least": "digest",
    },
    "account_state_changed": {
        "label": _("An account of yours changes its state"),
        "description": _("Suspended, retiring, back in use. Compromised accounts and lost access always come at once."),
        "group": "accounts",
        "default": "digest",
        "at_once": {"state": ("compromised", "lost_access")},
    },
    "request_submitted": {
        "label": _("A request waits for your decision"),
        "description": _("Somebody asks for an account in a unit you decide for."),
        "group": "requests",
        "least": "digest",
    },
    "request_decided": {
        "label": _("A request of yours is decided"),
        "description": _("Approved, rejected, or given back for changes."),
        "group": "requests",
    },
    "rotation_due": {
        "label": _("A login is due to be changed"),
        "description": _("Ahead of the day on which the password is to be changed."),
        "group": "accounts",
        "default": "digest",
        "least": "digest",
    },
    "tool_expiring": {
        "label": _("A tool's token ends"),
        "description": _("Ahead of the day on which a connected tool stops working."),
        "group": "accounts",
        "default": "digest",
    },
    "report_received": {
        "label": _("A suspicious account was reported"),
        "description": _(
            "New reports to look at, all of the last minutes in one message. Reports of fraud come at once."
        ),
        "group": "reports",
        "default": "digest",
        "at_once": {"concern": ("money",)},
    },
    "takedown_due": {
        "label": _("A platform is to be asked again"),
        "description": _("On the day set for following up a take-down."),
        "group": "reports",
        "default": "digest",
        "least": "digest",
    },
    "review_asked": {
        "label": _("You are asked whether access is still needed"),
        "description": _("A review of access or roles begins, and you are the one to answer."),
        "group": "accounts",
        "least": "digest",
    },
    "review_due": {
        "label": _("A review waits for your answer"),
        "description": _("A week and a day before the last day, and on it."),
        "group": "accounts",
        "least": "digest",
    },
    "access_removal": {
        "label": _("Access is to be taken away"),
        "description": _("A review decided so, nobody answered, or the person left: take it away on the platform."),
        "group": "accounts",
        "least": "digest",
    },
    "access_expiring": {
        "label": _("Access ends soon"),
        "description": _("Yours, or that of somebody on an account of yours."),
        "group": "accounts",
        "default": "digest",
    },
    "access_expired": {
        "label": _("Access is past its last day"),
        "description": _("On the day: take it away on the platform, or extend it."),
        "group": "accounts",
        "default": "digest",
        "least": "digest",
    },
}
