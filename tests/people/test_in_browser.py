"""Signing in with a second factor in a real Chromium: app, passkey, recovery code; a role that asks for one. PLT-3"""

import base64

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from people import actions, codes
from people.models import Role
from tests.cast import PASSWORD
from trail import clock
from trail.actions import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
KEY = {
    **{"protocol": "ctap2", "transport": "internal", "hasResidentKey": True},
    **{"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True},
}


@pytest.fixture(params=["wide", "phone"])
def window(request, page, live_server, settings, sari, with_password):
    """A browser with an authenticator of its own, before a Dewan that is run for its address."""
    settings.HOST, settings.BASE_URL = "localhost", live_server.url
    with_password(sari)
    if request.param == "phone":
        page.set_viewport_size(PHONE)
    page.emulate_media(reduced_motion="reduce")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    page.authenticator = devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]
    page.devices, page.complaints = devices, []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda said: page.complaints.append(said.text) if "policy" in said.text.lower() else None)
    yield page
    assert page.complaints == []


def is_readable(page):
    assert [(found["id"], found["nodes"][0]["html"]) for found in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def give_password(page):
    page.goto("/sign-in/")
    page.fill("[name=email]", "sari@nusantara.example")
    page.fill("[name=password]", PASSWORD)
    page.click("form:has([name=password]) button")


def arrived(page):
    page.wait_for_url(lambda address: "/sign-in/" not in address)


def leave(page):
    page.goto("/profile/security/")
    page.locator(".head-actions").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")


def set_up_app(page):
    """Walk through the page; the secret that it spelled and the codes that it showed."""
    page.goto("/profile/security/app/add/")
    is_readable(page)
    page.click("summary")
    secret = base64.b32decode(page.text_content(".spelled").replace(" ", ""))
    page.fill("[name=code]", shown_by(secret))
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_selector(".codes")
    is_readable(page)
    return secret, page.locator(".codes code").all_text_contents()


def shown_by(secret, later=0):
    return codes.code_at(secret, codes.step_at(clock.now()) + later)


def add_passkey(page, name="Office laptop"):
    page.fill("[name=name]", name)
    is_readable(page)
    page.get_by_role("button", name="Make the passkey").click()


def test_app_and_recovery_code(window, sari):
    """Set up with the picture's secret, sign in with the code, and with a recovery code when the phone is lost."""
    give_password(window)
    arrived(window)
    clock.set(clock.now())
    try:
        secret, kept = set_up_app(window)
        with window.expect_download() as saved:
            window.get_by_role("link", name="Download").click()
        text = saved.value.path().read_text()
        assert [code in text for code in kept] == [True] * 10
        window.get_by_role("link", name="I have kept them").click()
        window.wait_for_url("**/profile/security/")
        is_readable(window)
        leave(window)

        give_password(window)
        window.wait_for_url("**/sign-in/second/")
        is_readable(window)
        window.fill("[name=code]", shown_by(secret))
        window.get_by_role("button", name="Go on").click()
        expect(window.locator(".error-summary, .field-error").first).to_contain_text("used already")
        window.fill("[name=code]", shown_by(secret, later=1))
        window.get_by_role("button", name="Go on").click()
        arrived(window)
        leave(window)
    finally:
        clock.clear()

    give_password(window)
    window.get_by_role("link", name="Recovery code").click()
    is_readable(window)
    window.fill("[name=code]", kept[0])
    window.get_by_role("button", name="Go on").click()
    window.goto("/profile/security/")
    expect(window.get_by_text("9 of 10 are left")).to_be_visible()
    assert sari.recovery_codes.filter(used_at=None).count() == 9


def test_passkey_after_the_password_and_alone(window, sari):
    """Made, used as second factor, then without e-mail and password; a passkey of nobody is refused."""
    give_password(window)
    window.goto("/profile/security/")
    window.get_by_role("link", name="Add a passkey").click()
    add_passkey(window)
    window.wait_for_selector(".codes")
    window.get_by_role("link", name="I have kept them").click()
    expect(window.get_by_text("Passkey, signs in without the password")).to_be_visible()

    window.goto("/profile/security/passkeys/add/")
    add_passkey(window, "Twice")
    expect(window.locator("[data-trouble]")).to_contain_text("holds a passkey for you already")
    leave(window)

    give_password(window)
    window.wait_for_url("**/sign-in/second/")
    is_readable(window)
    window.get_by_role("button", name="Use the passkey").click()
    arrived(window)
    leave(window)

    window.goto("/sign-in/?next=/units/")
    is_readable(window)
    window.get_by_role("button", name="Sign in with a passkey").click()
    arrived(window)
    assert window.url.endswith("/units/")
    leave(window)

    window.devices.send("WebAuthn.setUserVerified", {"authenticatorId": window.authenticator, "isUserVerified": False})
    window.get_by_role("button", name="Sign in with a passkey").click()
    expect(window.locator("[data-trouble]")).to_contain_text("not used")
    sari.factors.all().delete()
    window.devices.send("WebAuthn.setUserVerified", {"authenticatorId": window.authenticator, "isUserVerified": True})
    window.get_by_role("button", name="Sign in with a passkey").click()
    expect(window.locator(".toast")).to_contain_text("does not open Dewan")


def test_a_role_asks_for_a_second_factor(window, sari):
    """After the password only the set-up is open; with a passkey one goes on where one wanted."""
    actions.edit_organisation(second_factor_roles=[Role.ADMINISTRATOR], by=SYSTEM)
    give_password(window)
    window.wait_for_url("**/profile/security/needed/**")
    is_readable(window)
    for address in ("/accounts/", "/settings/", "/profile/"):
        window.goto(address)
        expect(window.get_by_role("heading", name="Your role needs a second factor")).to_be_visible()
    said = window.evaluate("fetch('/api/v1/people/').then(answer => answer.status)")
    assert said == 403
    window.goto("/units/")
    window.get_by_role("link", name="Add a passkey").click()
    add_passkey(window)
    window.wait_for_selector(".codes")
    window.get_by_role("link", name="I have kept them").click()
    window.wait_for_url("**/units/")
    assert window.evaluate("fetch('/api/v1/people/').then(answer => answer.status)") == 200
    assert sari.factors.count() == 1


def test_another_browser_is_signed_out_from_the_list(window, browser, live_server, sari):
    """Seen in the list, ended there, out at its next page."""
    other = browser.new_context(base_url=live_server.url, user_agent="Mozilla/5.0 (iPhone) Version/18.1 Safari/604.1")
    phone = other.new_page()
    for page in (window, phone):
        give_password(page)
        arrived(page)
    window.goto("/profile/security/")
    expect(window.get_by_text("Safari · iPhone")).to_be_visible()
    window.get_by_role("button", name="Sign out Safari · iPhone").click()
    expect(window.get_by_text("Safari · iPhone is signed out.")).to_be_visible()
    phone.goto("/profile/")
    assert "/sign-in/" in phone.url
    other.close()
