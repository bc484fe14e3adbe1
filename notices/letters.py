"""From a notice to words: title in the app, mail as text and HTML, in the reader's language and time. PLT-5 PLT-1"""

from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.context import make_context
from django.template.loader import get_template
from django.utils import timezone, translation

from people.models import Unit


def kinds_in_use():
    """Every kind that has words."""
    folder = settings.BASE_DIR / "templates" / "notices"
    return sorted(path.parent.name for path in folder.glob("*/subject.txt"))


def title(notice):
    """One line in the language that is active now."""
    return _line(_render(notice.kind, "subject.txt", _context(notice)))


def compose(letter):
    """The mail of a letter; its Message-ID is made of the letter's id, so that repeats can be told."""
    person = letter.person
    with translation.override(person.language), timezone.override(_zone(person)):
        context = _context(letter) | {"person": person}
        context["organisation"] = Unit.objects.filter(is_root=True).values_list("name", flat=True).first() or "Dewan"
        subject, text, html = (_render(letter.kind, part, context) for part in ("subject.txt", "body.txt", "body.html"))
    message = EmailMultiAlternatives(
        subject=_line(subject),
        body=text.strip() + "\n",
        to=[person.email],
        headers={
            "Message-ID": f"<{letter.pk}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(html, "text/html")
    return message


def _render(kind, part, context):
    template = get_template(f"notices/{kind}/{part}").template
    return template.render(make_context(dict(context), autoescape=part.endswith(".html")))


def _context(told):
    items = [{**item, "url": urljoin(settings.BASE_URL, item.get("url", ""))} for item in told.items]
    return {
        "items": items,
        "item": items[0],
        "count": len(items),
        "language": translation.get_language(),
        "base_url": settings.BASE_URL,
    }


def _line(text):
    return " ".join(text.split())


def _zone(person):
    try:
        return ZoneInfo(person.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return timezone.get_default_timezone()
