"""The public door: is this account really theirs? Nobody signs in here, and nothing private leaves. REG-9"""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from rest_framework.response import Response

from accounts.models import Account, Platform
from accounts.models.account import label_of
from accounts.official import CAUTION, OFFICIAL, REPORTED_FAKE, look_up, with_company
from doors.api import OpenApiParameter, PlainView, extend_schema, invalid
from doors.lists import EXACT_TO, page
from doors.prepared import Prepared

# Long enough to carry a rush, short enough that a retired account is not called official for long.
CACHE = "public, max-age=60"
LIMIT = 500
LISTED_AT_ALL = Prepared(lambda: Account.objects.live().order_by().values_list("pk")[: EXACT_TO + 1])


@login_not_required
@require_safe
def official(request):
    """Ask about one account, by handle or address. REG-9"""
    asked = (request.GET.get("q") or request.GET.get("url", "")).strip()[:LIMIT]
    platform = Platform.by_word(request.GET.get("platform", ""))
    answer = look_up(asked, platform.key if platform else "") if asked else None
    named = Platform.by_word(answer.platform) if answer and answer.platform else None
    context = {"asked": asked, "answer": answer, "tone": _tone(answer), "named": named, "count": _count()}
    if answer:
        writes_at = named.writes_at if named else asked.startswith("@")
        context["shown"] = answer.asked if "/" in answer.asked else label_of(answer.asked, writes_at, answer.asked)
    return _public(render(request, "accounts/official.html", context))


@login_not_required
@require_safe
def official_list(request):
    """Every official account, for all to see. REG-9"""
    accounts = with_company(Account.objects.live().select_related("platform"))
    listing = page(request, accounts, orderings={"handle": ("handle_key",)}, default="handle")
    return _public(render(request, "accounts/official_list.html", {"listing": listing, "caution": CAUTION}))


def _tone(answer):
    """The colour of an answer: green only where every account found is ours and in our hands."""
    if answer is not None and answer.answer == REPORTED_FAKE:
        return "over"
    if answer is None or answer.account is None:
        return "warn"
    if any(listed.is_in_doubt for listed in answer.matches):
        return "over"
    return "ok" if all(listed.answer == OFFICIAL for listed in answer.matches) else "quiet"


def _count():
    found = LISTED_AT_ALL.count()
    number = number_format(min(found, EXACT_TO), force_grouping=True)
    return number if found <= EXACT_TO else f"{number}+"


def _public(response):
    response["Cache-Control"] = CACHE
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


ANSWERS = ["official", "retired", "not_listed", "reported_fake"]
DAY = {"type": "string", "format": "date", "nullable": True}
LISTED = {
    "type": "object",
    "properties": {
        "answer": {"type": "string", "enum": ANSWERS},
        "platform": {"type": "string"},
        "handle": {"type": "string"},
        "url": {"type": "string"},
        "unit": {"type": "string"},
        "since": DAY,
        "listed_at": {"type": "string", "format": "date-time"},
        "until": DAY,
        "is_in_doubt": {"type": "boolean"},
    },
}
ANSWER = {
    "type": "object",
    "properties": {
        "answer": {"type": "string", "enum": ANSWERS},
        "asked": {"type": "string"},
        "platform": {"type": "string"},
        "account": {**LISTED, "nullable": True},
        "similar": {"type": "array", "items": LISTED},
        "fakes": {
            "type": "array",
            "description": "Impostors of this very name that were confirmed, here or on other platforms.",
            "items": {
                "type": "object",
                "properties": {"platform": {"type": "string"}, "handle": {"type": "string"}},
            },
        },
    },
}


class OfficialView(PlainView):
    """Is the account at this address, or with this handle on this platform, official? REG-9"""

    public = True
    authentication_classes = ()
    permission_classes = ()
    query_parameters = ("url", "platform", "handle")

    @extend_schema(
        parameters=[
            OpenApiParameter("url", str, description="The address of the account, in any form."),
            OpenApiParameter("platform", str, description="With `handle`: the key of the platform, e.g. `instagram`."),
            OpenApiParameter("handle", str, description="The handle, with or without `@`."),
        ],
        responses={200: ANSWER},
        operation_id="official_retrieve",
    )
    def get(self, request):
        asked = request.query_params
        url, platform, handle = (asked.get(name, "").strip() for name in self.query_parameters)
        if bool(url) == bool(platform or handle):
            raise invalid("?url", _("Ask either by url, or by platform and handle."))
        if not url and not (platform and handle):
            missing = "?handle" if platform else "?platform"
            raise invalid(missing, _("Platform and handle belong together."))
        if len(url or handle) > LIMIT:
            raise invalid("?url" if url else "?handle", _("At most %(limit)d characters.") % {"limit": LIMIT})
        if platform and not Platform.by_word(platform):
            raise invalid("?platform", _("This platform is not known here."))
        answer = look_up(url or handle, platform)
        if answer.matches and not answer.platform:
            # Official on one platform says nothing of the same name on another. REG-9
            raise invalid("?url", _("This is a handle, not an address; ask by platform and handle."))
        response = Response(answer_as_json(answer))
        response["Cache-Control"] = CACHE
        return response


def answer_as_json(answer) -> dict:
    """The public answer as the API gives it; dates are ISO days."""
    return {
        "answer": answer.answer,
        "asked": answer.asked,
        "platform": answer.platform,
        "account": listed_as_json(answer.account) if answer.account else None,
        "similar": [listed_as_json(listed) for listed in answer.similar],
        "fakes": [{"platform": fake.platform, "handle": fake.handle} for fake in answer.fakes],
    }


def listed_as_json(listed) -> dict:
    return {
        "answer": listed.answer,
        "platform": listed.platform,
        "handle": listed.handle,
        "url": listed.url,
        "unit": listed.unit,
        "since": listed.since,
        "listed_at": listed.listed_at,
        "until": listed.until,
        "is_in_doubt": listed.is_in_doubt,
    }
