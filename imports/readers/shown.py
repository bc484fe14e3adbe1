"""A number in a cell as a person sees it: days, times, percent, leading zeros, decimals. REG-10"""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "0", 4: "0.00", 9: "0%", 10: "0.00%", 14: "yyyy-mm-dd", 15: "d-mmm-yy",
    16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm",
    37: "0", 38: "0", 39: "0.00", 40: "0.00", 45: "mm:ss", 47: "mm:ss", 49: "@",
    **dict.fromkeys([*range(27, 32), 36, *range(50, 59)], "yyyy-mm-dd"), **dict.fromkeys(range(32, 36), "h:mm:ss"),
}  # fmt: skip
# What is written as it stands, and what is meant for the screen only.
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]')
LAST_DAY = 2_958_466


@lru_cache(maxsize=512)
def kind_of(code):
    """What a format makes of a number: ("date" | "time" | "moment", with seconds) or ("number", decimals, …).

    Numbers: how many decimals (None: as many as there are), how many digits at least, whether it is a percentage.
    """
    if isinstance(code, int):
        code = BUILT_IN.get(code, "General")
    section = LITERAL.sub("", code).split(";")[0].lower()
    if "general" in section or "@" in section or "[" in section or "e+" in section or "/" in _digits(section):
        return "number", None, 1, False
    if set("ymdhs") & set(section):
        has_time = bool(set("hs") & set(section))
        has_day = bool(set("yd") & set(section)) or not has_time
        return ("moment" if has_day and has_time else "date" if has_day else "time"), "s" in section
    digits = re.sub(r"[^0#?.]", "", section)
    whole, _point, decimals = digits.partition(".")
    if not digits:
        return "number", None, 1, False
    return (
        "number",
        len(decimals.replace("#", "")) or (None if "#" in decimals else 0),
        whole.count("0"),
        "%" in section,
    )


def shown(text, code, is_1904=False):
    """The text of a number cell. Days are written as 2026-12-01, times as 08:30, thousands without a mark."""
    if isinstance(code, int) and code == 0 and re.fullmatch(r"-?\d{1,40}", text):
        return text
    try:
        value = float(text)
    except ValueError:
        return text
    if value != value or value in (float("inf"), float("-inf")):
        return text
    kind, *how = kind_of(code)
    if kind != "number":
        return _day(value, kind, how[0], is_1904) or _plain(value)
    decimals, least, is_percent = how
    exact = Decimal(f"{value:.15g}") * (100 if is_percent else 1)
    if decimals is None:
        number = _stripped(exact)
    else:
        number = (
            format(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP), "f") if abs(exact) < 10**25 else text
        )
    sign, number = ("-", number[1:]) if number.startswith("-") else ("", number)
    whole, point, rest = number.partition(".")
    return f"{sign}{whole.zfill(least)}{point}{rest}{'%' if is_percent else ''}"


def _plain(value):
    return _stripped(Decimal(f"{value:.15g}"))


def _stripped(exact):
    number = format(exact, "f")
    return number.rstrip("0").rstrip(".") if "." in number else number


def _day(value, kind, has_seconds, is_1904):
    """The day and time of a serial number; None where Excel shows none."""
    if not 0 <= value < LAST_DAY:
        return None
    if kind == "time" and value < 1:
        begin = datetime(2000, 1, 1)
    else:
        # Excel counts a 29 February 1900 that never was
        begin = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 31 if value < 60 else 30)
    at = begin + timedelta(seconds=round(value * 86_400))
    time = f"{at:%H:%M:%S}" if has_seconds or at.second else f"{at:%H:%M}"
    if kind == "time":
        return time
    return f"{at:%Y-%m-%d}" if kind == "date" or time in ("00:00", "00:00:00") else f"{at:%Y-%m-%d} {time}"


def _digits(section):
    """Only the part that may be a fraction: # ?/?"""
    return section if re.search(r"[?#0]\s*/\s*[?#0]", section) else ""
