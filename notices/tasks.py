"""The promises of this room and how often they are looked at. PLT-5"""

from notices.delivery import deliver_due

SWEEPS = {"deliver_notices": (2, deliver_due)}
