"""What the templates of letters need. PLT-5"""

from datetime import date, datetime

from django import template
from django.utils import formats, timezone

from people.models import Activity, Letter, Role

register = template.Library()


@register.filter
def day(value):
    """A date written as text in the params ("2026-12-01"), as the reader writes dates."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    elif isinstance(value, str):
        value = date.fromisoformat(value[:10])
    return formats.date_format(value, "DATE_FORMAT")


@register.filter
def role_name(value):
    """ "community_manager" in the reader's words."""
    return Role(value).label if value in Role.values else value


@register.filter
def activity_name(value):
    """ "publish" in the reader's words."""
    return Activity(value).label if value in Activity.values else value


@register.filter
def letter_name(value):
    """The part behind a letter of RACI, in the reader's words."""
    return Letter(value).label if value in Letter.values else value
