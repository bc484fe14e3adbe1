"""A short word after something was done, with undo where undo is honest. PLT-7"""

import json

from django.contrib import messages
from django.utils.html import format_html


def say(request, text, *, undo=None, level=messages.SUCCESS):
    """Show `text` once on the next page; `undo` is an address that is posted to."""
    messages.add_message(request, level, text, extra_tags=f"undo:{undo}" if undo else "")


def htmx(response, text):
    """Let the answer to an htmx request raise a toast."""
    response["HX-Trigger"] = json.dumps({"toast": str(text)})
    return response


def undo_of(message):
    tags = message.extra_tags or ""
    return format_html("{}", tags[5:]) if tags.startswith("undo:") else ""
