"""Reasons that Dewan itself gives: kept as they are written in the code, spoken in the reader's language. PLT-1

A room names its own in `<app>/sentences.py`: REASONS = (gettext_noop("The person has left"),). What stands in their
%(words)s is found again in the kept text; a day among them is written as the reader writes days.
"""

import re

from django.utils.translation import gettext

from trail.sentences import readable

_whole = set()
_patterns = []
WORD = re.compile(r"%\\\((\w+)\\\)s")


def register(reasons):
    """Add reasons as the code writes them."""
    for reason in reasons:
        if "%(" in reason:
            pattern = re.compile(WORD.sub(lambda word: f"(?P<{word[1]}>.+?)", re.escape(reason)), re.DOTALL)
            if (reason, pattern) not in _patterns:
                _patterns.append((reason, pattern))
        else:
            _whole.add(reason)


def spoken(text):
    """A kept reason for the reader: Dewan's own in their language, everybody else's as it was given."""
    if text in _whole:
        return gettext(text)
    for reason, pattern in _patterns if text else ():
        if found := pattern.fullmatch(text):
            return gettext(reason) % {name: readable(value) for name, value in found.groupdict().items()}
    return text
