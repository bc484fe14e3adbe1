"""Search across all rooms, for the reader: live in the frame, and as a page. PLT-6"""

from django.core.exceptions import BadRequest
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from doors import search

LONGEST = 2000
AT_ONCE, ON_PAGE = 5, 20


@require_safe
def search_everything(request):
    """What the reader may see that matches; the frame's field asks for the short form. PLT-6"""
    typed = request.GET.get("q", "")
    if len(typed) > LONGEST:
        raise BadRequest(_("That is too long to search for. Give a name, a handle or an address."))
    is_live = request.headers.get("HX-Target") == "found"
    words = search.read(typed)
    # no room of the rail is the present one
    request.room = "search"
    groups = search.find(request.user, words, limit=AT_ONCE if is_live else ON_PAGE)
    context = {"words": words, "groups": groups, "total": sum(len(group.hits) for group in groups)}
    answer = render(request, "home/found.html" if is_live else "home/search.html", context)
    patch_vary_headers(answer, ["HX-Target"])
    return answer
