"""The API door of the search. PLT-6 PLT-2"""

from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.response import Response

from doors import search
from doors.api import OpenApiParameter, PlainView, extend_schema, invalid, scopes
from home.search import LONGEST, ON_PAGE

RANKS = {search.EXACT: "exact", search.BEGINS: "begins", search.HAS: "has", search.LIKE: "like"}


class HitOut(serializers.Serializer):
    title = serializers.CharField()
    detail = serializers.CharField()
    url = serializers.CharField(help_text="The page of the thing.")
    match = serializers.ChoiceField(
        choices=list(RANKS.values()), help_text="How it was found; `like`: but for a slip or a look-alike."
    )


class GroupOut(serializers.Serializer):
    key = serializers.CharField()
    label = serializers.CharField()
    hits = HitOut(many=True)
    has_more = serializers.BooleanField()


class FoundOut(serializers.Serializer):
    q = serializers.CharField(help_text="What was searched for, without what cannot be seen.")
    groups = GroupOut(many=True)


class SearchView(PlainView):
    """Search everything you may see. A token finds only what its other scopes may read. PLT-6"""

    scope = "search"
    query_parameters = ("q", "in")

    @extend_schema(
        parameters=[
            OpenApiParameter("q", str, required=True, description="Words, a handle or an address; typos are forgiven."),
            OpenApiParameter("in", str, description="The key of one group, e.g. `accounts`."),
        ],
        responses=FoundOut,
        operation_id="search_retrieve",
    )
    def get(self, request):
        typed, only = request.query_params.get("q", ""), request.query_params.get("in")
        if not typed:
            raise invalid("?q", _("Say what to search for."), "required")
        if len(typed) > LONGEST:
            raise invalid("?q", _("At most %(limit)d characters.") % {"limit": LONGEST}, "max_length")
        if only and only not in {provider.key for provider in search.providers()}:
            raise invalid("?in", _("There is no such group."), "invalid_choice")
        words = search.read(typed)
        groups = search.find(request.user, words, limit=ON_PAGE, only=only, allows=_allowed(request))
        found = [
            {
                "key": group.key,
                "label": group.label,
                "hits": [
                    {"title": hit.title, "detail": hit.detail, "url": hit.url, "match": RANKS[hit.rank]}
                    for hit in group.hits
                ],
                "has_more": bool(group.more_url),
            }
            for group in groups
        ]
        return Response(FoundOut({"q": words.text, "groups": found}).data)


def _allowed(request):
    """Which rooms this caller may read: all by a session, those of its scopes by a token."""
    token = request.auth
    return lambda scope: token is None or token.allows(f"{scope}:read")


scopes.register(SearchView.scope, gettext_lazy("Search"), writes=False)
urlpatterns_api = [path("search/", SearchView.as_view(), name="search")]
