"""What needs a person, as rows with a deadline and one action; a constant number of queries. PLT-7

Each source is a function of the person and the organisation's terms that gives items; one file a noun.
"""

from datetime import date

from home.work.access import of_removals, of_reviews
from home.work.accounts import of_accounts
from home.work.checklists import of_checklists
from home.work.item import LATER, OVERDUE, TODAY, WEEK, Item
from home.work.operations import of_imports, of_letters
from home.work.reports import of_reports
from home.work.requests import of_requests
from home.work.responsibility import of_responsibilities

__all__ = ["LATER", "OVERDUE", "TODAY", "WEEK", "Item", "needs"]

SOURCES = (
    of_accounts,
    of_checklists,
    of_reviews,
    of_removals,
    of_imports,
    of_letters,
    of_reports,
    of_requests,
    of_responsibilities,
)
ORDER = {OVERDUE: 0, TODAY: 1, WEEK: 2, LATER: 3}


def needs(person, terms):
    """Everything that waits for this person, the most pressing first. PLT-7"""
    found = [item for source in SOURCES for item in source(person, terms)]
    return sorted(found, key=lambda item: (ORDER[item.group(terms.today)], item.due or date.max, item.title))
