"""Words of the register for templates: purposes, audiences and languages by name. PLT-1"""

import re

from django import template

from accounts.models import Audience, Purpose, Result
from accounts.rules.words import language_name, unit_name

register = template.Library()


@register.filter
def purpose_names(values):
    return _labels(Purpose, values)


@register.filter
def audience_names(values):
    return _labels(Audience, values)


@register.filter
def language_names(codes):
    return [language_name(code) for code in codes]


@register.filter
def result_name(value):
    """How a take-down ended."""
    return dict(Result.choices).get(value, value)


register.filter("with_parent", unit_name)


@register.filter
def shown_address(url):
    """An address as people read it: without scheme, www and the last slash."""
    return re.sub(r"^https?://(www\.)?", "", url).rstrip("/")


def _labels(words, values):
    known = dict(words.choices)
    return [known.get(value, value) for value in values]


@register.simple_tag
def seen_in(seen, kind, thing):
    """Whether the reader may open a thing that is only named to them."""
    return (kind, thing.pk) in seen
