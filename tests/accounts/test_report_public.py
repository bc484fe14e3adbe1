"""The public form for reports: for everybody, and for nobody's mischief. REG-11"""

import pytest
from django.test import Client

from accounts.models import Report, Sighting
from accounts.public.report import FROM_ONE_ADDRESS

PAGE = "/official/report/"
FAKE = "https://instagram.com/nusantarapangan_promo"
GIVEN = {"handle": FAKE, "concern": "money", "seen": "Asks for my OTP"}


def test_report_publicly_needs_no_account(account, client):
    """REG-11: a page, a form, thanks with a reference; what comes in is kept, and nothing inside is shown."""
    assert client.get(PAGE).status_code == 200
    answer = client.post(PAGE, {**GIVEN, "email": "ibu@example.com"}, follow=True)
    sighting = Sighting.objects.get()
    assert answer.redirect_chain == [(f"{PAGE}thanks/{sighting.reference}/", 302)]
    page = answer.content.decode()
    assert sighting.reference in page
    for private in ("Budi", "Nia", "Nusantara Pangan", "ibu@example.com", "to look at"):
        assert private not in page
    assert (sighting.email, sighting.person, sighting.concern) == ("ibu@example.com", None, "money")


def test_report_publicly_says_the_same_of_a_known_case(account, client):
    """Nobody learns whether others reported, or what we found. REG-11"""
    pages = []
    for _time in range(2):
        answer = client.post(PAGE, GIVEN, follow=True)
        reference = answer.redirect_chain[0][0].split("/")[-2]
        pages.append(answer.content.decode().replace(reference, "").replace(reference.lower(), ""))
    assert pages[0] == pages[1]
    assert Report.objects.get().times == 2


def test_report_publicly_is_prefilled_by_the_check(account, client):
    page = client.get("/official/", {"q": FAKE}).content.decode()
    assert "/official/report/?handle=https%3A%2F%2Finstagram.com%2Fnusantarapangan_promo&amp;platform=instagram" in page
    form = client.get(PAGE, {"handle": FAKE, "platform": "instagram"}).content.decode()
    assert f'value="{FAKE}"' in form
    assert '<option value="instagram" selected>' in form


def test_report_publicly_is_never_cached(account, client):
    assert "no-store" in client.get(PAGE)["Cache-Control"]


def test_report_publicly_limits_one_address(account, client):
    """Five in a quarter of an hour; a spoofed X-Forwarded-For is no other address. REG-11"""
    for number in range(FROM_ONE_ADDRESS):
        sent = client.post(PAGE, GIVEN, headers={"X-Forwarded-For": f"10.0.0.{number}"})
        assert sent.status_code == 302
    late = client.post(PAGE, GIVEN, headers={"X-Forwarded-For": "10.9.9.9"})
    assert late.status_code == 429
    assert Report.objects.get().times == FROM_ONE_ADDRESS
    assert client.post(PAGE, GIVEN, REMOTE_ADDR="203.0.113.7").status_code == 302


def test_slips_lock_nobody_out(account, client):
    """Who pastes the link of a post ten times may still report. REG-11"""
    for _time in range(10):
        assert client.post(PAGE, {**GIVEN, "handle": "https://instagram.com/p/CxYz12345/"}).status_code == 400
    assert client.post(PAGE, GIVEN).status_code == 302


def test_report_publicly_counts_networks_of_ipv6(account, client):
    """Everybody has as many addresses of IPv6 as they like."""
    sent = [
        client.post(PAGE, GIVEN, REMOTE_ADDR=f"2001:db8:1:2::{number:x}").status_code
        for number in range(1, FROM_ONE_ADDRESS + 2)
    ]
    assert sent == [302] * FROM_ONE_ADDRESS + [429]


def test_report_publicly_limits_all_together(account, client, monkeypatch):
    monkeypatch.setattr("accounts.actions.report.FROM_ALL_AN_HOUR", 2)
    sent = [client.post(PAGE, GIVEN, REMOTE_ADDR=f"203.0.113.{number}").status_code for number in range(3)]
    assert sent == [302, 302, 429]


def test_a_machine_fills_every_field(account, client):
    """The honeypot: the same thanks, and nothing is kept. REG-11"""
    answer = client.post(PAGE, {**GIVEN, "homepage": "https://spam.example"}, follow=True)
    assert answer.status_code == 200
    assert not Sighting.objects.exists()


def test_report_publicly_needs_its_token(account):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(PAGE, GIVEN).status_code == 403
    strict.get(PAGE)
    token = strict.cookies["csrftoken"].value
    assert strict.post(PAGE, {**GIVEN, "csrfmiddlewaretoken": token}).status_code == 302


@pytest.mark.parametrize(
    "changed",
    [
        {"handle": ""},
        {"handle": "\x00"},
        {"handle": "nusantara\u202epangan"},
        {"handle": "@nusantara\u200bpangan", "platform": "instagram"},
        {"handle": "@nusant\u0430rapangan", "platform": "instagram"},
        {"handle": "javascript:alert(1)"},
        {"handle": "@" + "a" * 600},
        {"handle": "@name"},
        {"handle": "@name", "platform": "nowhere"},
        {"seen": "a\x00b"},
        {"seen": "a" * 2001},
        {"concern": "nonsense"},
        {"concern": ""},
        {"evidence_url": "javascript:alert(1)"},
        {"evidence_url": "ftp://files.example/a"},
        {"evidence_url": "https://" + "a" * 600 + ".example"},
        {"email": "no address"},
        {"email": "a@example.com\nBcc: b@example.com"},
        {"seen": "-----BEGIN PRIVATE KEY-----"},
    ],
    ids=str,
)
def test_report_publicly_refuses_at_the_form(account, client, changed):
    """Never a 500; what was typed is still there, and nothing is kept. REG-11"""
    answer = client.post(PAGE, {**GIVEN, **changed})
    assert answer.status_code == 400
    assert "error-summary" in answer.content.decode()
    assert not Sighting.objects.exists()


def test_report_publicly_takes_no_large_body(account, client):
    assert client.post(PAGE, {**GIVEN, "seen": "a" * 100_000}).status_code == 413


def test_what_was_reported_is_shown_as_text(account, client, sari):
    """Stored XSS: the words of a stranger stay words, on the page of who looks at them. REG-11"""
    evil = '<script>alert(1)</script><img src=x onerror="alert(2)">\u202e\u200btxt'
    client.post(PAGE, {**GIVEN, "seen": evil, "evidence_url": "https://proof.example/?<script>alert(3)</script>"})
    report = Report.objects.get()
    client.force_login(sari)
    page = client.get(report.get_absolute_url()).content.decode()
    for live in ("<script>alert", "<img src=x", "\u202e", "\u200b"):
        assert live not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert 'rel="noopener noreferrer nofollow"' in page


@pytest.mark.parametrize("reference", ["x", "ABCD-EFG", "abcd-efgh", "AAAA-0O1I", "A" * 300])
def test_thanks_says_only_what_a_reference_can_be(client, organisation, reference):
    assert client.get(f"{PAGE}thanks/{reference}/").status_code == 404


def test_report_publicly_speaks_both_languages(account, client):
    for language in ("id", "en"):
        assert f'<html lang="{language}"' in client.get(PAGE, {"lang": language}).content.decode()
