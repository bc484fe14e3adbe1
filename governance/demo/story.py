"""The past of Nusantara Group, told in order of time by the verbs that people use."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts import actions as accounts
from accounts.models import Account, Platform
from governance.demo import access, checklists, files, governing, keys, register, reports, requests, signin
from governance.demo import people as cast
from people import actions as people
from people.models import Organisation, Role
from trail import clock
from trail.actions import SYSTEM

WHERE = ZoneInfo("Asia/Jakarta")


class Story:
    """Things that happened, each on its day; `tell()` lets them happen in order."""

    def __init__(self, now):
        self.now = now
        self.today = now.astimezone(WHERE).date()
        self.happenings = []
        self.units, self.people, self.accounts = {}, {}, {}

    def plan(self, days_ago, deed, hour=9):
        at = datetime.combine(self.today - timedelta(days=days_ago), time(hour), tzinfo=WHERE)
        self.happenings.append((min(at, self.now), len(self.happenings), deed))

    def tell(self):
        self._founding()
        self._register()
        self._rotations()
        self._later()
        access.plan(self)
        governing.plan(self)
        files.plan(self)
        reports.plan(self)
        signin.plan(self)
        requests.plan(self)
        for at, _order, deed in sorted(self.happenings, key=lambda happening: happening[:2]):
            with clock.at(at):
                deed()

    def _founding(self):
        self.plan(1500, self._found)
        for key, (_name, _unit, _came, left) in cast.FORMER.items():
            self.plan(left, lambda key=key: people.mark_left(self.people[key], by=self.sari, why="Resigned"))
        for key, (name, unit, kind, employer, sponsor, days) in cast.OUTSIDE.items():
            self.plan(
                60,
                lambda key=key, name=name, unit=unit, kind=kind, employer=employer, sponsor=sponsor, days=days: (
                    self._outsider(key, name, unit, kind, employer, sponsor, days)
                ),
            )

    @property
    def sari(self):
        return self.people["sari"]

    def _found(self):
        root = people.create_root(name=cast.ROOT, by=SYSTEM)
        people.mark_demo(by=SYSTEM)
        people.edit_organisation(email_domains=[cast.DOMAIN], language="id", by=SYSTEM)
        self.units["root"] = root
        for key, (parent, name, kind) in cast.UNITS.items():
            self.units[key] = people.create_unit(parent=self.units[parent], name=name, kind=kind, by=SYSTEM)
        everybody = {**cast.PEOPLE, **{key: (*row[:2], "Social media lead") for key, row in cast.FORMER.items()}}
        for key, (name, unit, title) in everybody.items():
            self.people[key] = people.add_person(
                name=name,
                email=f"{key}@{cast.DOMAIN}",
                unit=self.units[unit],
                job_title=title,
                by=SYSTEM,
            )
        for unit, head in cast.HEADS.items():
            people.set_head(self.units[unit], self.people[head], by=SYSTEM)
        for person, unit, role, reason in cast.ROLES:
            people.grant_role(self.people[person], self.units[unit], Role(role), reason=reason, by=SYSTEM)

    def _outsider(self, key, name, unit, kind, employer, sponsor, days):
        self.people[key] = people.add_person(
            name=name,
            email=f"{key}@{cast.DOMAIN}",
            unit=self.units[unit],
            kind=kind,
            employer=employer,
            sponsor=self.people[sponsor],
            contract_ends_on=self.today + timedelta(days=days),
            by=self.sari,
        )

    def _register(self):
        for row in register.ACCOUNTS:
            self.plan(row[8], lambda row=row: self._account(row))
        for (platform, handle), hands in register.EARLIER.items():
            following = [person for person, _days in hands[1:]] + [self._row(platform, handle)[3]]
            for (_person, days), successor in zip(hands, following, strict=True):
                self.plan(
                    days,
                    lambda platform=platform, handle=handle, successor=successor: accounts.set_owner(
                        self._now(platform, handle), self.people[successor], by=self.sari, why="Handover"
                    ),
                    hour=14,
                )

    def _row(self, platform, handle):
        return next(row for row in register.ACCOUNTS if row[:2] == (platform, handle))

    def _account(self, row):
        platform, handle, unit, owner, backup, custodian, purposes, audiences, days = row
        key = (platform, handle)
        first = register.EARLIER.get(key, ((owner, 0),))[0][0]
        second = self.people[backup] if backup and backup != first else None
        account = accounts.register_account(
            self.units[unit],
            Platform.objects.get(pk=platform),
            handle,
            self.people[first],
            backup=second,
            purposes=purposes.split(),
            audiences=audiences.split(),
            languages=["id", "en"],
            registered_email=register.ELSEWHERE.get(key, f"{unit.split('_')[0]}@{cast.DOMAIN}"),
            two_factor="none" if key in register.NO_SECOND_FACTOR else "app",
            official_since=self.today - timedelta(days=days),
            approval=f"{(self.today - timedelta(days=days)).year}-{1 + days % 9:02}",
            by=self.sari,
        )
        self.accounts[key] = account.pk
        if custodian:
            accounts.set_custodian(
                account,
                self.people[custodian],
                vault="keepass",
                vault_item=f"Nusantara/{account.unit}/{account.platform.name} {account.handle}",
                by=self.sari,
            )

    def _rotations(self):
        for row in register.ACCOUNTS:
            key, custodian, registered = row[:2], row[5], row[8]
            days = 200 if key in register.ROTATION_LATE else 20 + registered % 90
            if custodian and days < registered:
                self.plan(days, lambda key=key, who=custodian, days=days: self._rotate(key, who, days), hour=15)

    def _rotate(self, key, custodian, days_ago):
        next_on = self.today + timedelta(days=180 - days_ago)
        accounts.record_rotation(self._now(*key), next_on=next_on, by=self.people[custodian])

    def _now(self, platform, handle):
        return Account.objects.with_people().get(pk=self.accounts[platform, handle])

    def _later(self):
        for row in register.ACCOUNTS:
            key, days = row[:2], row[8]
            if key in register.UNVERIFIED:
                continue
            checked = 500 if key in register.STALE else 10 + (days * 7) % 330
            self.plan(
                min(checked, days - 1),
                lambda key=key: accounts.verify_account(self._now(*key), how="Code in the bio", by=self.sari),
                hour=11,
            )
        for row in keys.TOOLS:
            # One whose authoriser has left was connected while they were here.
            self.plan(640 if row[4] in cast.FORMER else 50, lambda row=row: self._connect(*row))
        for (platform, handle), told in keys.RECOVERY.items():
            self.plan(48, lambda key=(platform, handle), told=told: self._recovery(key, *told))
        for platform, handle, verb, why, days in register.STATES:
            self.plan(
                days,
                lambda platform=platform, handle=handle, verb=verb, why=why: getattr(accounts, verb)(
                    self._now(platform, handle), by=self.sari, why=why
                ),
                hour=8,
            )
        for platform, handle, step, person, note, days, hour in checklists.SETTLED:
            self.plan(
                days,
                lambda platform=platform, handle=handle, step=step, person=person, note=note: self._settle(
                    platform, handle, step, person, note
                ),
                hour=hour,
            )
        self.plan(380, self._close_promo, hour=8)
        self.plan(340, self._retire_promo, hour=8)
        self.plan(
            9,
            lambda: people.announce_leaving(
                self.people["budi"], self.today + timedelta(days=9), by=self.sari, why="Takes a new job"
            ),
            hour=6,
        )

    def _connect(self, platform, handle, name, kind, person, powers, signs_in, days):
        accounts.connect_tool(
            self._now(platform, handle),
            name,
            self.people[person],
            kind=kind,
            powers=powers.split(),
            signs_in=signs_in,
            token_expires_on=None if days is None else self.today + timedelta(days=days),
            by=self.sari,
        )

    def _recovery(self, key, mailbox, phone, whose):
        accounts.edit_account(
            self._now(*key),
            recovery_email=mailbox,
            recovery_phone=phone,
            recovery_phone_of=self.people[whose] if whose else None,
            by=self.sari,
        )

    def _settle(self, platform, handle, key, person, note):
        """A note attests; one that begins with a minus sets aside."""
        checklist = self._now(platform, handle).checklists.open().get()
        step, by = checklist.steps.get(key=key), self.people[person]
        if note.startswith("-"):
            accounts.skip_step(step, by=by, why=note.lstrip("- "))
        else:
            accounts.attest_step(step, by=by, note=note)

    def _close_promo(self):
        key = ("facebook", "PanganPromo2022")
        account = accounts.start_retiring(self._now(*key), by=self.sari, why="The campaign is over")
        for step in account.checklists.get().steps.all():
            accounts.attest_step(step, by=self.people["citra"], note="Done and looked at by Lina.")

    def _retire_promo(self):
        key = ("facebook", "PanganPromo2022")
        accounts.retire_account(
            self._now(*key),
            by=self.sari,
            archive_place="Archive server, folder pangan/promo-2022",
            exported_on=Organisation.current().today(clock.now()),
        )


def seed():
    """Build the demo organisation; gives the number of people and of live accounts."""
    story = Story(clock.now())
    story.tell()
    return len(story.people), Account.objects.live().count()
