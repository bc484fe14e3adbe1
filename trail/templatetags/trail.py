"""`{% timeline thing %}`: what happened to a thing, written from the trail."""

from django import template

from trail import reasons
from trail import timeline as moments

register = template.Library()
SHORT, LONG = 8, 500


@register.filter
def spoken(reason):
    """A kept reason; Dewan's own in the reader's language."""
    return reasons.spoken(reason or "")


@register.inclusion_tag("trail/timeline.html", takes_context=True)
def timeline(context, *things, limit=SHORT):
    """The newest entries; `?timeline=all` on the same page shows the rest, under the same permission."""
    request = context.get("request")
    everything = request is not None and request.GET.get("timeline") == "all"
    limit = LONG if everything else limit
    found = moments.of(*things, limit=limit + 1)
    more = len(found) > limit
    return {
        "moments": found[:limit],
        "total": moments.count(*things) if more else len(found),
        "all_url": "?timeline=all#timeline" if more and not everything else "",
        "request": request,
    }


@register.inclusion_tag("trail/timeline.html", takes_context=True)
def timeline_of_all(context, things, limit=SHORT):
    """The same for a list of things that make one story."""
    return timeline(context, *things, limit=limit)
