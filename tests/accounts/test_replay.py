"""The events of the House register as its history, and the register as it stood on any day since. REG-2 REG-7"""

import csv
import os
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from accounts import actions
from accounts.models import Account, PreviousHandle
from people.models import Organisation, Person, Role
from people.models import Status as Employment
from tests.api import api_client
from tests.conftest import ROOT, real_data
from tests.stages import stage
from trail import clock
from trail.actions import SYSTEM
from trail.models import Entry
from trail.verify import verify

PLATFORMS = {"twitter": "x"}
DATES = 10


def house():
    return real_data() / "official-accounts-us-house"


def rows(name):
    with (house() / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@stage(long=True)
def history():
    """The replay, told once; gives what the command said."""
    from io import StringIO

    said = StringIO()
    call_command("replay", house() / "account_events.csv", register=house() / "accounts.csv", stdout=said)
    return said.getvalue()


def instants():
    """Ten dates from the first event to the last, the first and the last instant among them."""
    told = [datetime.fromisoformat(row["date"]) for row in rows("account_events.csv")]
    return [told[0] + (told[-1] - told[0]) * step / (DATES - 1) for step in range(DATES)]


def written(handle):
    """A handle as the register writes it: without the @ before it, Mastodon's server in lower case."""
    name, at, server = handle.removeprefix("@").partition("@")
    return f"{name}{at}{server.lower()}"


def stood(at):
    """Straight from the files, backwards: today's register with every later event undone."""
    found = {(row["owner_id"], row["platform"]): row["handle"] for row in rows("accounts.csv")}
    for row in reversed(rows("account_events.csv")):
        if datetime.fromisoformat(row["date"]) <= at:
            break
        place = row["person_id"], row["platform"]
        if row["event"] == "added":
            assert found.pop(place) == row["new_handle"]
        else:
            found[place] = row["old_handle"]
    return sorted(
        (person, PLATFORMS.get(platform, platform), written(handle)) for (person, platform), handle in found.items()
    )


def register(at):
    numbers = dict(Person.objects.values_list("pk", "external_id"))
    found = Account.objects.as_it_stood(at).filter(status_then="active")
    return sorted(
        (numbers[owner], platform, handle)
        for owner, platform, handle in found.values_list("owner_then_id", "platform_id", "handle_then")
    )


@pytest.mark.parametrize("step", range(DATES))
def test_as_of_equals_the_files(history, step):
    """REG-2: who had which account under which handle, on ten days of nine years."""
    at = instants()[step]
    assert len(stood(at)) > 900
    assert register(at) == stood(at)


def test_replay_tells_what_happened(history):
    """Every event is on the trail at its own instant, and the chain is whole. AUD-1"""
    events = rows("account_events.csv")
    assert history.startswith(f"events={len(events)} instants=129 ")
    assert history.endswith(" live=1388\n")
    first, last = instants()[0], instants()[-1]
    moved = Entry.objects.filter(verb__in=("drop_account", "rename_account", "register_account", "reinstate_account"))
    assert {entry.at for entry in moved if entry.at >= first} == {datetime.fromisoformat(row["date"]) for row in events}
    assert Entry.objects.filter(at__gt=last).count() == 0
    assert verify().is_whole
    renamed = [row for row in events if row["event"] in ("renamed", "case_only")]
    # Three more came back under another handle, told by the platform's own id.
    assert Entry.objects.filter(verb="rename_account").count() == PreviousHandle.objects.count() == len(renamed) + 3


def test_who_left_left_and_who_came_back_is_here(history):
    """ORG-2: nobody who left has an account; who has one is here."""
    left = set(Person.objects.filter(status=Employment.LEFT).values_list("external_id", flat=True))
    here = {row["owner_id"] for row in rows("accounts.csv")}
    gone = {row["person_id"] for row in rows("account_events.csv") if row["person_gone"] == "1"}
    assert left == gone - here
    assert Entry.objects.filter(verb="bring_back").count() > 0


def test_page_and_api_show_the_register_of_a_day(history, client):
    """REG-2: the same question at both doors; the count is the files' own."""
    from people import actions as people
    from people.models import Unit

    sari = people.add_person(unit=Unit.objects.root(), name="Sari Wulandari", email="sari@house.example", by=SYSTEM)
    people.grant_role(sari, Unit.objects.root(), Role.ADMINISTRATOR, reason="Keeps the register", by=SYSTEM)
    day = instants()[3].date()
    at = Organisation.current().today(clock.now())
    assert day < at
    end = datetime.fromisoformat(f"{day}T23:59:59.999999+07:00")
    wanted = [row for row in stood(end) if row[1] == "instagram"]
    asked = {"as_of": str(day), "platform": "instagram", "status": "active", "limit": 200}
    found, address = [], "/api/v1/accounts/"
    while address:
        answer = api_client(sari).get(address, asked if address == "/api/v1/accounts/" else {}).json()
        found += answer["results"]
        address = answer["next"]
    numbers = dict(Person.objects.values_list("pk", "external_id"))
    assert (
        sorted((numbers[row["then"]["owner"]["id"]], row["platform"], row["then"]["handle"]) for row in found) == wanted
    )
    client.force_login(sari)
    page = client.get("/accounts/", {"on": str(day), "platform": "instagram", "status": "active"})
    assert page.context["listing"].count == len(wanted)


# One account


def test_as_it_stood_follows_every_state(account, organisation):
    """REG-7: the state of any instant, also of an account that came back."""
    began = account.created_at
    verbs = [
        ("suspend_account", {}, "suspended"),
        ("restore_account", {}, "active"),
        ("drop_account", {}, "retired"),
        ("reinstate_account", {}, "active"),
    ]
    for step, (verb, more, _state) in enumerate(verbs, start=1):
        with clock.at(began + timedelta(days=step)):
            account.refresh_from_db()
            getattr(actions, verb)(account, by=SYSTEM, why="For the test", **more)
    expected = ["active", *(state for _verb, _more, state in verbs)]
    for step, state in enumerate(expected):
        at = began + timedelta(days=step, hours=1)
        assert Account.objects.as_it_stood(at).get(pk=account.pk).status_then == state, step
    assert not Account.objects.as_it_stood(began - timedelta(seconds=1)).filter(pk=account.pk).exists()


def test_as_it_stood_names_the_handle_of_the_day(account, organisation, sari, client):
    """REG-1: twice renamed, once in its capitals only; the page writes it as people wrote it then."""
    began = account.created_at
    for step, handle in enumerate(("NusantaraPangan", "pangan.nusantara"), start=1):
        with clock.at(began + timedelta(days=step)):
            account.refresh_from_db()
            actions.rename_account(account, handle, by=sari)
    handles = [
        Account.objects.as_it_stood(began + timedelta(days=step, hours=1)).get(pk=account.pk).handle_then
        for step in range(3)
    ]
    assert handles == ["nusantarapangan", "NusantaraPangan", "pangan.nusantara"]
    client.force_login(sari)
    with clock.at(began + timedelta(days=3)):
        today = Organisation.current().today(began)
        page = client.get("/accounts/", {"on": today.isoformat()}).content.decode()
    assert "@nusantarapangan<" in page
    assert "@pangan.nusantara<" not in page


def test_status_filter_of_a_past_day_is_of_that_day(account, sari, client):
    """REG-7: who asks for the suspended of a day gets the suspended of that day."""
    day = Organisation.current().today(account.created_at)
    with clock.at(account.created_at + timedelta(days=5)):
        actions.suspend_account(account, by=sari, why="For the test")
        client.force_login(sari)

        def asked(**query):
            return len(client.get("/accounts/", query).context["listing"].rows)

        assert asked(on=day.isoformat(), status="active") == 1
        assert asked(on=day.isoformat(), status="suspended") == 0
        assert asked(status="suspended") == 1


@pytest.mark.parametrize("asked", ["yesterday", "2999-01-01", "2026-03-01T10:00:00", "2999-01-01T00:00:00+07:00"])
def test_api_refuses_an_instant_it_cannot_answer(account, sari, asked):
    """PLT-2"""
    answer = api_client(sari).get("/api/v1/accounts/", {"as_of": asked})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "?as_of")


def test_api_says_nothing_of_then_unless_asked(account, sari):
    """PLT-2"""
    (row,) = api_client(sari).get("/api/v1/accounts/").json()["results"]
    assert row["then"] is None
    asked = {"as_of": (account.created_at + timedelta(microseconds=1)).isoformat()}
    (row,) = api_client(sari).get("/api/v1/accounts/", asked).json()["results"]
    assert row["then"]["status"] == "active"
    assert row["then"]["owner"] == {"id": account.owner_id, "name": "Budi Prasetyo"}


# The command

HEAD = "date,event,person_id,name,platform,old_handle,new_handle,platform_id,person_gone\n"
ADDED = "2020-01-01T10:00:00+07:00,added,1,Budi,twitter,,budi,,0\n"


def told(tmp_path, text):
    path = tmp_path / "events.csv"
    path.write_text(text)
    with pytest.raises(CommandError) as refused:
        call_command("replay", path)
    return str(refused.value)


@pytest.mark.django_db
def test_replay_names_every_row_that_does_not_fit(tmp_path):
    """All or nothing: a history with a hole is none. REG-10"""
    text = HEAD + ADDED + "2019-01-01T10:00:00+07:00,removed,1,Budi,twitter,other,,,1\n"
    assert told(tmp_path, text) == (
        "row 3: This event lies before the one above it.\nrow 3: “budi” stood there, not “other”."
    )
    assert "row 3: “sold”" in told(tmp_path, HEAD + ADDED + ADDED.replace("added", "sold"))
    assert "row 2: The date lacks" in told(tmp_path, HEAD + ADDED.replace("+07:00", ""))
    assert "row 2: “orkut”" in told(tmp_path, HEAD + ADDED.replace("twitter", "orkut"))
    assert "row 1: lacks the columns person_gone" in told(tmp_path, HEAD.replace(",person_gone", ""))
    with pytest.raises(CommandError, match="No such file"):
        call_command("replay", tmp_path / "none.csv")
    assert not Person.objects.exists()


def test_replay_needs_an_empty_database(organisation, tmp_path):
    """Nobody's trail goes on in the past."""
    assert "empty database" in told(tmp_path, HEAD + ADDED)


@pytest.mark.once
@pytest.mark.parametrize(("command", "may"), [("replay", True), ("seed_demo", False), ("run_due", False)])
def test_only_a_replay_sets_the_clock_where_people_work(command, may, environment):
    """Neither DEBUG nor DEMO: the clock stands in nobody's hand but the replay's."""
    code = "import sys; sys.argv[1:] = [%r]; from governance import settings; print(settings.CLOCK_MAY_BE_SET)"
    done = subprocess.run(
        [sys.executable, "-c", code % command],
        cwd=ROOT,
        env=environment | {"SECRET_KEY": os.environ["SECRET_KEY"], "TRAIL_KEY": os.environ["TRAIL_KEY"]},
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == str(may), done.stderr
