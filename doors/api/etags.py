"""Entity tags: a thing's version for writers, its exact answer for readers. PLT-2

A detail answers `"<pk>.<version>-<digest of the answer>"`. If-None-Match compares the whole tag, so a changed name of
a related thing is seen; If-Match compares pk and version only, so it is not an obstacle to a writer.
"""

import re
from hashlib import blake2b

from django.http import HttpResponseNotModified
from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from .problems import Problem, invalid

STRONG = re.compile(r'"(?P<pk>[^".]+)\.(?P<version>\d{1,18})(?:-[0-9a-f]+)?"')
KEPT = ("Cache-Control", "Content-Location", "Date", "Expires", "Vary", "ETag")


def version_tag(thing) -> str | None:
    version = getattr(thing, "version", None)
    return None if version is None else f"{thing.pk}.{version}"


def tag(response, version=None) -> str:
    """Give the tag of a rendered answer: strong with a version, weak without."""
    digest = blake2b(response.content, digest_size=8).hexdigest()
    return f'"{version}-{digest}"' if version else f'W/"{digest}"'


def conditional(request, version=None):
    """Make the callback that tags a rendered answer and cuts it short when the reader already has it."""

    def cut(response):
        if response.status_code != 200:
            return None
        response["ETag"] = response.get("ETag") or tag(response, version)
        if not known_to(request, response["ETag"]):
            return None
        short = HttpResponseNotModified()
        for name in KEPT:
            if response.has_header(name):
                short[name] = response[name]
        return short

    return cut


def known_to(request, etag) -> bool:
    header = request.META.get("HTTP_IF_NONE_MATCH", "")
    held = parse_etags(header)
    return header.strip() == "*" or etag.removeprefix("W/") in {one.removeprefix("W/") for one in held}


def expected(request, pk=None) -> set[int] | None:
    """Read the versions If-Match would accept of a thing; None when it does not ask."""
    header = request.META.get("HTTP_IF_MATCH")
    if header is None or header.strip() == "*":
        return None
    held = parse_etags(header)
    if not held:
        raise invalid("If-Match:", _("If-Match needs the ETag of the thing, in quotes."), "malformed")
    found = (STRONG.fullmatch(one) for one in held)
    return {int(one["version"]) for one in found if one and (pk is None or one["pk"] == str(pk))}


def expected_version(request) -> int | None:
    """Give the one version a writer has seen, or None."""
    versions = expected(request)
    return min(versions) if versions else None


def check_version(request, thing) -> None:
    """Refuse a writer who has seen another version of a thing; nothing to check without If-Match."""
    versions = expected(request, thing.pk)
    if versions is not None and getattr(thing, "version", None) not in versions:
        raise stale(thing)


def stale(thing) -> Problem:
    version = version_tag(thing)
    headers = {"ETag": f'"{version}"'} if version else {}
    return Problem(412, "stale", _("Somebody changed this meanwhile. Read it again before you change it."), (), headers)
