"""The trail, for those who audit. AUD-1"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from audits import actions
from audits.filters import EntryFilter
from audits.permissions import AUDITING, seen_entries
from doors.lists import page
from doors.toasts import say
from imports.views.outgoing import answer
from people.models import Unit
from people.permissions import holds, may
from trail import checkpoints
from trail.models import Entry
from trail.timeline import told


@require_safe
def entry_list(request):
    """What happened in the units the reader audits, the newest first, and when it was last proved."""
    entries = _seen_by(request.user)
    listing = page(request, entries, orderings={"seq": ("pk",)}, default="-seq", filterset=EntryFilter)
    listing.rows, moments = listing.rows, told(listing.rows)
    root = Unit.objects.root()
    context = {"listing": listing, "moments": moments, "query": request.GET.urlencode()}
    if root is not None and may(request.user, "verify_trail", root):
        proof = Entry.objects.filter(verb__in=("verify_trail", "find_tampering")).order_by("-seq")[:1]
        context |= {"may_verify": True, "proof": next(iter(told(proof)), None), "checkpoint_age": checkpoints.age()}
    return render(request, "audits/entry_list.html", context)


@require_safe
def export_entries(request, form):
    """The same entries as a file."""
    return answer(request, "trail", form)


@require_POST
def verify_trail(request):
    """Walk the whole trail now."""
    root = Unit.objects.root()
    if root is None:
        raise Http404
    report = actions.verify_trail(root, by=request.user)
    if report.is_whole:
        words = ngettext("The trail is whole: %d entry.", "The trail is whole: %d entries.", report.count)
        say(request, words % report.count)
    else:
        words = _("The trail is not whole. First bad entry: %(seq)d – %(fault)s.")
        fault = report.faults[0]
        say(request, words % {"seq": fault.seq, "fault": fault.words}, level=messages.ERROR)
    return redirect("audits:entry_list")


def _seen_by(person):
    if not holds(person, AUDITING):
        raise PermissionDenied(_("Only auditors and administrators read the trail."))
    return seen_entries(person)
