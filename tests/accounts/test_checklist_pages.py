"""Checklists through their doors: the page's part, a file in and out, the API. REG-4 REG-7 PLT-2"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import actions
from accounts.models import Evidence
from tests.api import api_client

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture
def playbook(account, organisation):
    actions.report_compromised(account, by=organisation.nia, why="Strange posts")
    return account.checklists.get()


@pytest.fixture
def step(playbook):
    return playbook.steps.get(key="keep_evidence")


def test_account_shows_the_playbook_to_who_may_work_it_off(playbook, account, client, organisation):
    """The owner gets forms, the auditor reads, and the strip leads to the first step. REG-7"""
    client.force_login(organisation.budi)
    page = client.get(account.get_absolute_url()).content.decode()
    assert page.count('enctype="multipart/form-data"') == playbook.steps.count()
    assert f"#checklist-{playbook.pk}" in page
    assert "Next: Stop publishing and tell the team." in page
    client.force_login(organisation.andi)
    page = client.get(account.get_absolute_url()).content.decode()
    assert "Stop publishing and tell the team" in page
    assert "multipart/form-data" not in page


def test_checklist_page_asks_as_much_for_few_steps_as_for_many(
    playbook, account, client, organisation, django_assert_num_queries
):
    """PLT-7"""
    client.force_login(organisation.sari)
    where = playbook.get_absolute_url()
    client.get(where)
    with django_assert_num_queries(CHECKLIST_QUERIES):
        client.get(where)
    for step in playbook.steps.all():
        actions.attest_step(step, by=organisation.sari, file=SimpleUploadedFile("a.png", PNG))
    with django_assert_num_queries(CHECKLIST_QUERIES + 2):  # what happened, and how much
        client.get(where)


def test_attest_step_with_a_file_and_give_it_back(step, account, client, organisation):
    """A download and nothing else, for those who see the account. REG-4"""
    client.force_login(organisation.budi)
    file = SimpleUploadedFile("../tangkapan layar.html", PNG, content_type="text/html")
    answer = client.post(f"/accounts/steps/{step.pk}/attest/", {"file": file, "next": account.get_absolute_url()})
    assert answer.url == f"{account.get_absolute_url()}#step-{step.pk}"
    kept = Evidence.objects.get()
    got = client.get(kept.get_absolute_url())
    assert (got["Content-Type"], got["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert got["Content-Disposition"] == 'attachment; filename="tangkapan layar.png"'
    assert b"".join(got) == PNG
    client.force_login(organisation.oki)
    assert client.get(kept.get_absolute_url()).status_code == 404
    assert client.get(f"/accounts/steps/{step.pk}/attest/").status_code == 404


def test_attest_step_keeps_what_was_typed_and_goes_only_to_our_pages(step, client, organisation):
    """REG-4"""
    client.force_login(organisation.budi)
    where = f"/accounts/steps/{step.pk}/attest/"
    answer = client.post(where, {"note": "Seen", "link": "ftp://files.example/x"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["link"])
    assert answer.context["form"]["note"].value() == "Seen"
    answer = client.post(where, {"note": "Seen", "next": "https://evil.example/"})
    assert answer.url == f"{step.checklist.account.get_absolute_url()}#step-{step.pk}"
    assert client.post(where, {"note": "Seen"}).status_code == 409
    assert client.get(where).status_code == 409


def test_open_checklist_where_none_is(account, client, organisation):
    """An account that was in trouble before there were playbooks. REG-7"""
    from accounts.models import Account

    client.force_login(organisation.sari)
    where = f"/accounts/{account.pk}/open-checklist/"
    assert client.post(where).status_code == 409
    Account.objects.filter(pk=account.pk).update(status="compromised")
    assert "Open the checklist" in client.get(account.get_absolute_url()).content.decode()
    assert client.post(where).status_code == 302
    assert account.checklists.get().kind == "compromised"


def test_checklist_through_the_api(step, playbook, organisation):
    """As JSON, and with a file as a form; the bytes come back as they are. PLT-2"""
    program = api_client(organisation.budi)
    where = f"/api/v1/checklists/{playbook.pk}"
    other = playbook.steps.get(key="secure_mailbox")
    answer = program.send(f"{where}/attest-step/", {"step": other.pk, "note": "Done"})
    assert (answer.status_code, answer.json()["steps"][2]["status"]) == (200, "done")
    assert program.send(f"{where}/attest-step/", {"step": other.pk, "note": "Done"}).status_code == 409
    file = SimpleUploadedFile("a.png", PNG)
    answer = program.post(f"{where}/attest-step/", {"step": step.pk, "file": file})
    kept = answer.json()["steps"][1]["evidence"][0]
    assert (answer.status_code, kept["name"], kept["size"]) == (200, "a.png", len(PNG))
    got = program.get(f"/api/v1/evidence/{kept['id']}/file")
    assert (got["Content-Type"], b"".join(got)) == ("application/octet-stream", PNG)
    answer = program.post(f"{where}/attest-step/", {"step": step.pk, "file": SimpleUploadedFile("a.png", b"MZ\x90\0")})
    assert answer.status_code in (400, 409)
    assert program.send(f"{where}/skip-step/", {"step": 9999, "why": "x"}).status_code == 400


CHECKLIST_QUERIES = 17
