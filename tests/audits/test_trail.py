"""The trail page and its API. AUD-1"""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from audits import actions
from people.actions import edit_unit, grant_role
from people.models import Role
from tests.api import api_client
from tests.triggers import triggers_lifted
from trail import chain
from trail.actions import SYSTEM
from trail.erasure import erase_payload
from trail.errors import Refused
from trail.models import Entry

PAGE, EXPORT, VERIFY, API = "/audits/trail/", "/audits/trail/export.jsonl", "/audits/trail/verify/", "/api/v1/trail/"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def entries_on(response):
    return [moment.seq for moment in response.context["moments"]]


@pytest.fixture
def shown(client):
    """The entries a person sees on the page, by their numbers."""

    def get(reader, **query):
        client.force_login(reader)
        return entries_on(client.get(PAGE, query))

    return get


def exported(client, reader, **query):
    client.force_login(reader)
    return [json.loads(line) for line in b"".join(client.get(EXPORT, query).streaming_content).splitlines()]


def test_who_does_not_audit_reads_no_trail(client, organisation):
    for person in (organisation.oki, organisation.nia, organisation.rudi):
        client.force_login(person)
        assert [client.get(PAGE).status_code, client.get(EXPORT).status_code] == [403, 403]
        assert client.post(VERIFY).status_code == 403
        assert api_client(person).get(API).json()["results"] == []


def test_who_audits_the_root_reads_everything(shown, andi):
    assert shown(andi) == list(Entry.objects.values_list("seq", flat=True)[:50])


def test_who_audits_a_unit_reads_its_entries_alone(client, shown, organisation):
    """Entries of other units, and those of no unit, do not exist for them."""
    grant_role(organisation.oki, organisation.logistik, Role.AUDITOR, reason="Stocktaking", by=SYSTEM)
    api = api_client(organisation.oki)
    own = list(Entry.objects.filter(unit_id=organisation.logistik.pk).values_list("seq", flat=True))
    assert (shown(organisation.oki), len(own) > 1) == (own, True)
    assert [entry["seq"] for entry in exported(client, organisation.oki)] == own[::-1]
    assert [entry["seq"] for entry in api.get(API).json()["results"]] == own
    foreign = Entry.objects.filter(unit_id=organisation.pangan.pk).first()
    assert api.get(f"{API}{foreign.pk}/").status_code == 404
    client.force_login(organisation.oki)
    assert client.post(VERIFY).status_code == 403


def test_the_page_tells_what_happened_and_escapes_it(client, organisation):
    edit_unit(organisation.pangan, name="<b>Pangan</b> & co", by=organisation.sari)
    client.force_login(organisation.andi)
    html = client.get(PAGE).content.decode()
    assert "&lt;b&gt;Pangan&lt;/b&gt; &amp; co" in html
    assert "<b>Pangan</b>" not in html


def test_the_filters_narrow_page_and_file_alike(client, shown, organisation, clock):
    andi, sari = organisation.andi, organisation.sari
    later = datetime.now(UTC) + timedelta(days=30)
    with clock.at(later):
        edit_unit(organisation.pangan, name="Pangan Baru", by=sari)
    newest = Entry.objects.order_by("-seq").first()
    day = f"{later + timedelta(hours=7):%Y-%m-%d}"
    queries = [
        {"person": f"{sari.name} #{sari.pk}"},
        {"verb": "edit_unit", "since": day},
        {"object_type": "people.unit", "object_id": str(organisation.pangan.pk), "since": day},
        {"since": day, "until": day},
    ]
    for query in queries:
        assert newest.seq in shown(andi, **query)
        assert [entry["seq"] for entry in exported(client, andi, **query)] == shown(andi, **query)[::-1]
    assert shown(andi, verb="edit_unit", since=day) == [newest.seq]
    assert newest.seq not in shown(andi, until=f"{later - timedelta(days=2):%Y-%m-%d}")


@pytest.mark.parametrize("query", [{"verb": "nonsense"}, {"since": "yesterday"}, {"person": "Nobody"}, {"after": "x"}])
def test_a_filter_without_sense_is_refused(client, andi, query):
    client.force_login(andi)
    assert client.get(PAGE, query).status_code == 400


def test_the_list_takes_as_many_queries_at_thirty_rows_as_at_one(client, organisation, django_assert_num_queries):
    client.force_login(organisation.andi)
    client.get(PAGE)
    for query in ({"object_type": "people.unit", "object_id": str(organisation.logistik.pk)}, {}):
        with django_assert_num_queries(14):
            client.get(PAGE, query)


def test_verifying_says_so_and_is_recorded(client, organisation):
    client.force_login(organisation.andi)
    count = Entry.objects.count()
    page = client.post(VERIFY, follow=True)
    newest = Entry.objects.order_by("-seq").first()
    assert (newest.verb, newest.actor, newest.seq) == ("verify_trail", f"person:{organisation.andi.pk}", count + 1)
    assert page.context["proof"].seq == newest.seq
    assert f"{count}" in str(next(iter(page.context["messages"])))


def test_verifying_names_the_first_bad_entry(client, organisation):
    with triggers_lifted():
        Entry.objects.filter(seq=3).update(verb="other")
    client.force_login(organisation.andi)
    page = client.post(VERIFY, follow=True)
    assert "3" in str(next(iter(page.context["messages"])))
    assert page.context["proof"].payload["after"] == {"seq": 3, "kind": "edited"}


def test_a_very_long_trail_is_verified_by_command(organisation, monkeypatch):
    monkeypatch.setattr(actions, "LARGEST", 1)
    with pytest.raises(Refused):
        actions.verify_trail(organisation.root, by=organisation.andi)


def test_the_file_proves_its_payloads_and_its_order(client, organisation):
    """An outsider can follow commitments and links without the key."""
    erase_payload(Entry.objects.get(seq=2), by=organisation.sari, why="Asked by its author")
    entries = exported(client, organisation.andi)
    assert [entry["prev"] for entry in entries] == [chain.GENESIS, *(entry["hash"] for entry in entries[:-1])]
    assert (entries[1]["salt"], entries[1]["payload"]) == (None, None)
    for entry in entries[:1] + entries[2:]:
        text = json.dumps(entry["payload"], sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256((entry["salt"] + text).encode()).hexdigest() == entry["commitment"]


def test_the_api_gives_entries_with_their_payloads(organisation):
    edit_unit(organisation.pangan, name="Pangan Baru", by=organisation.sari)
    newest = Entry.objects.order_by("-seq").first()
    api = api_client(organisation.andi)
    found = api.get(API, {"verb": "edit_unit", "limit": "1"}).json()["results"][0]
    assert (found["seq"], found["actor"], found["hash"]) == (newest.seq, f"person:{organisation.sari.pk}", newest.hash)
    assert found["payload"]["after"]["name"] == "Pangan Baru"
    assert api.get(f"{API}{newest.pk}/").json() == found
    assert api.get(API, {"colour": "red"}).status_code == 400
    assert api.post(API, {}, content_type="application/json").status_code == 405


def test_the_addresses_have_names():
    assert [
        reverse("audits:entry_list"),
        reverse("audits:export_entries", args=["jsonl"]),
        reverse("audits:verify_trail"),
    ] == [
        PAGE,
        EXPORT,
        VERIFY,
    ]
