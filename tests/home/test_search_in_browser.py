"""The search of the frame in a real browser: by keyboard, on a phone, for everyone. PLT-6 PLT-7"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from accounts import actions as accounts
from accounts.models import Platform
from trail.actions import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def window(organisation, sign_in, sari):
    for handle in ("nusantarapangan", "resep.dapur"):
        instagram = Platform.objects.get(key="instagram")
        accounts.register_account(organisation.pangan, instagram, handle, organisation.rudi, by=SYSTEM)
    page = sign_in(sari)
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


def test_search_by_keyboard(window):
    """`/`, type with a slip, arrow down, Enter."""
    window.goto("/people/")
    window.keyboard.press("/")
    window.keyboard.type("nusantarapngan", delay=10)
    field = window.locator(".search input")
    window.get_by_role("option", name=re.compile("nusantarapangan")).wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    window.keyboard.press("ArrowDown")
    chosen = window.locator('#found [aria-selected="true"]')
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert [(found["id"], found["nodes"][0]["html"]) for found in Axe().run(window).response["violations"]] == []
    target = chosen.get_attribute("href")
    window.keyboard.press("Enter")
    window.wait_for_url(f"**{target}")
    assert window.complaints == []


def test_search_up_down_and_escape(window):
    window.goto("/people/")
    window.keyboard.press("/")
    window.keyboard.type("nusantara")
    options = window.locator("#found").get_by_role("option")
    options.first.wait_for()
    count = options.count()
    assert count > 2
    for _step in range(count):
        window.keyboard.press("ArrowDown")
    assert options.last.get_attribute("aria-selected") == "true"
    window.keyboard.press("ArrowDown")
    assert window.locator('#found [aria-selected="true"]').count() == 0
    window.keyboard.press("ArrowUp")
    assert options.last.get_attribute("aria-selected") == "true"
    window.keyboard.press("Escape")
    assert not window.locator("#found").is_visible()
    assert window.locator(".search input").input_value() == "nusantara"
    window.keyboard.press("Enter")
    window.wait_for_url("**/search/?q=nusantara")
    assert [(found["id"], found["nodes"][0]["html"]) for found in Axe().run(window).response["violations"]] == []
    assert window.complaints == []


def test_search_on_a_phone(window):
    window.set_viewport_size({"width": 390, "height": 844})
    window.goto("/people/")
    window.locator(".search input").click()
    window.keyboard.type("resep")
    hit = window.get_by_role("option", name=re.compile("resep.dapur"))
    hit.wait_for()
    box = hit.bounding_box()
    assert box["height"] >= 44
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")
    hit.click()
    window.get_by_role("heading", name=re.compile("resep.dapur")).wait_for()
    assert window.complaints == []


def test_search_without_script_asks_for_the_page(window):
    """The field is a form: Enter before anything was found leads to the page."""
    window.route("**/search.js", lambda route: route.abort())
    window.goto("/people/")
    window.locator(".search input").fill("resep")
    window.keyboard.press("Enter")
    window.wait_for_url("**/search/?q=resep")
    assert "resep.dapur" in window.locator("main").inner_text()
