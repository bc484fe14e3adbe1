"""Every page in a real Chromium: readable by everyone, within the screen, nothing refused by the policy. PLT-7

The pages are the rows of the matrix that Sari may open; a new page is walked as soon as its row is written. Daily
the pages take the two walks by turns, with --deep each takes both.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import matrix
from tests.test_matrix import ROOMS

# What differs between the engines is asked of each room's pages on both; here it is the browser's eye.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
SARI = matrix.PEOPLE.index("sari")
WALKS = {
    "wide-light-en": ({"width": 1440, "height": 900}, "light", "en"),
    "narrow-dark-id": ({"width": 390, "height": 844}, "dark", "id"),
}
TOO_WIDE = """document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("main *")]
    .filter(each => each.getBoundingClientRect().right > innerWidth + 1).slice(-1).map(each => each.outerHTML.slice(0, 200))
"""
NOT_PAGES = ("api:", "healthz", "readyz", "stylesheet")


def pages(room):
    for one in ROOMS[room]:
        if "get" in one.expected and one.expected["get"][SARI] == 200 and not one.name.startswith(NOT_PAGES):
            yield one


@pytest.mark.parametrize("room", [room for room in ROOMS if any(pages(room))])
@pytest.mark.parametrize("walk", WALKS)
def test_pages_for_everyone(room, walk, organisation, sign_in, client, live_server, request):
    turn = None if request.config.getoption("--deep") else list(WALKS).index(walk)
    size, scheme, language = WALKS[walk]
    stage = matrix.Stage(organisation)
    page = sign_in(organisation.sari)
    page.set_viewport_size(size)
    # Without motion, so that no colour is read half way.
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    complaints = []
    page.on(
        "console",
        lambda said: complaints.append(f"{page.url} {said.text}") if said.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: complaints.append(f"{page.url} {error}"))
    for number, one in enumerate(pages(room)):
        if turn not in (None, number % len(WALKS)):
            continue
        address = one.address(stage.cast)
        if b"<main" not in b"".join(client.get(address)):
            continue  # a fragment or a file
        page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
        for found in Axe().run(page).response["violations"]:
            complaints.append(f"{address} {found['id']} {found['nodes'][0]['html'][:200]}")
        complaints += [f"{address} is wider than the screen: {html}" for html in page.evaluate(TOO_WIDE)]
        asked = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
        complaints += [f"{address} asks {name}" for name in asked if not name.startswith(live_server.url)]
    assert not complaints, "\n".join(complaints)
