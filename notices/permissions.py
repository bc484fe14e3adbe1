"""Who reads notices, and who sees what could not be delivered. PLT-5"""

from people.models import Role

MAY = {
    "see_notice": ("recipient",),
    "read_notice": ("recipient",),
    "see_letter": (Role.ADMINISTRATOR,),
    "send_again": (Role.ADMINISTRATOR,),
}
