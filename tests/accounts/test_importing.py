"""What a file of accounts may do, and to whom. REG-10 PLT-4"""

import pytest

from accounts import actions
from accounts.models import Account
from imports.engine import import_file
from people import actions as people
from people.models import Role


def write(path, *lines):
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def pangan_only(organisation):
    """Nia administers Pangan and nothing else."""
    people.grant_role(
        organisation.nia, organisation.pangan, Role.ADMINISTRATOR, reason="Keeps Pangan", by=organisation.sari
    )
    return organisation.nia


def test_import_does_not_reach_into_other_units(organisation, pangan_only, tmp_path):
    """PLT-4: an administrator of one unit neither writes, takes over nor drops accounts of another."""
    group = write(
        tmp_path / "group.csv",
        "platform,handle,owner,unit",
        "instagram,energi_one,sari@nusantara.example,Nusantara Energi",
        "instagram,energi_two,sari@nusantara.example,Nusantara Energi",
        "instagram,pangan_one,budi@nusantara.example,Nusantara Pangan",
    )
    assert import_file("accounts", group, by=organisation.sari).code == 0
    for line in (
        "instagram,new_one,sari@nusantara.example,Nusantara Energi",
        "instagram,energi_one,budi@nusantara.example,Nusantara Pangan",
    ):
        foreign = write(tmp_path / "foreign.csv", "platform,handle,owner,unit", line)
        outcome = import_file("accounts", foreign, by=pangan_only, unit=organisation.pangan, accept_drop=1)
        assert outcome.code == 1
    own = write(
        tmp_path / "own.csv",
        "platform,handle,owner,unit",
        "instagram,pangan_two,budi@nusantara.example,Nusantara Pangan",
    )
    outcome = import_file("accounts", own, by=pangan_only, unit=organisation.pangan, accept_drop=1)
    assert outcome.line == "created=1 updated=0 unchanged=0 retired=1 errors=0"
    live = Account.objects.live().values_list("handle", flat=True)
    assert sorted(live) == ["energi_one", "energi_two", "pangan_two"]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (",one,budi@nusantara.example,", "platform"),
        ("myspace,one,budi@nusantara.example,", "platform"),
        ("instagram,,budi@nusantara.example,", "handle"),
        ("instagram,o\u200bne,budi@nusantara.example,", "handle"),
        ("instagram,one,,", "owner"),
        ("instagram,one,nobody@nusantara.example,", "owner"),
        ("instagram,one,budi@nusantara.example,No such unit", "unit"),
    ],
)
def test_import_names_the_row_and_writes_nothing(organisation, tmp_path, line, field):
    """REG-10: one bad row and nothing is written; the error names row and field."""
    path = write(
        tmp_path / "accounts.csv",
        "platform,handle,owner,unit",
        "instagram,good_one,budi@nusantara.example,Nusantara Pangan",
        line,
    )
    said = []
    outcome = import_file("accounts", path, by=organisation.sari, say=said.append)
    assert (outcome.code, outcome.errors, Account.objects.count()) == (1, 1, 0)
    assert next(line for line in said if line.startswith("row ")).startswith(f"row 3: {field}: ")


def test_import_takes_back_what_it_dropped(organisation, tmp_path):
    """REG-7 REG-10: an account that returns to its source is the same account again."""
    both = write(
        tmp_path / "both.csv",
        "platform,handle,owner",
        "instagram,one,budi@nusantara.example",
        "instagram,two,budi@nusantara.example",
    )
    only = write(tmp_path / "only.csv", "platform,handle,owner", "instagram,one,budi@nusantara.example")
    import_file("accounts", both, by=organisation.sari)
    assert import_file("accounts", only, by=organisation.sari).code == 3
    dropped = import_file("accounts", only, by=organisation.sari, accept_drop=1)
    assert dropped.line == "created=0 updated=0 unchanged=1 retired=1 errors=0"
    again = import_file("accounts", both, by=organisation.sari)
    assert again.line == "created=0 updated=1 unchanged=1 retired=0 errors=0"
    assert Account.objects.count() == 2


def test_import_follows_a_rename_by_the_platforms_own_id(organisation, tmp_path):
    """REG-1: the same id under a new handle is a rename, and the old handle stays on record."""
    head = "platform,handle,platform_id,owner"
    old = write(tmp_path / "old.csv", head, "x,WhipClyburn,188019606,budi@nusantara.example")
    new = write(tmp_path / "new.csv", head, "x,RepClyburn,188019606,budi@nusantara.example")
    import_file("accounts", old, by=organisation.sari)
    outcome = import_file("accounts", new, by=organisation.sari)
    assert outcome.line == "created=0 updated=1 unchanged=0 retired=0 errors=0"
    account = Account.objects.get()
    assert (account.handle, [old.handle for old in account.previous_handles.all()]) == ("RepClyburn", ["WhipClyburn"])


def test_export_and_import_again_changes_nothing(account, organisation, client, tmp_path):
    """REG-10: what the register writes, it reads back unchanged."""
    actions.edit_account(account, name="=1+1", payer="@Pangan", by=organisation.sari)
    client.force_login(organisation.sari)
    body = b"".join(client.get("/accounts/export.csv"))
    path = tmp_path / "export.csv"
    path.write_bytes(body)
    assert import_file("accounts", path, by=organisation.sari).line == (
        "created=0 updated=0 unchanged=1 retired=0 errors=0"
    )
    # Registered by hand it stays so: the source it was mentioned in may not end it by leaving it out.
    other = write(tmp_path / "other.csv", "platform,handle,owner", "instagram,one,budi@nusantara.example")
    assert import_file("accounts", other, by=organisation.sari).line == (
        "created=1 updated=0 unchanged=0 retired=0 errors=0"
    )
