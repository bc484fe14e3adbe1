"""Tokens: Nia's own. PLT-2"""

from tests.api import token_of
from tests.matrix import row


def token(cast):
    return token_of(cast.nia)[0]


MAKERS = {"token": token}
WISH = {"client": "CRM", "scopes": ["tokens:read"], "lasts": "30"}
ROWS = [
    row("clients:token_list", get="302 200 200 200 200 200 302"),
    row("clients:create_token", get="302 200 200 200 200 200 302", post="302 200 200 200 200 200 302", body=WISH),
    row("clients:token_detail", of="token", get="302 404 200 404 200 200 302"),
    row("clients:revoke_token", of="token", post="302 404 302 404 403 302 302"),
    row("api:token-list", get="401 200 200 200 200 200 401 403"),
    row("api:token-detail", of="token", get="401 404 200 404 200 200 401 403"),
    row("api:token-revoke_token", of="token", post="401 404 200 404 403 200 401 403"),
]
