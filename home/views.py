"""My work, the first page after signing in. PLT-7"""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.rules.gaps import terms
from home import watching, work
from trail import clock

GROUPS = (
    (work.OVERDUE, _("Overdue")),
    (work.TODAY, _("Today")),
    (work.WEEK, _("This week")),
    (work.LATER, _("Later")),
)


@require_safe
def my_work(request):
    """What needs the reader now, by deadline, and what they watch. PLT-7"""
    now, asked = clock.now(), terms()
    items = work.needs(request.user, asked)
    grouped = {key: [] for key, _label in GROUPS}
    for item in items:
        grouped[item.group(asked.today)].append(item)
    context = {
        "now": now,
        "items": items,
        "groups": [(key, label, grouped[key]) for key, label in GROUPS if grouped[key]],
        "overdue": len(grouped[work.OVERDUE]),
        "today": len(grouped[work.TODAY]),
        "register": watching.register(request.user, asked),
        "leaving": watching.leaving(request.user, asked.today),
        "files": watching.files(request.user),
        "entries": watching.since_yesterday(request.user, now),
    }
    return render(request, "home/my_work.html", context)
