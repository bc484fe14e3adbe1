"""The parts of a page as template tags. Shown one by one on /styleguide/. PLT-7"""

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from doors import frame, sheet, sprite, statuses, times, toasts

register = template.Library()


@register.simple_tag
def stylesheet():
    return format_html('<link rel="stylesheet" href="{}">', sheet.address())


@register.simple_tag
def sprite_url():
    return static("icons.svg")


@register.simple_tag
def icon(name, small=False, tone="", label=""):
    """Draw an icon of the sprite; hidden from screen readers unless it has a label."""
    if name not in sprite.ICONS and name != "dewan":
        raise template.TemplateSyntaxError(f"No icon is called {name!r}; see doors/sprite.py")
    named = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    classes = " ".join(["icon"] + ["small"] * bool(small) + [f"tone-{tone}"] * bool(tone))
    return format_html('<svg class="{}" {}><use href="{}#{}"></use></svg>', classes, named, static("icons.svg"), name)


@register.simple_tag
def status_pill(thing, bare=False, label=""):
    """Say a state with icon, word and colour: tinted in heads, bare in lists."""
    status = getattr(thing, "status", thing)
    if not label:
        label = thing.get_status_display() if hasattr(thing, "get_status_display") else getattr(status, "label", status)
    tone, sign = statuses.look(status)
    return format_html(
        '<span class="status {} tone-{}">{} {}</span>', "bare" if bare else "pill", tone, icon(sign, small=True), label
    )


@register.simple_tag
def chip(text, tone=""):
    return format_html('<span class="chip{}">{}</span>', f" tone-{tone}" if tone else "", text)


@register.simple_tag
def deadline(due, since=None, now=None, paused=False):
    """Say how long is left; the exact time stands in the title and for screen readers."""
    if not due:
        return ""
    if paused:
        return chip(gettext("paused"))
    now = now or timezone.now()
    words, tone = times.remaining(due, now)[1], times.tone(due, now, since)
    return format_html(
        '<time class="chip tone-{}" datetime="{}" title="{exact}">{}<span class="vh">, {exact}</span></time>',
        *(tone, due.isoformat(), words),
        exact=times.exact(due),
    )


@register.simple_tag
def moment(at, long=False, now=None):
    """Say when, as short as the reader's distance allows."""
    if not at:
        return "–"
    words = times.exact(at) if long else times.brief(at, now or timezone.now())
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), times.exact(at), words)


@register.simple_tag
def brief(at, now=None):
    """The words of `moment` alone, where no element may stand."""
    return times.brief(at, now or timezone.now())


@register.simple_tag
def platform_mark(platform, name="", large=False):
    """Two letters for a platform, with its name for those who cannot guess."""
    mark, name = getattr(platform, "mark", platform), name or str(platform)
    return format_html(
        '<span class="platform{}" title="{name}"><span aria-hidden="true">{}</span>'
        '<span class="vh">{name}</span></span>',
        *(" large" if large else "", mark),
        name=name,
    )


@register.simple_tag
def avatar(name):
    return format_html('<span class="avatar" aria-hidden="true">{}</span>', frame.initials(name))


@register.simple_tag
def progress(value, maximum, label="", wide=False):
    return format_html(
        '<span class="progress{}"><progress value="{}" max="{}" aria-label="{label}"></progress>'
        " <span>{label}</span></span>",
        *(" wide" if wide else "", value, maximum or 1),
        label=label or f"{value} / {maximum}",
    )


@register.simple_tag
def crumb(text, name="", *args):
    """One step of the way here; the first with an address is the phone's back arrow."""
    if not name:
        return format_html("<li>{}</li>", text)
    url = name if name.startswith("/") else reverse(name, args=args)
    return format_html('<li><a href="{}">{}</a></li>', url, text)


def _shown(value):
    if value is None or value == "" or value == [] or value == ():
        return mark_safe('<span class="quiet">–</span>')
    if isinstance(value, list | tuple | set):
        return format_html_join(", ", "{}", ((one,) for one in value))
    return value


@register.simple_tag
def fact(label, value):
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, _shown(value))


@register.simple_block_tag
def factof(content, label):
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, content)


@register.simple_block_tag
def facts(content, single=False):
    return format_html('<dl class="facts{}">{}</dl>', " single" if single else "", content)


@register.simple_block_tag(takes_context=True)
def strip(context, content, title, person=None, sign="", tone="", due=None, since=None, now=None):
    """Who answers, what comes next, by when; put the only primary button after `{% act %}`."""
    words, _, action = str(content).partition(ACT)
    lead = avatar(person) if person else icon(sign or "info", tone=tone)
    return format_html(
        '{}<div class="strip-text"><strong>{}</strong><p>{}</p></div>{}{}',
        *(lead, title, mark_safe(words.strip()), deadline(due, since, now) if due else ""),  # noqa: S308
        mark_safe(action.strip()),  # noqa: S308
    )


ACT = "<!--act-->"


@register.simple_tag
def act():
    return mark_safe(ACT)  # noqa: S308


@register.simple_block_tag
def menu(content, key, label="", text="", sign="more", up=False):
    """A button that opens a list of links and buttons; native popover."""
    face = format_html("{} {}", text, icon("chevron-down", small=True)) if text else icon(sign)
    name = "" if text else format_html(' aria-label="{}"', label or gettext("More actions"))
    return format_html(
        '<button class="button{}" type="button" popovertarget="{key}"{}>{}</button>'
        '<div class="menu{}" id="{key}" popover>{}</div>',
        *("" if text else " icon-only", name, face, " up" if up else "", content),
        key=key,
    )


@register.simple_block_tag
def dialog(content, key, title):
    """A native dialog, opened by `data-dialog="key"`."""
    return format_html(
        '<dialog id="{key}" aria-labelledby="{key}-title"><div class="dialog-head"><h2 id="{key}-title">{}</h2>'
        '<button class="tool" type="button" data-close aria-label="{}">{}</button></div>'
        '<div class="dialog-body">{}</div></dialog>',
        *(title, gettext("Close"), icon("x"), content),
        key=key,
    )


@register.simple_block_tag(takes_context=True)
def empty(context, content, title, text, filtered=False):
    """An empty list teaches the first step; an empty search offers the way back."""
    return render_to_string(
        "parts/empty.html",
        {"title": title, "text": text, "actions": content, "filtered": filtered, "request": context.get("request")},
    )


@register.inclusion_tag("parts/timeline.html")
def timeline_of(entries, total=None, all_url="", now=None):
    return {"entries": entries, "total": total, "all_url": all_url, "now": now or timezone.now()}


@register.inclusion_tag("parts/periods.html")
def periods(chart):
    return {"chart": chart}


@register.inclusion_tag("parts/field.html")
def field(bound):
    return {"field": bound}


@register.inclusion_tag("parts/form_errors.html")
def form_errors(form):
    return {"form": form, "errors": form.errors}


@register.inclusion_tag("parts/filter_bar.html")
def filter_bar(listing):
    return {"listing": listing, "form": listing.filters.form if listing.filters else None}


@register.inclusion_tag("parts/column.html")
def column(listing, key, label, numeric=False, hidden=False):
    """A column head; a link that sorts when the list has an ordering of that name."""
    sortable = key in listing.orderings
    direction = {key: "ascending", f"-{key}": "descending"}.get(listing.sort) if sortable else None
    return {
        **{"label": label, "numeric": numeric, "hidden": hidden, "direction": direction},
        "url": listing.sorted_by(f"-{key}" if direction == "ascending" else key) if sortable else "",
    }


@register.inclusion_tag("parts/listing_count.html")
def listing_count(listing):
    return {"listing": listing}


@register.inclusion_tag("parts/pager.html")
def pager(listing):
    return {"listing": listing}


@register.filter
def grouped(number):
    """A count as its reader writes it: 1,388 or 1.388."""
    return number_format(number, force_grouping=True) if isinstance(number, int) else number


@register.filter
def undo_of(message):
    return toasts.undo_of(message)


@register.filter
def initials(name):
    return frame.initials(name)
