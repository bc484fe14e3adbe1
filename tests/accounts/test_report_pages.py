"""Reported accounts on the pages and by the API: what people see, and what they can do. REG-11 PLT-2"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from accounts import actions
from accounts.models import Finding, Report
from tests.api import api_client
from trail.actions import SYSTEM

LIST = "/accounts/reports/"
FAKE = "https://instagram.com/nusantarapangan_promo"


@pytest.fixture
def fake(account):
    return actions.report_publicly(FAKE, by=SYSTEM, seen="Sells vouchers", email="ibu@example.com").report


def test_report_by_name_leads_to_the_case(account, client, oki):
    client.force_login(oki)
    answer = client.post(f"{LIST}new/", {"handle": FAKE, "concern": "pretends", "seen": "Our logo"}, follow=True)
    report = Report.objects.get()
    assert answer.redirect_chain == [(report.get_absolute_url(), 302)]
    page = answer.content.decode()
    assert "Our logo" in page
    assert report.sightings.get().reference in page


def test_reporters_see_their_own_words_only(fake, client, oki):
    """PLT-4: neither what others told, nor their addresses."""
    actions.report_account(FAKE, by=oki, seen="Our logo")
    client.force_login(oki)
    page = client.get(fake.get_absolute_url()).content.decode()
    assert "Our logo" in page
    assert "Sells vouchers" not in page
    assert "ibu@example.com" not in page
    told = api_client(oki).get(f"/api/v1/reports/{fake.pk}/").json()["sightings"]
    assert [one["seen"] for one in told] == ["Our logo"]


def test_addresses_of_reporters_are_for_keepers(fake, client, andi, sari):
    for person, is_shown in ((andi, False), (sari, True)):
        client.force_login(person)
        assert ("ibu@example.com" in client.get(fake.get_absolute_url()).content.decode()) is is_shown
        told = api_client(person).get(f"/api/v1/reports/{fake.pk}/").json()["sightings"]
        assert bool(told[0]["email"]) is is_shown


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("status=open", 1),
        ("status=fan", 0),
        ("q=nusantara", 1),
        (f"q={FAKE}", 1),
        ("q=elsewhere", 0),
        ("concern=pretends", 1),
        ("concern=money", 0),
        ("platform=instagram", 1),
        ("sort=-times", 1),
        ("sort=handle", 1),
    ],
)
def test_report_list_is_narrowed(fake, client, sari, query, n):
    client.force_login(sari)
    assert len(client.get(f"{LIST}?{query}").context["listing"].rows) == n


def test_report_list_finds_by_reference(fake, client, sari):
    """What a reporter quotes on the telephone, in small letters too."""
    client.force_login(sari)
    reference = fake.sightings.get().reference.lower()
    assert [row.pk for row in client.get(LIST, {"q": reference}).context["listing"].rows] == [fake.pk]


@pytest.mark.parametrize("n", [1, 30])
def test_report_list_asks_the_same(n, account, client, sari, django_assert_num_queries):
    """PLT-7: at 1 and at 30 rows."""
    for number in range(n):
        actions.report_publicly(f"https://x.com/nusantara_{number}", by=SYSTEM)
    client.force_login(sari)
    client.get(LIST)
    with django_assert_num_queries(10):
        assert len(client.get(LIST).context["listing"].rows) == n


def test_triage_shows_the_four_answers(fake, client, sari, andi):
    client.force_login(sari)
    context = client.get(fake.get_absolute_url()).context
    assert [verb.name for verb in context["findings"]] == [
        "find_official",
        "claim_account",
        "find_fan",
        "confirm_impostor",
    ]
    assert context["primary"].name == "confirm_impostor"
    client.force_login(andi)
    context = client.get(fake.get_absolute_url()).context
    assert (context["findings"], context["primary"]) == ([], None)


def test_a_stale_page_keeps_what_was_typed(fake, client, sari):
    """Somebody else decided meanwhile: 412, and the words are still there."""
    page = f"{LIST}{fake.pk}/assign-report/"
    client.force_login(sari)
    actions.assign_report(Report.objects.get(), by=sari, unit=fake.unit, account=None)
    answer = client.post(page, {"version": 1, "unit": fake.unit_id, "account": "", "why": "Typed for long"})
    assert answer.status_code in (302, 412)
    actions.confirm_impostor(Report.objects.get(), by=sari, why="Fake")
    answer = client.post(f"{LIST}{fake.pk}/find-fan/", {"version": 1, "why": "Typed for long"})
    assert answer.status_code == 409
    assert "Typed for long" in answer.content.decode()


def test_api_goes_the_whole_way(account, sari):
    """PLT-2: reported, confirmed, asked, refused, escalated, removed, back."""
    program = api_client(sari)
    made = program.send("/api/v1/reports/", {"handle": FAKE, "concern": "money", "seen": "OTP"})
    assert (made.status_code, made.json()["account"]["id"]) == (201, account.pk)
    address = made["Location"]
    again = program.send("/api/v1/reports/", {"handle": "nusantarapangan_promo", "platform": "instagram"})
    assert (again.json()["id"], again.json()["times"]) == (made.json()["id"], 2)

    def go(verb, **body):
        answer = program.send(f"{address}{verb}/", body)
        assert answer.status_code == 200, answer.content
        return answer.json()["status"]

    assert go("confirm-impostor", why="Our logo") == "impostor"
    official = program.get("/api/v1/official", {"url": FAKE}).json()
    assert (official["answer"], official["similar"][0]["handle"]) == ("reported_fake", "nusantarapangan")
    assert official["fakes"] == [{"platform": "instagram", "handle": "nusantarapangan_promo"}]
    assert go("ask-takedown", channel="form", reference="IG-1") == "takedown"
    assert go("record-answer", answer="refused") == "takedown"
    assert go("escalate-takedown", channel="legal") == "takedown"
    assert go("close-report", result="removed") == "closed"
    assert go("find-again") == "impostor"
    assert program.send(f"{address}find-again/", {}).status_code == 409
    assert [step["kind"] for step in program.get(address).json()["steps"]] == [
        "asked",
        "answered",
        "escalated",
        "closed",
        "back",
    ]


def test_api_refuses_at_the_field(account, sari):
    program = api_client(sari)
    for body, field in (
        ({"handle": "@somebody"}, "/platform"),
        ({"handle": "https://instagram.com/p/CxYz12345/"}, "/handle"),
        ({"handle": FAKE, "evidence_url": "javascript:1"}, "/evidence_url"),
        ({"handle": FAKE, "nonsense": 1}, "/nonsense"),
    ):
        answer = program.send("/api/v1/reports/", body)
        assert answer.status_code == 400
        assert [error["field"] for error in answer.json()["errors"]] == [field]


# In a browser, on a phone

PHONE = {"width": 390, "height": 844}


def at_ease(page):
    """Nothing for axe to say, nothing wider than the screen."""
    # A link was pressed just now: colours count once the style sheets are there.
    page.wait_for_load_state()
    found = [(each["id"], each["nodes"][0]["html"][:200]) for each in Axe().run(page).response["violations"]]
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.django_db(transaction=True)
def test_public_reports_and_keeper_triages_on_a_phone(account, organisation, page, sign_in):
    """REG-11: somebody outside reports by the form, Sari finds it in My work, confirms it, and the public is warned."""
    page.set_viewport_size(PHONE)
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"/official/?q={FAKE}&lang=en")
    page.get_by_role("link", name="Does it pretend to be us? Report it").click()
    at_ease(page)
    page.get_by_label("It asks for money, passwords or codes").check()
    page.get_by_label("What did you see?").fill("It wants my OTP")
    page.get_by_role("button", name="Send the report").click()
    page.get_by_text("Your report has arrived").wait_for()
    at_ease(page)

    sign_in(organisation.sari)
    page.goto("/?lang=en")
    page.get_by_role("link", name="Look at @nusantarapangan_promo on Instagram").first.click()
    page.get_by_text("It wants my OTP").wait_for()
    at_ease(page)
    page.get_by_role("link", name="Impostor", exact=True).click()
    page.get_by_label("Reason").fill("Our logo, not our account")
    at_ease(page)
    page.get_by_role("button", name="Confirm the impostor").click()
    page.get_by_text("The public is warned", exact=True).wait_for()
    page.goto(f"/official/?q={FAKE}&lang=en")
    page.get_by_role("heading", name="Not ours: this is a fake").wait_for()
    page.get_by_role("link", name="@nusantarapangan", exact=True).wait_for()
    at_ease(page)
    assert Report.objects.get().status == Finding.IMPOSTOR
