"""A register's dated events, played again as its history: who came, who went, who was renamed. REG-2 REG-10

The file has a row for each event: date (an instant), event, person_id, name, platform, old_handle, new_handle,
platform_id, person_gone, commit_subject. What stood before the first event follows from the events themselves
and from the register as it stands after the last one. Each change is done by the verb that people use, at its
own instant; the events of one instant are one action.
"""

import csv
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.actions.state import drop_account, reinstate_account
from accounts.models import Account, Platform
from accounts.rules.handle import BadHandle, parse
from imports.engine import import_file
from people import actions as people
from people.models import Person
from people.models import Status as Employment
from trail import clock
from trail.actions import SYSTEM, action

EVENTS = ("added", "removed", "renamed", "case_only", "replaced")
COLUMNS = ("date", "event", "person_id", "name", "platform", "old_handle", "new_handle", "platform_id", "person_gone")


@dataclass(frozen=True, slots=True)
class Event:
    number: int
    at: datetime
    kind: str
    person: str
    name: str
    platform: str
    old: str
    new: str
    uid: str
    is_gone: bool
    why: str

    @property
    def place(self):
        """One person has one account on a platform."""
        return self.person, self.platform


class BadRows(Exception):
    """What does not fit, row by row; nothing is written."""

    def __init__(self, errors):
        super().__init__("\n".join(f"row {number}: {text}" for number, text in errors))
        self.errors = errors


def read_events(path):
    """The events of a file in its order; raises BadRows where one does not fit those before it."""
    events, errors = [], []
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        if lacking := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
            raise BadRows([(1, _("lacks the columns %(names)s") % {"names": ", ".join(lacking)})])
        for number, row in enumerate(rows, start=2):
            try:
                events.append(_event(number, row))
            except (ValueError, BadHandle) as error:
                errors.append((number, getattr(error, "message", None) or error))
    if not errors:
        errors = _contradictions(events)
    if errors:
        raise BadRows(errors)
    return events


def read_standing(path):
    """(person, platform) → (name, handle, platform's id) of a register file."""
    with open(path, newline="", encoding="utf-8-sig") as file:
        return {
            (row["owner_id"], _platform(row["platform"])): (row["owner_name"], row["handle"], row["platform_id"])
            for row in csv.DictReader(file)
        }


def standing_before(events, after):
    """What stood before the first event: the first thing told of each place, or what no event ever touched."""
    first = {}
    for event in events:
        first.setdefault(event.place, event)
    before = {place: (event.name, event.old, "") for place, event in first.items() if event.old}
    return before | {place: row for place, row in after.items() if place not in first}


def replay(events, after, *, name):
    """Found the organisation before the first event and let everything happen; gives the number of instants."""
    with clock.at(events[0].at - timedelta(days=1)):
        player = Player(name)
        player.begin(standing_before(events, after), by=SYSTEM)
    instants = 0
    for at, together in groupby(events, key=lambda event: event.at):
        with clock.at(at):
            player.happen(list(together), by=SYSTEM)
        instants += 1
    return instants


class Player:
    """Knows by the file's own words who and what stands."""

    def __init__(self, name):
        self.name = name
        self.platforms = {platform.key: platform for platform in Platform.objects.all()}
        self.people, self.standing, self.retired = {}, {}, defaultdict(list)

    def begin(self, before, *, by):
        """What stood already comes in as a file does."""
        self.root = people.create_root(name=self.name, by=by)
        owners = sorted({(person, name) for (person, _platform), (name, *_rest) in before.items()})
        rows = [(person, platform, handle, uid) for (person, platform), (_name, handle, uid) in sorted(before.items())]
        _import("people", ("external_id", "name"), owners, by=by)
        _import("accounts", ("owner", "platform", "handle", "platform_uid"), rows, by=by)
        self.people = {person.external_id: person for person in Person.objects.all()}
        for account in Account.objects.with_people():
            self.standing[account.owner.external_id, account.platform_id] = account

    @action
    def happen(self, events, *, by):
        # Who makes room goes first: a handle may pass from one hand to another at one instant.
        for event in sorted(events, key=lambda event: event.kind != "removed"):
            getattr(self, f"_{event.kind}")(event, by=by)
        for person in {event.person for event in events if event.is_gone}:
            if not any(place[0] == person for place in self.standing):
                self.people[person] = people.mark_left(self.people[person], by=by, signal=True)

    def _added(self, event, *, by):
        self._register(event.place, event.name, event.new, event.uid, by=by, why=event.why)

    def _removed(self, event, *, by):
        account = self.standing.pop(event.place)
        drop_account(account, by=by, why=event.why or event.kind)
        self.retired[event.platform].append(account)

    def _renamed(self, event, *, by):
        actions.rename_account(self.standing[event.place], event.new, by=by, why=event.why)

    _case_only = _renamed

    def _replaced(self, event, *, by):
        self._removed(event, by=by)
        self._added(event, by=by)

    def _register(self, place, name, handle, uid, *, by, why):
        person, platform = self._person(place[0], name, by=by), self.platforms[place[1]]
        account = self._known(person, platform, handle, uid)
        if account is None:
            uids = {"platform_uid": uid} if uid else {}
            account = actions.register_account(self.root, platform, handle, person, by=by, why=why, **uids)
        else:
            self._take_back(account, person, handle, by=by, why=why)
        self.standing[place] = account

    def _known(self, person, platform, handle, uid):
        """The retired account that is meant: the platform's own id says so, else its last owner and handle."""
        key = parse(handle, platform.key).key
        for account in reversed(self.retired[platform.key]):
            same = account.owner == person and account.handle_key == key and not (uid and account.platform_uid)
            if same or (uid and account.platform_uid == uid):
                self.retired[platform.key].remove(account)
                return account
        return None

    def _take_back(self, account, person, handle, *, by, why):
        if account.owner != person:
            actions.set_owner(account, person, by=by, why=why)
        account.owner.refresh_from_db()
        reinstate_account(account, by=by, why=why or str(_("On the register again")))
        if account.handle != handle:
            actions.rename_account(account, handle, by=by, why=why)

    def _person(self, key, name, *, by):
        person = self.people.get(key)
        if person is None:
            person = people.add_person(unit=self.root, name=name, external_id=key, by=by)
        elif person.status == Employment.LEFT:
            person = people.bring_back(person, by=by)
        self.people[key] = person
        return person


def _import(kind, columns, rows, *, by):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([columns, *rows])
        errors = []
        if import_file(kind, path, by=by, source="replay", say=errors.append).code:
            raise BadRows([("–", error) for error in errors])


def _event(number, row):
    at = datetime.fromisoformat(row["date"])
    if at.tzinfo is None:
        raise ValueError(_("The date lacks its offset from UTC."))
    if row["event"] not in EVENTS:
        raise ValueError(_("“%(word)s” is not an event known here.") % {"word": row["event"]})
    platform = _platform(row["platform"])
    for handle in filter(None, (row["old_handle"], row["new_handle"])):
        parse(handle, platform)
    return Event(
        number, at, row["event"], row["person_id"], row["name"], platform, row["old_handle"], row["new_handle"],
        row["platform_id"], row["person_gone"] == "1", row.get("commit_subject") or "",
    )  # fmt: skip


def _platform(word):
    platform = Platform.by_word(word)
    if platform is None:
        raise ValueError(_("“%(word)s” is not a platform known here.") % {"word": word})
    return platform.key


def _contradictions(events):
    """Each event must find what the one before it left."""
    errors, handles = [], {}
    for before, event in zip([None, *events], events, strict=False):
        if before is not None and event.at < before.at:
            errors.append((event.number, _("This event lies before the one above it.")))
        found = handles.get(event.place, event.old)
        if found != event.old:
            words = {"found": found or "–", "told": event.old or "–"}
            errors.append((event.number, _("“%(found)s” stood there, not “%(told)s”.") % words))
        handles[event.place] = event.new
    return errors


def is_empty():
    return not Person.objects.exists() and not Account.objects.exists()
