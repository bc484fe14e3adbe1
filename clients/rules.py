"""What a token and a key look like, and how long they count. PLT-2"""

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

MARK = "dwn_"
TOKEN = re.compile(r"dwn_([0-9a-f]{8})_[A-Za-z0-9_-]{43}")
KEY = re.compile(r"[!-~]{1,200}")
LONGEST = timedelta(days=366)
ANSWERS_KEPT = timedelta(hours=24)
USE_NOTED_EVERY = timedelta(minutes=10)


@dataclass(frozen=True)
class NewToken:
    """A token's text, shown once, with what is kept of it."""

    text: str
    prefix: str
    digest: str


def new_token() -> NewToken:
    """Make up a token of 256 random bits; the prefix finds it and means nothing."""
    prefix = f"{MARK}{secrets.token_hex(4)}"
    text = f"{prefix}_{secrets.token_urlsafe(32)}"
    return NewToken(text, prefix, digest_of(text))


def digest_of(text: str) -> str:
    """Hash a token. One round is enough: nobody guesses 256 random bits."""
    return sha256(text.encode()).hexdigest()


def prefix_of(text: str) -> str | None:
    """Give the prefix of what looks like a token."""
    return f"{MARK}{found[1]}" if (found := TOKEN.fullmatch(text)) else None


def is_key(text: str) -> bool:
    return bool(KEY.fullmatch(text))


def fingerprint(*parts: bytes) -> str:
    """Hash what a request asks for; lengths keep the parts apart."""
    whole = sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()
