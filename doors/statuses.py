"""How a state looks: a tone and an icon beside its word. Colour never speaks alone. PLT-7

Tones: ok, warn, over, act (somebody is at it), quiet.
"""

LOOKS = {
    # accounts
    "draft": ("quiet", "draft"),
    "submitted": ("act", "inbox"),
    "changes_requested": ("warn", "edit"),
    "withdrawn": ("quiet", "undo"),
    "rejected": ("over", "x-circle"),
    "approved": ("ok", "check"),
    "provisioning": ("act", "dot"),
    "active": ("ok", "done"),
    "suspended": ("warn", "pause"),
    "compromised": ("over", "alert"),
    "lost_access": ("warn", "warning"),
    "retiring": ("warn", "wait"),
    "retired": ("quiet", "none"),
    # proofs of control
    "found": ("ok", "check"),
    "not_found": ("warn", "search"),
    "abandoned": ("quiet", "x-circle"),
    "reported": ("warn", "flag"),
    "claimed": ("act", "person-check"),
    "fan": ("quiet", "person"),
    "impostor": ("over", "alert"),
    "takedown": ("over", "flag"),
    "closed": ("quiet", "check"),
    "open": ("warn", "wait"),
    "dismissed": ("quiet", "check"),
    # what the public hears
    "official": ("ok", "official"),
    "not_listed": ("warn", "alert"),
    "reported_fake": ("over", "warning"),
    # reviews of access
    "escalated": ("warn", "wait"),
    "kept": ("ok", "check"),
    "lapsed": ("over", "clock"),
    "ended": ("quiet", "none"),
    # people
    "leaving": ("warn", "person-leave"),
    "left": ("quiet", "none"),
    # imports, notices, tokens
    "uploaded": ("quiet", "draft"),
    "mapped": ("act", "dot"),
    "checking": ("act", "dot"),
    "checked": ("ok", "check"),
    "ready": ("ok", "done"),
    "writing": ("act", "dot"),
    "applying": ("act", "dot"),
    "applied": ("ok", "done"),
    "failed": ("over", "x-circle"),
    "stopped": ("warn", "warning"),
    "cancelled": ("quiet", "none"),
    "pending": ("act", "wait"),
    "sent": ("ok", "check"),
    "dead": ("over", "x-circle"),
    "revoked": ("quiet", "none"),
    "expired": ("quiet", "clock"),
}
PLAIN = ("quiet", "dot")


def register(looks):
    """Add the states of a room: {"my_state": (tone, icon)}."""
    LOOKS.update(looks)


def look(status):
    return LOOKS.get(str(getattr(status, "value", status)).lower(), PLAIN)
