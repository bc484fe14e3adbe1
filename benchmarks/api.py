"""The API's list of 25 accounts against a bare view of Django REST framework. PLT-2"""

from benchmarks.ground import ADMINISTRATOR, READER, asking, database, forget_callers, queries
from benchmarks.measuring import Row, in_turns, ms

LIMIT, LIMIT_OF_READER, QUERIES, ROUNDS = 1.5, 2.0, 6, 60


def rows():
    database("large")
    subjects = {
        "floor": asking("large", "/api/floor/accounts", ADMINISTRATOR),
        "list": asking("large", "/api/v1/accounts/", ADMINISTRATOR),
        "reader": asking("large", "/api/v1/accounts/", READER),
    }
    took = in_turns(subjects, ROUNDS, before=forget_callers)
    for name, who, limit in (("list", "", LIMIT), ("reader", ", a reader who may see 1 %", LIMIT_OF_READER)):
        count = len(queries(subjects[name]))
        yield Row(
            f"API list of 25 of 100,000 accounts{who}",
            ms(took[name]),
            ms(took["floor"]),
            took[name] / took["floor"],
            limit if count <= QUERIES else 0,
            note=f"{count} queries, at most {QUERIES}",
        )
