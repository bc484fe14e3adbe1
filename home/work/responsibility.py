"""Holes and overlaps in who does what, for those who may name somebody. ORG-6"""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.work.item import Item
from people.raci import problems_for


def of_responsibilities(person, terms):
    """One row, however many: the matrix shows which."""
    problems = problems_for(person)
    if not problems:
        return []
    n = len(problems)
    title = ngettext("%(n)d gap in who does what", "%(n)d gaps in who does what", n) % {"n": n}
    kinds = ", ".join(dict.fromkeys(str(problem.title) for problem in problems))
    where = reverse("people:responsibility_list") + "?show=problems"
    return [Item(title, f"{kinds}.", where, _("Look"), icon="people")]
