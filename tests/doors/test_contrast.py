"""Text is readable on what it stands on, light and dark. PLT-7"""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text()
PAIRS = [
    *((ink, ground, 4.5) for ink in ("ink", "ink-2", "ink-3", "link") for ground in ("surface", "paper", "sunken")),
    *((tone, f"{tone}-tint", 4.5) for tone in ("ok", "warn", "over", "insert", "delete")),
    *((tone, "surface", 4.5) for tone in ("ok", "warn", "over")),
    ("link", "accent-tint", 4.5),
    ("on-accent", "accent", 4.5),
    ("on-toast", "toast", 4.5),
    ("field", "surface", 3),
    ("chart-past", "surface", 3),
]


def colour(token, dark):
    value = re.search(rf"--{token}: (?:light-dark\((#\w+), (#\w+)\)|(#\w+));", TOKENS)
    text = value[3] or value[2 if dark else 1]
    return text if len(text) == 7 else "#" + "".join(2 * digit for digit in text[1:])


def luminance(text):
    parts = [int(text[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_contrast(text, ground, least, dark):
    one, other = sorted((luminance(colour(text, dark)), luminance(colour(ground, dark))))
    assert (other + 0.05) / (one + 0.05) >= least
