"""Secrets that must be read again are sealed with a key outside the database; others only fingerprinted. PLT-3

`settings.ENCRYPTION_KEYS` holds the newest key first; older ones still open what they sealed. The purpose is bound
into both, so that a row's secret means nothing in another row.
"""

import base64
import hmac
import secrets
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12


class Unreadable(Exception):
    """Sealed with a key we no longer have, or tampered with."""


def seal(secret: bytes, purpose: str) -> str:
    """Encrypt a secret for one purpose."""
    nonce = secrets.token_bytes(NONCE)
    cipher = AESGCM(_derived(settings.ENCRYPTION_KEYS[0], "seal"))
    return base64.urlsafe_b64encode(nonce + cipher.encrypt(nonce, secret, purpose.encode())).decode()


def unseal(text: str, purpose: str) -> bytes:
    """Decrypt what was sealed for this purpose, by whichever key did it."""
    sealed = base64.urlsafe_b64decode(text)
    for key in settings.ENCRYPTION_KEYS:
        try:
            return AESGCM(_derived(key, "seal")).decrypt(sealed[:NONCE], sealed[NONCE:], purpose.encode())
        except InvalidTag:
            continue
    raise Unreadable(purpose)


def fingerprints(text: str, purpose: str) -> list[str]:
    """What is kept of a text that is only ever compared; the first is the one to keep."""
    words = f"{purpose}\0{text}".encode()
    return [hmac.digest(_derived(key, "fingerprint"), words, "sha256").hex() for key in settings.ENCRYPTION_KEYS]


@cache
def _derived(key, use):
    return hmac.digest(key.encode(), f"dewan {use}".encode(), "sha256")
