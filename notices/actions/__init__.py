"""The verbs of this room. PLT-5"""

from notices.actions.choice import choose_digest_time, choose_notices, choose_some, keep_time, reset_choices
from notices.actions.digest import write_digest
from notices.actions.notice import mail, notify, notify_many, read_all_notices, read_notice, send_again

__all__ = [
    "choose_digest_time",
    "choose_notices",
    "choose_some",
    "keep_time",
    "mail",
    "notify",
    "notify_many",
    "read_all_notices",
    "read_notice",
    "reset_choices",
    "send_again",
    "write_digest",
]
