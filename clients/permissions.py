"""Who may make and end tokens: each person their own; an administrator ends any. PLT-4"""

from people.models import Role

MAY = {
    "see_apitoken": (Role.ADMINISTRATOR, Role.AUDITOR, "holder"),
    "create_token": ("self",),
    "revoke_token": (Role.ADMINISTRATOR, "holder"),
}
