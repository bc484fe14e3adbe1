"""Instants and deadlines in words, in the reader's language and time zone. PLT-1"""

import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _


def instant(at):
    """Return an aware datetime; a bare date means the end of that day, here."""
    if isinstance(at, datetime.datetime):
        return at if timezone.is_aware(at) else timezone.make_aware(at)
    return timezone.make_aware(datetime.datetime.combine(at, datetime.time(23, 59, 59)))


def exact(at):
    """ "Wednesday 18 February 2026, 09:41 WIB"; a date without its time."""
    if not isinstance(at, datetime.datetime):
        return formats.date_format(at, _("l j F Y"))
    local = timezone.localtime(instant(at))
    words = formats.date_format(local, _("l j F Y, H:i"))
    return f"{words} {local.tzname()}"


def brief(at, now):
    """ "Today 08:52", "Yesterday 15:20", "Mon 16 Feb, 10:05", "9 Jan 2026"."""
    if not isinstance(at, datetime.datetime):
        return formats.date_format(at, _("j M Y"))
    local, today = timezone.localtime(instant(at)), timezone.localtime(now).date()
    clock = formats.date_format(local, _("H:i"))
    days = (today - local.date()).days
    if days == 0:
        return _("Today %(clock)s") % {"clock": clock}
    if days == 1:
        return _("Yesterday %(clock)s") % {"clock": clock}
    if abs(days) < 60:
        return formats.date_format(local, _("D j M, H:i"))
    return formats.date_format(local, _("j M Y"))


def remaining(due, now):
    """Return (seconds left, words): "12 d left", "7 h left", "1 h 18 m left", "2 d over"."""
    seconds = int((instant(due) - now).total_seconds())
    minutes = abs(seconds) // 60
    days, hours = minutes // 1440, minutes // 60
    over = seconds < 0
    if days:
        text = _("%(n)s d over") if over else _("%(n)s d left")
        return seconds, text % {"n": days}
    if hours >= 2:
        text = _("%(n)s h over") if over else _("%(n)s h left")
        return seconds, text % {"n": hours}
    if hours:
        text = _("1 h %(m)s m over") if over else _("1 h %(m)s m left")
        return seconds, text % {"m": f"{minutes % 60:02}"}
    text = _("%(n)s m over") if over else _("%(n)s m left")
    return seconds, text % {"n": minutes}


def tone(due, now, since=None):
    """Return the tone of a deadline: quiet, warn in the last quarter of since→due, over."""
    left = instant(due) - now
    if left < datetime.timedelta(0):
        return "over"
    if since is not None and left * 4 <= instant(due) - instant(since):
        return "warn"
    return "quiet"
