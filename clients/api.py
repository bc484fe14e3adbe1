"""The API door of tokens: see and revoke. They are made on the page only, so that no token can make another. PLT-2"""

from clients import actions
from clients.models import ApiToken
from doors.api import FilterSet, GovernedViewSet, Named, StrictModelSerializer, Why, verb


class TokenOut(StrictModelSerializer):
    """A token as it is shown after its first minute: without its text."""

    person = Named(allow_null=False)
    created_by = Named(allow_null=False)

    class Meta:
        model = ApiToken
        fields = (
            "id",
            "client",
            "prefix",
            "person",
            "scopes",
            "status",
            "created_by",
            "created_at",
            "expires_at",
            "revoked_at",
            "last_used_at",
            "version",
        )
        read_only_fields = fields


class TokenFilter(FilterSet):
    class Meta:
        model = ApiToken
        fields = {"person": ["exact"], "status": ["exact"], "expires_at": ["lt", "gte"]}


class TokenViewSet(GovernedViewSet):
    """API tokens: your own, and those of the units you administer or audit."""

    model = ApiToken
    scope = "tokens"
    serializer_class = TokenOut
    filterset_class = TokenFilter
    ordering_fields = ("id", "expires_at")
    related = ("person", "created_by")

    @verb(Why)
    def revoke_token(self, token, data, *, by):
        """End a token at once; it does not come back."""
        return actions.revoke_token(token, why=data.get("why", ""), by=by)


routes = [("tokens", TokenViewSet, "token")]
