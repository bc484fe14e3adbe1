"""One stylesheet over the wire from one file a part, put together in memory, without a build step. PLT-7"""

import gzip
import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

FOLDER = Path(settings.BASE_DIR) / "static" / "css"
ORDER = (
    *(
        "tokens",
        "base",
        "frame",
        "head",
        "button",
        "status",
        "rows",
        "tree",
        "signin",
        "list",
        "filters",
        "form",
        "facts",
    ),
    *(
        "deliveries",
        "timeline",
        "periods",
        "overlay",
        "raci",
        "search",
        "accounts",
        "review",
        "decision",
        "public",
        "api",
        "security",
        "print",
    ),
)


def read():
    """Return (hash, bytes, gzipped bytes) of all parts in their order."""
    body = "".join((FOLDER / f"{part}.css").read_text() for part in ORDER).encode()
    return hashlib.sha256(body).hexdigest()[:12], body, gzip.compress(body, 9)


sheet = read if settings.DEBUG else cache(read)


def address():
    return reverse("stylesheet", args=[sheet()[0]])


@login_not_required
@require_safe
def stylesheet(request, digest):
    """Answer the stylesheet; its address changes with its content, so it may be kept for ever."""
    now, body, packed = sheet()
    if digest != now:
        raise Http404
    small = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(packed if small else body, content_type="text/css; charset=utf-8")
    if small:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
