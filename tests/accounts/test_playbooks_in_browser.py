"""Compromise, lost access and retirement in a real Chromium, each by the people who would do it. REG-7 REG-12"""

import re
from datetime import timedelta

import pytest

from accounts import actions
from accounts.models import Account, Platform
from trail import clock

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def account(organisation):
    """Committed, for the live server: @nusantarapangan on X, kept by Made."""
    account = actions.register_account(
        organisation.pangan,
        Platform.objects.get(key="x"),
        "nusantarapangan",
        organisation.budi,
        backup=organisation.nia,
        by=organisation.sari,
    )
    return actions.set_custodian(
        account, organisation.made, vault="keepass", vault_item="Media/X Nusantara", by=organisation.sari
    )


def verb(page, account, name, **fields):
    page.goto(f"/accounts/{account.pk}/{name.replace('_', '-')}/")
    for field, value in fields.items():
        page.fill(f"[name={field}]", value)
    page.click(".form-actions button")


def work_off(page, account, note, *, until=None):
    """Press through the steps as one does on the account's page: the first that waits stands open."""
    page.goto(f"/accounts/{account.pk}/")
    for _number in range(40):
        waiting = page.locator(".checklist-steps > li.next")
        if not waiting.count() or (until and until in waiting.inner_text()):
            return
        waiting.locator("textarea[name=note]").fill(note)
        waiting.get_by_role("button", name=re.compile("Done")).click()
        page.wait_for_url(re.compile(r"#step-"))


def test_compromise(page, sign_in, account, organisation, tmp_path):
    """Nia sees it on her phone and reports it; Made works the playbook off; Sari puts the account back in use."""
    sign_in(organisation.nia)
    page.set_viewport_size(PHONE)
    verb(page, account, "report_compromised", why="Posts that are not ours")
    assert page.locator(".checklist-steps > li").count() == 15
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    first = page.locator(".checklist-steps > li.next")
    proof = tmp_path / "bukti.png"
    proof.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    first.locator("textarea[name=note]").fill("Team called by phone")
    first.locator("input[type=file]").set_input_files(proof)
    first.get_by_role("button", name=re.compile("Done")).click()
    page.wait_for_url(re.compile(r"#step-"))
    assert page.locator(".checklist-files a").first.inner_text() == "bukti.png"

    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(organisation.sari)
    verb(page, account, "restore_account", why="Ours again")
    assert "Change the password" in page.locator(".error-summary").inner_text()
    sign_in(organisation.made)
    work_off(page, account, "Done and looked at by two")
    assert page.locator(".checklist-steps > li.open").count() == 0
    verb(page, account, "verify_account", how="A sign-in seen by two people")
    sign_in(organisation.sari)
    page.goto(f"/accounts/{account.pk}/")
    page.locator(".button.primary").click()
    page.fill("[name=why]", "Password, sessions and tokens are new")
    page.click(".form-actions button")
    page.wait_for_url(f"**/accounts/{account.pk}/")
    account = Account.objects.get(pk=account.pk)
    assert (account.status, account.checklists.get().is_open) == ("active", False)


def test_lost_access(page, sign_in, account, organisation):
    """Made cannot get in and says so; Budi sets aside what does not apply; Sari puts it back."""
    sign_in(organisation.made)
    verb(page, account, "report_lost_access", why="The phone with the second factor is broken")
    work_off(page, account, "Tried with Made", until="Let another administrator")
    sign_in(organisation.budi)
    page.goto(f"/accounts/{account.pk}/")
    page.locator(".checklist-steps > li.next").get_by_role("link", name=re.compile("Not needed here")).click()
    page.fill("[name=why]", "X knows one owner only")
    page.click(".form-actions button")
    page.wait_for_url(re.compile(r"#step-"))
    assert "X knows one owner only" in page.locator("main").inner_text()
    work_off(page, account, "Recovered through the registered mailbox")
    verb(page, account, "verify_account", how="A code in the bio")
    sign_in(organisation.sari)
    verb(page, account, "restore_account", why="Second factor on two keys now")
    page.wait_for_url(f"**/accounts/{account.pk}/")
    assert Account.objects.get(pk=account.pk).status == "active"


def test_retirement(page, sign_in, account, organisation):
    """Sari gives notice, Budi works the list off, Sari retires it when notice is over; its handle stays ours."""
    with clock.at(clock.now() - timedelta(days=30)):
        actions.start_retiring(Account.objects.get(pk=account.pk), by=organisation.sari, why="Merged")
    sign_in(organisation.sari)
    verb(page, account, "retire_account", archive_place="Archive server", exported_on="2026-01-01")
    assert "Park the handle" in page.locator(".error-summary").inner_text()
    sign_in(organisation.budi)
    page.goto("/")
    assert "closes: 0 of" in page.locator("main").inner_text()
    work_off(page, account, "Done")
    sign_in(organisation.sari)
    page.goto(f"/accounts/{account.pk}/")
    page.locator(".button.primary").click()
    page.fill("[name=archive_place]", "Archive server, folder pangan/x")
    page.fill("[name=exported_on]", "2026-01-01")
    page.click(".form-actions button")
    page.wait_for_url(f"**/accounts/{account.pk}/")
    assert "Retired" in page.locator("main").inner_text()
    account = Account.objects.get(pk=account.pk)
    assert (account.status, account.checklists.get().is_open) == ("retired", False)
