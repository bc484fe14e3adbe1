"""Proof of control: the page is read, or somebody saw it; never in a request, and once. REG-3"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from accounts import actions, reading, tasks
from accounts.actions.proof import lease
from accounts.models import Account, ControlProof, Evidence
from connectors.web import Page, Unreachable
from tests.accounts.opening import being_set_up, picture
from trail import clock as now_of
from trail.actions import SYSTEM
from trail.errors import IllegalMove

PROFILE = "https://www.instagram.com/nusantararesep/"


@pytest.fixture
def opening(organisation):
    return being_set_up(organisation)


@pytest.fixture
def internet(monkeypatch):
    """What addresses answer: text, (status, text), a Page or an Unreachable; and which were asked."""

    class Internet(dict):
        asked = []

    pages = Internet()
    pages.asked = []

    def fetch(url):
        pages.asked.append(url)
        answer = pages.get(url, Unreachable("connection"))
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, Page) else Page(url, 200, answer)

    monkeypatch.setattr(reading, "fetch", fetch)
    return pages


def read(proof):
    tasks.check_due_proofs()
    proof.refresh_from_db()
    return proof.status, proof.detail


def test_prove_control_is_for_who_answers(opening, organisation):
    """PLT-4"""
    for name in ("oki", "nia", "rudi", "andi", "dewi"):
        with pytest.raises(PermissionDenied):
            actions.prove_control(opening, "code_in_bio", by=getattr(organisation, name))
    assert actions.prove_control(opening, "code_in_bio", by=organisation.budi).code.startswith("dewan-")


def test_a_code_in_the_profile_is_found(opening, organisation, internet):
    """REG-3: nothing is read before somebody says that it is in place; then once, and the account says so."""
    proof = actions.prove_control(opening, "code_in_bio", by=organisation.budi)
    internet[PROFILE] = f"<p>Recipes &middot; {proof.code.upper()}</p>"
    assert (read(proof), internet.asked) == (("pending", ""), [])
    actions.check_proof(proof, by=organisation.budi)
    assert read(proof) == ("found", "")
    assert read(proof) == ("found", "")
    assert internet.asked == [PROFILE]
    opening.refresh_from_db()
    assert opening.verified_on is not None
    assert PROFILE in opening.verified_how
    with pytest.raises(IllegalMove):
        actions.check_proof(proof, by=organisation.budi)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("nothing here", "not_found"),
        ("dewan-", "not_found"),
        ("x{code}", "not_found"),
        ("{code}x", "not_found"),
        ("({code})", "found"),
    ],
)
def test_a_code_stands_by_itself(opening, organisation, internet, text, result):
    proof = actions.prove_control(opening, "code_in_bio", by=organisation.budi)
    internet[PROFILE] = text.format(code=proof.code)
    actions.check_proof(proof, by=organisation.budi)
    assert read(proof)[0] == result


@pytest.mark.parametrize(
    ("href", "result"),
    [
        (PROFILE, "found"),
        ("http://instagram.com/NusantaraResep?hl=id", "found"),
        ("https://instagram.com/nusantararesepp", "not_found"),
        ("https://facebook.com/nusantararesep", "not_found"),
        ("https://evil.example/?u=https://instagram.com/nusantararesep", "not_found"),
        ("/nusantararesep", "not_found"),
    ],
)
def test_a_link_from_our_site_leads_to_the_very_account(opening, organisation, internet, href, result):
    """REG-3: to this account on this platform, and from a domain of ours only."""
    site = "https://www.nusantara.example/kontak"
    with pytest.raises(ValidationError) as refusal:
        actions.prove_control(opening, "link_back", page_url="https://nusantara.example.org/", by=organisation.budi)
    assert list(refusal.value.message_dict) == ["page_url"]
    internet[site] = f'<link rel="icon" href="/x"><a class="ig" href="{href}">Instagram</a>'
    proof = actions.prove_control(opening, "link_back", page_url=site, by=organisation.budi)
    assert read(proof)[0] == result


def test_a_profile_that_sends_us_elsewhere_proves_nothing(opening, organisation, internet):
    """REG-3: a sign-in page, or somebody else's profile that shows the code."""
    proof = actions.prove_control(opening, "code_in_bio", by=organisation.budi)
    actions.check_proof(proof, by=organisation.budi)
    internet[PROFILE] = Page("https://www.instagram.com/mallory/", 200, proof.code)
    for _try in range(3):
        with now_of.at(now_of.now() + timedelta(hours=_try)):
            result = read(proof)
    assert result == ("failed", "moved")


def test_what_cannot_be_read_is_tried_again_and_then_failed(opening, organisation, internet, clock):
    """REG-3: twice more, later each time; then it has failed, says why, and may be asked again."""
    proof = actions.prove_control(opening, "code_in_bio", by=organisation.budi)
    actions.check_proof(proof, by=organisation.budi)
    begun = clock.now()
    for minutes, asked in ((0, 1), (0.5, 1), (2, 2), (4, 2), (20, 3), (60, 3)):
        with clock.at(begun + timedelta(minutes=minutes)):
            result = read(proof)
        assert len(internet.asked) == asked, minutes
    assert result == ("failed", "connection")
    internet[PROFILE] = proof.code
    actions.check_proof(proof, by=organisation.budi)
    assert read(proof) == ("found", "")


def test_a_reader_that_dies_is_followed_by_another(opening, organisation, internet, clock):
    """REG-3: the lease keeps others away for a minute; who comes back late changes nothing."""
    proof = actions.prove_control(opening, "code_in_bio", by=organisation.budi)
    actions.check_proof(proof, by=organisation.budi)
    internet[PROFILE] = proof.code
    dead, second = ControlProof.objects.get(pk=proof.pk), ControlProof.objects.get(pk=proof.pk)
    begun = clock.now()
    assert lease(dead, begun)
    assert not lease(second, begun)
    assert read(proof)[0] == "pending"
    with clock.at(begun + timedelta(seconds=61)):
        assert read(proof)[0] == "found"
    assert actions.settle_proof(dead, "missing", by=SYSTEM).status == "found"
    assert len(internet.asked) == 1


def test_the_page_is_read_outside_of_any_transaction(opening, organisation, monkeypatch):
    """PLT-5: a slow page holds no lock."""
    depths = []
    proof = actions.prove_control(opening, "code_in_bio", by=organisation.budi)
    actions.check_proof(proof, by=organisation.budi)
    outside = len(connection.savepoint_ids)
    monkeypatch.setattr(tasks, "read_page", lambda proof: depths.append(len(connection.savepoint_ids)) or "missing")
    assert read(proof)[0] == "not_found"
    assert depths == [outside]


def test_attest_proof_needs_a_picture_and_a_person(opening, organisation):
    """REG-3: where a page shows itself to nobody; the file lies with the set-up."""
    with pytest.raises(PermissionDenied):
        actions.attest_proof(opening, file=picture(), by=organisation.nia)
    for file in (None, SimpleUploadedFile("notes.txt", b"I swear"), SimpleUploadedFile("x.png", b"<html>")):
        with pytest.raises(ValidationError) as refusal:
            actions.attest_proof(opening, file=file, by=organisation.made)
        assert list(refusal.value.message_dict) == ["file"]
    assert not Evidence.objects.exists()
    proof = actions.attest_proof(opening, file=picture(), note="Signed in together", by=organisation.made)
    assert (proof.status, proof.evidence.step.checklist.account) == ("found", opening)
    opening = Account.objects.get(pk=opening.pk)
    assert "Made Suardana" in opening.verified_how


def test_a_proof_holds_for_the_handle_it_was_made_under(opening, organisation):
    """REG-3: another handle is another account until it is proven."""
    actions.attest_proof(opening, file=picture(), by=organisation.made)
    proof = actions.prove_control(opening, "code_in_bio", by=organisation.budi)
    opening = Account.objects.with_people().get(pk=opening.pk)
    assert ControlProof.objects.for_handle(opening).exists()
    actions.rename_account(opening, "nusantara.resep", by=organisation.budi)
    assert not ControlProof.objects.for_handle(opening).exists()
    with pytest.raises(IllegalMove):
        actions.check_proof(ControlProof.objects.get(pk=proof.pk), by=organisation.budi)


@pytest.mark.parametrize(
    "columns",
    [
        {"status": "proven"},
        {"status": "found"},
        {"code": ""},
        {"page_url": ""},
        {"method": "attested"},
    ],
)
def test_database_holds_what_a_proof_needs(opening, organisation, columns):
    """REG-3: around the actions, too."""
    proof = actions.prove_control(opening, "code_in_bio", by=organisation.budi)
    with pytest.raises(IntegrityError), transaction.atomic():
        ControlProof.objects.filter(pk=proof.pk).update(**columns)


def test_an_account_in_use_is_proven_again_the_same_way(account, organisation, internet):
    """REG-1: the code works for every live account, and dates its verification."""
    proof = actions.prove_control(account, "code_in_bio", by=organisation.nia)
    internet["https://www.instagram.com/nusantarapangan/"] = proof.code
    actions.check_proof(proof, by=organisation.nia)
    assert read(proof)[0] == "found"
    account.refresh_from_db()
    assert account.verified_on is not None
