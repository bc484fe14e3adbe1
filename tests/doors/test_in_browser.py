"""The frame and the parts in a real browser: readable by everyone, usable by keyboard, nothing refused. PLT-7"""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.django_db(transaction=True)
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def frame(sign_in, sari, settings):
    """The window of Sari; what it complains about is collected in `.complaints`."""
    settings.ROOT_URLCONF = "tests.doors.urls"
    page = sign_in(sari)
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_parts_for_everyone(frame, size, scheme):
    frame.set_viewport_size(size)
    frame.emulate_media(color_scheme=scheme)
    frame.goto("/styleguide/")
    assert [(found["id"], found["nodes"][0]["html"]) for found in Axe().run(frame).response["violations"]] == []
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert frame.complaints == []


@pytest.mark.parametrize("width", [320, 720])
def test_nothing_is_cut_off_when_enlarged(frame, width):
    """720 px is a 1440 px window at 200 %, 320 px the least of WCAG 1.4.10."""
    frame.set_viewport_size({"width": width, "height": 600})
    frame.goto("/styleguide/")
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_keys(frame):
    frame.goto("/people/")
    frame.keyboard.press("/")
    assert frame.evaluate("document.activeElement.matches('.search input')")
    frame.keyboard.type("?j")
    assert not frame.locator("#keys").is_visible()
    frame.evaluate("document.activeElement.blur()")
    frame.keyboard.press("?")
    assert frame.locator("#keys").is_visible()
    frame.keyboard.press("Escape")
    assert not frame.locator("#keys").is_visible()
    frame.keyboard.press("j")
    frame.keyboard.press("j")
    frame.keyboard.press("k")
    first = frame.locator(".rowlink").first
    assert frame.evaluate("document.activeElement.textContent") == first.text_content()
    target = first.get_attribute("href")
    frame.keyboard.press("Enter")
    frame.wait_for_url(f"**{target}")
    assert frame.complaints == []


def test_skip_link_comes_first(frame):
    frame.goto("/people/")
    frame.keyboard.press("Tab")
    frame.keyboard.press("Enter")
    assert frame.evaluate("document.activeElement.id") == "main"


def test_theme_is_kept(frame, sari):
    frame.goto("/people/")
    frame.click(".me > button")
    with frame.expect_response("**/preferences/"):
        frame.click("#me [name=theme][value=dark]")
    assert frame.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 25, 29)"
    frame.reload()
    assert frame.evaluate("document.documentElement.dataset.theme") == "dark"


def test_filter_narrows_while_typing_and_back_restores(frame):
    frame.goto("/people/")
    everybody = frame.locator(".list tbody tr").count()
    frame.locator(".filters [name=q]").press_sequentially("kurnia")
    frame.wait_for_url("**/people/?q=kurnia")
    assert frame.locator(".list tbody tr").count() == 1
    frame.go_back()
    frame.wait_for_url("**/people/")
    frame.wait_for_function(f"document.querySelectorAll('.list tbody tr').length == {everybody}")
    assert frame.complaints == []


def test_menu_and_dialog_open_and_close(frame):
    frame.goto("/styleguide/")
    frame.click("button[popovertarget=account-more]")
    menu, dialog = frame.locator("#account-more"), frame.locator("#retire")
    assert menu.is_visible()
    menu.locator("[data-dialog]").click()
    assert dialog.is_visible()
    assert not menu.is_visible()
    dialog.locator(".dialog-head [data-close]").click()
    assert not dialog.is_visible()


def test_toast_is_spoken_and_can_be_closed(frame):
    """The region is there before the words, or a screen reader would not say them."""
    frame.goto("/people/")
    assert frame.locator("#toasts[aria-live=polite]").count() == 1
    frame.evaluate("document.body.dispatchEvent(new CustomEvent('toast', {detail: {value: '<b>Saved</b>'}}))")
    assert frame.locator("#toasts .toast").text_content() == "<b>Saved</b>"


def test_lists_work_without_script(browser, live_server, client, sari, settings):
    client.force_login(sari)
    window = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    name = settings.SESSION_COOKIE_NAME
    window.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = window.new_page()
    page.goto("/people/")
    page.fill(".filters [name=q]", "Nia")
    page.click(".filters-apply")
    assert page.locator(".list tbody tr").count() == 1
    window.close()
