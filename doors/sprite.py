"""Which icons Dewan uses, and the making of their sprite from a released Lucide package. PLT-7

npm pack lucide-static && tar xzf lucide-static-*.tgz
python -m doors.sprite package static/icons.svg
"""

import re
import sys
from pathlib import Path

ICONS = {
    # our word: the file in Lucide
    "account": "at-sign",
    "alert": "circle-alert",
    "archive": "archive",
    "arrow-down": "arrow-down",
    "arrow-left": "arrow-left",
    "arrow-right": "arrow-right",
    "arrow-up": "arrow-up",
    "at": "at-sign",
    "audit": "shield-check",
    "ballot": "vote",
    "ban": "ban",
    "bell": "bell",
    "calendar": "calendar",
    "chart": "chart-line",
    "check": "check",
    "chevron-down": "chevron-down",
    "chevron-left": "chevron-left",
    "chevron-right": "chevron-right",
    "clock": "clock",
    "copy": "copy",
    "council": "users-round",
    "document": "file-text",
    "done": "circle-check",
    "dot": "circle-dot",
    "download": "download",
    "draft": "circle-dashed",
    "edit": "pencil",
    "external": "external-link",
    "eye": "eye",
    "filter": "list-filter",
    "flag": "flag",
    "handover": "arrow-left-right",
    "history": "history",
    "inbox": "inbox",
    "info": "info",
    "key": "key-round",
    "language": "languages",
    "link": "link",
    "lock": "lock",
    "mail": "mail",
    "menu": "menu",
    "monitor": "monitor",
    "moon": "moon",
    "more": "ellipsis",
    "none": "circle-slash-2",
    "official": "badge-check",
    "pause": "circle-pause",
    "passkey": "fingerprint-pattern",
    "people": "users-round",
    "person": "user-round",
    "person-add": "user-round-plus",
    "person-check": "user-round-check",
    "person-leave": "user-round-x",
    "phone": "smartphone",
    "plus": "plus",
    "print": "printer",
    "queue": "message-square",
    "refresh": "refresh-cw",
    "search": "search",
    "settings": "settings-2",
    "shield": "shield",
    "sign-out": "log-out",
    "sun": "sun",
    "trash": "trash-2",
    "training": "book-open",
    "undo": "undo-2",
    "unit": "network",
    "upload": "upload",
    "wait": "hourglass",
    "warning": "triangle-alert",
    "webhook": "webhook",
    "x": "x",
    "x-circle": "circle-x",
}

# Ours: five seats around a table.
MARK = (
    '<symbol id="dewan" viewBox="0 0 28 20"><g fill="currentColor" stroke="none">'
    '<circle cx="14" cy="3.2" r="2.5"/><circle cx="6.4" cy="6.6" r="2.5"/><circle cx="21.6" cy="6.6" r="2.5"/>'
    '<circle cx="2.7" cy="14.4" r="2.5"/><circle cx="25.3" cy="14.4" r="2.5"/>'
    '<rect x="8.6" y="12" width="10.8" height="4.9" rx="2.2"/></g></symbol>'
)


def symbol(name, source):
    """Return one Lucide file as a <symbol> that takes colour and stroke from where it is used."""
    inner = re.search(r"<svg[^>]*>(.*)</svg>", source, re.S).group(1)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(line.strip() for line in inner.splitlines())}</symbol>'


def sprite(package):
    """Return the whole sprite from an unpacked lucide-static package."""
    parts = [symbol(name, (Path(package) / "icons" / f"{file}.svg").read_text()) for name, file in ICONS.items()]
    return '<svg xmlns="http://www.w3.org/2000/svg">' + MARK + "\n" + "\n".join(parts) + "</svg>\n"


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(sprite(sys.argv[1]))
