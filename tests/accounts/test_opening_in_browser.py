"""From the wish to the public list in a real browser: Rudi asks, Dewi decides on her phone, Budi and Made set it up,
Sari declares it official. REG-3 REG-4"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from accounts import actions
from accounts.models import Account, AccountRequest
from accounts.official import look_up
from tests.accounts.opening import PNG, being_set_up, drafted, submitted

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
ADDRESS = "https://instagram.com/nusantararesep"


@pytest.fixture
def as_(sign_in):
    """The window of one person after another."""

    def enter(person, size):
        page = sign_in(person)
        page.set_viewport_size(size)
        return page

    return enter


def faults(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return [(found["id"], found["nodes"][0]["html"]) for found in Axe().run(page).response["violations"]]


def test_from_request_to_official_by_three_people(as_, organisation):
    """REG-3: asked on a desk, approved on a phone in three taps, set up with evidence, official for everybody."""
    page = as_(organisation.rudi, WIDE)
    page.goto("/accounts/requests/new/")
    page.get_by_label("Platform").select_option("instagram")
    page.get_by_label("Wanted handle").fill("nusantararesep")
    for box in ("Information", "Consumers"):
        page.get_by_label(box, exact=True).check()
    page.get_by_label("Languages").fill("Indonesian")
    page.get_by_label("Why does none of our accounts serve?").fill("Cooks want recipes every day.")
    page.get_by_label("What will be published?").fill("A recipe a day.")
    page.get_by_label("Owner", exact=True).fill("budi@nusantara.example")
    page.get_by_role("button", name="Submit").click()
    # What was forgotten is asked for, and nothing typed is lost.
    assert page.get_by_label("Wanted handle").input_value() == "nusantararesep"
    page.get_by_label("Backup owner").fill("made@nusantara.example")
    page.get_by_role("button", name="Submit").click()
    page.wait_for_url("**/accounts/requests/*/")
    request = AccountRequest.objects.get()
    assert request.status == "submitted"

    page = as_(organisation.dewi, PHONE)
    page.goto("/")
    page.get_by_role("link", name="Decide").click()
    assert page.get_by_role("button", name="Approve it").is_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Approve it").click()
    page.get_by_role("link", name="Open the account").wait_for()
    account = Account.objects.get()
    assert (account.status, look_up(ADDRESS).answer) == ("provisioning", "not_listed")

    page = as_(organisation.budi, WIDE)
    page.goto(account.get_absolute_url())
    page.get_by_role("link", name="Record e-mail").click()
    page.get_by_label("Registered e-mail").fill("resep@nusantara.example")
    page.get_by_label("Two-factor", exact=False).first.select_option("app")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Record custody").first.click()
    page.get_by_label("Custodian").fill("made@nusantara.example")
    page.get_by_label("Vault", exact=False).first.select_option("keepass")
    page.get_by_label("Vault item").fill("Media/Resep")
    page.get_by_role("button", name="Save custody").click()
    page.wait_for_url(f"**{account.get_absolute_url()}*")
    for person in (organisation.budi, organisation.made):
        actions.grant_access(account, person, "admin", is_admin=True, by=organisation.sari)
    for step in account.checklists.get().steps.filter(is_required=True):
        actions.attest_step(step, note="Done and looked at together", by=organisation.made)

    page = as_(organisation.made, PHONE)
    page.goto(account.get_absolute_url())
    assert faults(page) == []
    page.get_by_role("link", name="Screenshot").click()
    page.get_by_label("Screenshot").set_input_files({"name": "screen.png", "mimeType": "image/png", "buffer": PNG})
    page.get_by_role("button", name="Attest").click()
    page.get_by_text("screen.png").first.wait_for()

    page = as_(organisation.sari, WIDE)
    page.goto(account.get_absolute_url())
    assert page.get_by_text("Nothing is missing").is_visible()
    page.locator(".strip").get_by_role("link", name="Declare it official").click()
    page.get_by_role("button", name="Declare it official").click()
    page.get_by_text("Official since").first.wait_for()
    assert look_up(ADDRESS).answer == "official"


def test_the_reason_is_asked_for_before_it_is_rejected(as_, organisation):
    """REG-3: the choice decides what the button does, and Enter in it decides nothing else."""
    request = submitted(organisation)
    page = as_(organisation.dewi, PHONE)
    page.goto(request.get_absolute_url())
    page.locator("label", has_text="Reject").click()
    page.get_by_label("Reject").press("Enter")
    page.wait_for_load_state()
    assert AccountRequest.objects.get().status == "submitted"
    assert page.get_by_label("Reject").is_checked()
    assert not page.get_by_role("button", name="Approve it").is_visible()
    page.get_by_role("button", name="Reject").click()
    page.get_by_text("Say why; the reason stays on record").wait_for()
    assert page.get_by_label("Reject").is_checked()
    assert faults(page) == []
    page.get_by_role("textbox", name="Reason").fill("The main account serves them")
    page.get_by_role("button", name="Reject").click()
    page.get_by_text("Rejected by Dewi").wait_for()
    assert AccountRequest.objects.get().reason == "The main account serves them"


def test_duplicates_appear_while_one_types(as_, organisation):
    """REG-3: a handle, and then purpose and audience."""
    instagram = drafted(organisation).platform
    actions.register_account(
        organisation.pangan, instagram, "nusantarapangan", organisation.nia,
        purposes=["sales"], audiences=["buyers"], by=organisation.sari,
    )  # fmt: skip
    page = as_(organisation.rudi, WIDE)
    page.goto("/accounts/requests/new/")
    page.get_by_label("Platform").select_option("instagram")
    page.get_by_label("Wanted handle").press_sequentially("nusantarapangan")
    page.locator("#duplicates").get_by_text("The same account").wait_for()
    page.get_by_label("Wanted handle").fill("dapurkita")
    page.locator("#duplicates").get_by_text("The same account").wait_for(state="detached")
    page.get_by_label("Sales", exact=True).check()
    page.get_by_label("Buyers", exact=True).check()
    page.locator("#duplicates").get_by_text("Same purpose, audience and unit").wait_for()
    assert faults(page) == []


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (PHONE, "dark")], ids=["wide-light", "phone-dark"])
def test_the_pages_of_an_opening_for_everyone(as_, organisation, size, scheme):
    """PLT-7: nothing for axe to find, and nothing that scrolls sideways."""
    account = being_set_up(organisation)
    waiting = submitted(organisation, "dapurkita", by="dewi")
    actions.prove_control(account, "code_in_bio", by=organisation.sari)
    page = as_(organisation.sari, size)
    page.emulate_media(color_scheme=scheme)
    for path in (
        "/accounts/requests/",
        "/accounts/requests/new/",
        waiting.get_absolute_url(),
        account.request.get_absolute_url(),
        account.get_absolute_url(),
        f"{account.get_absolute_url()}prove-control/",
        f"{account.get_absolute_url()}attest-proof/",
    ):
        page.goto(path)
        assert faults(page) == [], path
