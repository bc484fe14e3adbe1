"""My work: everybody has their own. PLT-7"""

from tests.matrix import row

ROWS = [
    row("home:my_work", get="302 200 200 200 200 200 302"),
    # Everybody may search; what they find is another matter: tests/home/test_search.py.
    row("home:search", get="302 200 200 200 200 200 302"),
    row("api:search", path="/api/v1/search/?q=pangan", get="401 200 200 200 200 200 401 403"),
    # Of the units one sees: Oki of his own.
    row(
        "home:export_responsibilities",
        get="302 200 200 200 200 200 302",
    ),
    # Only administrators are told what is not ready.
    row("readiness_banner", get="302 403 403 403 403 200 302"),
]
