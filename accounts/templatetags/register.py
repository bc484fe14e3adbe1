"""Words of the register for templates: purposes, audiences and languages by name. PLT-1"""

from django import template

from accounts.models import Audience, Purpose
from accounts.rules.words import language_name

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


def _labels(words, values):
    known = dict(words.choices)
    return [known.get(value, value) for value in values]
