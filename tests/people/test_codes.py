"""Codes, seals and words of devices: pure rules as tables. PLT-3"""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidTag

from people import codes, devices, sealing

SECRET = b"12345678901234567890"
# RFC 6238, appendix B, the last six digits
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (20000000000, "353130"),
]


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_codes_are_those_of_the_rfc(seconds, code):
    """PLT-3"""
    now = datetime.fromtimestamp(seconds, UTC)
    assert codes.code_at(SECRET, codes.step_at(now)) == code
    assert codes.step_of(SECRET, f" {code[:3]} {code[3:]} ", now) == codes.step_at(now)


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_is_taken_one_step_either_way(steps, taken):
    """PLT-3"""
    now = datetime(2026, 3, 1, 9, 0, 15, tzinfo=UTC)
    code = codes.code_at(SECRET, codes.step_at(now + timedelta(seconds=30 * steps)))
    assert (codes.step_of(SECRET, code, now) is not None) is taken


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "٢٨٧٠٨٢", "\x00", "é" * 6, "-1"])
def test_what_is_no_code_is_wrong_not_an_error(code):
    """PLT-3"""
    assert codes.step_of(SECRET, code, datetime.fromtimestamp(59, UTC)) is None


def test_recovery_codes_differ_and_read_well():
    """PLT-3"""
    made = codes.new_recovery_codes()
    assert len(set(made)) == 10
    assert all(len(code) == 11 and code[5] == "-" and not set(code) & set("01ilo") for code in made)
    assert codes.plain_recovery_code(f"  {made[0].upper()} ") == made[0].replace("-", "")


def test_picture_is_svg_without_style():
    """Our policy forbids inline style. PLT-7"""
    picture = codes.picture(codes.address(SECRET, "sari@nusantara.example", "Nusantara Group"))
    assert picture.startswith("<svg viewBox=")
    assert "style" not in picture
    assert "issuer=Nusantara%20Group" in codes.address(SECRET, "sari@nusantara.example", "Nusantara Group")


def test_seal_and_rotation(settings):
    """An older key still opens what it sealed; without it nothing does. PLT-3"""
    settings.ENCRYPTION_KEYS = ["old-key-0123456789-abcdefghijklmnop"]
    sealed = sealing.seal(b"secret", "app of 1")
    assert b"secret" not in sealed.encode()
    assert sealed != sealing.seal(b"secret", "app of 1")
    settings.ENCRYPTION_KEYS = ["new-key-0123456789-abcdefghijklmnop", *settings.ENCRYPTION_KEYS]
    assert sealing.unseal(sealed, "app of 1") == b"secret"
    assert sealing.fingerprints("a", "b")[0] != sealing.fingerprints("a", "b")[1]
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(sealed, "app of 2")
    settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS[:1]
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(sealed, "app of 1")
    assert not issubclass(sealing.Unreadable, InvalidTag)


AGENTS = [
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
        "Chrome · Windows",
    ),
    ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0", "Edge · Windows"),
    (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15",
        "Safari · macOS",
    ),
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 CriOS/131.0 Mobile Safari/604.1",
        "Chrome · iPhone",
    ),
    (
        "Mozilla/5.0 (Linux; Android 14; SM-A546E) AppleWebKit/537.36 SamsungBrowser/26.0 Chrome/122.0 Mobile Safari/537.36",
        "Samsung Internet · Android",
    ),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox · Linux"),
    ("<script>alert(1)</script>", ""),
    ("", ""),
    (None, ""),
]


@pytest.mark.parametrize(("agent", "words"), AGENTS)
def test_words_of_a_device(agent, words):
    """PLT-3"""
    assert devices.words(agent) == words


PLACES = [
    ("203.0.113.77", "203.0.113.*"),
    ("2001:db8:1:2:3:4:5:6", "2001:db8:1::*"),
    ("::ffff:203.0.113.77", "203.0.113.*"),
    ("nonsense", ""),
]


@pytest.mark.parametrize(("address", "place"), PLACES)
def test_place_is_the_network_only(address, place):
    """PLT-3"""
    assert devices.place(address) == place
