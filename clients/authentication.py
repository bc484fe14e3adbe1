"""Who comes in with a token. PLT-2, PLT-3"""

from hmac import compare_digest

from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed

from clients.models import ApiToken
from clients.rules import USE_NOTED_EVERY, digest_of, prefix_of
from trail import clock

SCHEME = "bearer"
REFUSED = _("This token is unknown, expired or revoked.")


def text_of(request) -> str | None:
    """Give the token's text from the Authorization header; None when another scheme or nothing stands there."""
    scheme, _space, text = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return text.strip() if scheme.lower() == SCHEME else None


def token_for(request) -> ApiToken | None:
    """Find the usable token of a request, once a request; None when there is none, whatever the reason."""
    if not hasattr(request, "api_token"):
        request.api_token = find(text_of(request) or "")
    return request.api_token


def find(text) -> ApiToken | None:
    """Find a token that counts now. The prefix finds the row; the whole is compared in constant time."""
    prefix = prefix_of(text)
    if prefix is None:
        return None
    now = clock.now()
    token = ApiToken.objects.usable(now).filter(prefix=prefix).select_related("person").first()
    if not compare_digest(digest_of(text), token.digest if token else "0" * 64):
        return None
    if token.last_used_at is None or now - token.last_used_at >= USE_NOTED_EVERY:
        note_use(token, now)
    return token


def note_use(token, now):
    """Note roughly when a token was last used; machine data, not on the trail."""
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer dwn_…`; whoever left is out at the next request."""

    def authenticate(self, request):
        if text_of(request) is None:
            return None
        token = token_for(request._request)
        if token is None:
            raise AuthenticationFailed(REFUSED, "bad_token")
        return token.person, token

    def authenticate_header(self, request):
        return 'Bearer realm="Dewan"'


def describe():
    """Tell the OpenAPI document what a token is."""
    from drf_spectacular.extensions import OpenApiAuthenticationExtension

    class TokenScheme(OpenApiAuthenticationExtension):
        target_class = TokenAuthentication
        name = "token"

        def get_security_definition(self, auto_schema):
            return {
                "type": "http",
                "scheme": "bearer",
                "bearerFormat": "dwn_…",
                "description": "A token made under “API tokens”; each operation names the scope it needs as `x-scope`.",
            }
