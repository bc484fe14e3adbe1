"""The list as a file: what the reader may see, no formula, and back again without a change. REG-10 REG-6"""

import csv
import io
import json

import pytest
from django.urls import reverse

from accounts import actions
from imports.engine import import_file
from trail.actions import SYSTEM


def rows(client, form="csv", **asked):
    answer = client.get(reverse("accounts:export_accounts", args=[form]), asked)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    if form == "jsonl":
        return [json.loads(line) for line in text.splitlines()]
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def kept(account, organisation, sari):
    return actions.set_custodian(account, organisation.made, vault="keepass", vault_item="Media/Instagram", by=sari)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_export_shows_what_the_reader_may_see(kept, client, organisation, form):
    """Custody only where it may be read. PLT-4 REG-6"""
    for who, expected in (("oki", []), ("rudi", [""]), ("andi", ["Media/Instagram"]), ("sari", ["Media/Instagram"])):
        client.force_login(getattr(organisation, who))
        assert [row["vault_item"] for row in rows(client, form)] == expected, who


def test_export_takes_the_filters(kept, client, sari):
    """REG-10"""
    client.force_login(sari)
    assert [row["handle"] for row in rows(client, gap="no_custody")] == []
    assert [row["handle"] for row in rows(client, platform="instagram")] == ["nusantarapangan"]
    assert client.get(reverse("accounts:export_accounts", args=["csv"]), {"status": "x"}).status_code == 400
    assert client.get(reverse("accounts:export_accounts", args=["xls"])).status_code == 404


def test_export_neutralises_formulas(account, client, sari):
    """A cell is never a formula in a spreadsheet. REG-10"""
    actions.edit_account(account, name="=HYPERLINK(1)", payer="-1+1", by=sari)
    client.force_login(sari)
    assert [(row["name"], row["payer"]) for row in rows(client)] == [("'=HYPERLINK(1)", "'-1+1")]
    assert [row["name"] for row in rows(client, "jsonl")] == ["=HYPERLINK(1)"]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_export_imported_again_changes_nothing(kept, client, organisation, sari, tmp_path, form, instagram):
    """A live account, and a retired one whose handle lives on in another. REG-10"""
    old = actions.register_account(organisation.pangan, instagram, "pangan_lama", organisation.budi, by=sari)
    actions.drop_account(old, by=sari, why="Renamed long ago")
    actions.register_account(organisation.energi, instagram, "pangan_lama", organisation.dewi, by=sari)
    actions.edit_account(kept, languages=["en", "id"], audiences=["buyers"], badge="verified", by=sari)
    client.force_login(sari)
    file = tmp_path / f"accounts.{form}"
    answer = client.get(reverse("accounts:export_accounts", args=[form]))
    file.write_bytes(b"".join(answer.streaming_content))
    first = import_file("accounts", file, by=SYSTEM)
    assert (first.created, first.unchanged, first.retired, first.errors) == (0, 3, 0, 0)
    again = import_file("accounts", file, by=SYSTEM)
    assert (again.created, again.updated, again.unchanged, again.errors) == (0, 0, 3, 0)
