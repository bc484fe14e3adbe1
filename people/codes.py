"""Six digits of an authenticator app (RFC 6238) and codes for the day it is lost; pure. PLT-3"""

import base64
import secrets
from hmac import compare_digest

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from cryptography.hazmat.primitives.twofactor.totp import TOTP

DIGITS, PERIOD = 6, 30
# One step either way: phones go wrong by some seconds, and people type slowly.
TOLERANCE = 1
RECOVERY_CODES, RECOVERY_LENGTH = 10, 10
# Without what looks alike when it is copied from paper; ten of these are 49 bits.
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def new_secret() -> bytes:
    return secrets.token_bytes(20)


def step_at(now) -> int:
    """The number of the half minute."""
    return int(now.timestamp()) // PERIOD


def code_at(secret: bytes, step: int) -> str:
    return HOTP(secret, DIGITS, SHA1()).generate(step).decode()  # noqa: S303 - what every app speaks


def step_of(secret: bytes, code: str, now) -> int | None:
    """The step whose code this is, near `now`; None for a wrong one. Always the same work."""
    found = None
    for step in range(step_at(now) - TOLERANCE, step_at(now) + TOLERANCE + 1):
        if compare_digest(code_at(secret, step).encode(), digits(code).encode()):
            found = step
    return found


def digits(code: str) -> str:
    """What was typed, without the blanks an app shows."""
    return "".join(code.split())


def address(secret: bytes, person: str, issuer: str) -> str:
    """The otpauth:// address that apps read from the picture."""
    return TOTP(secret, DIGITS, SHA1(), PERIOD).get_provisioning_uri(person, issuer).replace("+", "%20")  # noqa: S303


def picture(text: str) -> str:
    """A QR code as SVG, black on white in every theme."""
    return segno.make(text, error="m", micro=False).svg_inline(omitsize=True, light="#fff", border=3, svgclass="qr")


def spelled(secret: bytes) -> str:
    """The secret for those who type it, in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def new_recovery_codes() -> list[str]:
    """Ten codes, in two halves for the eye."""
    made = ["".join(secrets.choice(LETTERS) for _letter in range(RECOVERY_LENGTH)) for _code in range(RECOVERY_CODES)]
    return [f"{code[:5]}-{code[5:]}" for code in made]


def plain_recovery_code(code: str) -> str:
    """What was typed, as it is fingerprinted."""
    return "".join(code.lower().replace("-", " ").split())
