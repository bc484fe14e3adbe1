"""From a notice to words: title in the app, mail as text and HTML, in the reader's language and time. PLT-5 PLT-1"""

from itertools import groupby
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.context import make_context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone, translation

from notices.kinds import kind_named, kinds
from notices.rules import zone_of
from people.models import Unit

# In a digest a notice with many items names the first of them.
SHOWN = 10


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
    choices = urljoin(settings.BASE_URL, reverse("notices:choose_notices"))
    is_direct = kind_named(letter.kind).is_direct and not letter.digest_id
    with translation.override(person.language), timezone.override(zone_of(person, settings.TIME_ZONE)):
        context = _context(letter) | {"person": person, "choices": "" if is_direct else choices}
        if letter.digest_id:
            context["groups"] = _groups(letter.digest)
        context["organisation"] = Unit.objects.filter(is_root=True).values_list("name", flat=True).first() or "Dewan"
        subject, text, html = (_render(letter.kind, part, context) for part in ("subject.txt", "body.txt", "body.html"))
    headers = {
        "Message-ID": f"<{letter.pk}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}>",
        "Auto-Submitted": "auto-generated",
    }
    if not is_direct:
        # a page to choose on, after signing in: whatever presses the link changes nothing
        headers["List-Unsubscribe"] = f"<{choices}>"
    message = EmailMultiAlternatives(
        subject=_line(subject), body=text.strip() + "\n", to=[person.email], headers=headers
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


def _groups(digest):
    """[(kind's label, its notices in the order of time)], in the order in which kinds are declared."""
    order = list(kinds())
    notices = sorted(
        digest.notices.all(), key=lambda one: (order.index(one.kind) if one.kind in order else len(order), one.at)
    )
    groups = []
    for kind, told in groupby(notices, key=lambda one: one.kind):
        lines = []
        for notice in told:
            items = _context(notice)["items"]
            many = items if len(items) > 1 else []
            lines.append(
                {
                    "title": title(notice),
                    "url": items[0]["url"] if not many and notice.url else "",
                    "at": notice.at,
                    "items": many[:SHOWN],
                    "more": max(0, len(many) - SHOWN),
                }
            )
        groups.append({"label": kind_named(kind).label, "notices": lines})
    return groups
