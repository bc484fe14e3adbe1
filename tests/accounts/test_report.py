"""Suspicious accounts are reported, found out and followed to their take-down. REG-11"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts import actions, tasks
from accounts.actions.report import TooMany, forget_reporters
from accounts.models import Account, Finding, Platform, Report, Sighting
from accounts.official import look_up
from accounts.rules.account import today
from accounts.rules.report import FROM_ALL_AN_HOUR, refuse_fake
from imports.engine import import_file
from notices.models import Notice
from people import actions as people
from people.models import Role
from trail.actions import SYSTEM
from trail.errors import IllegalMove, Refused
from trail.models import Entry

FAKE = "https://instagram.com/nusantarapangan_promo"


@pytest.fixture
def fake(account, organisation):
    """The case of a look-alike, reported from outside."""
    return actions.report_publicly(FAKE, by=SYSTEM, seen="Sells vouchers", email="ibu@example.com").report


@pytest.fixture
def impostor(fake, sari):
    return actions.confirm_impostor(fake, by=sari, why="Uses our logo")


def fresh(report):
    return Report.objects.with_account().get(pk=report.pk)


def test_report_account_is_for_everybody_here(account, organisation, oki):
    """Whoever is signed in may; who is no longer here may not. REG-11"""
    sighting = actions.report_account(FAKE, by=oki, seen="My aunt was asked for money", concern="money")
    assert (sighting.person, sighting.email, sighting.report.status) == (oki, "", Finding.REPORTED)
    people.mark_left(oki, by=organisation.sari, why="Gone")
    oki.refresh_from_db()
    with pytest.raises(PermissionDenied):
        actions.report_account(FAKE, by=oki)


def test_report_finds_the_account_that_is_meant(fake, account):
    """The case goes to the unit of the account it resembles. REG-11"""
    assert (fake.account, fake.unit, fake.handle_key) == (account, account.unit, "nusantarapangan_promo")


def test_report_of_a_stranger_goes_to_the_root(account, organisation):
    report = actions.report_publicly("https://x.com/somebody_else", by=SYSTEM).report
    assert (report.account, report.unit) == (None, organisation.root)


def test_reports_of_one_account_join(fake, oki):
    """Another spelling by another person is the same case, with a count; nobody's open page grows stale. REG-11"""
    version = fake.version
    for spelling in ("INSTAGRAM.com/NusantaraPangan_Promo/?hl=id", "@nusantarapangan_promo"):
        actions.report_account(spelling, platform=fake.platform, by=oki)
    report = Report.objects.get()
    assert (report.times, report.sightings.count(), report.version) == (3, 3, version)
    assert len(set(report.sightings.values_list("reference", flat=True))) == 3


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"handle": ""}, "handle"),
        ({"handle": "@somebody"}, "platform"),
        ({"handle": "https://instagram.com/p/CxYz12345/"}, "handle"),
        ({"handle": "https://instagram.com/nusant\u0430ra"}, "handle"),
        ({"handle": "nusantara\u202epangan"}, "handle"),
        ({"handle": FAKE, "evidence_url": "javascript:alert(1)"}, "evidence_url"),
        ({"handle": FAKE, "seen": "its password: hunter2horse"}, "seen"),
    ],
)
def test_report_refuses_at_the_field(account, given, field):
    with pytest.raises(ValidationError) as refused:
        actions.report_publicly(**given, by=SYSTEM)
    assert list(refused.value.error_dict) == [field]
    assert not Report.objects.exists()


def test_report_keeps_no_invisible_marks(account):
    sighting = actions.report_publicly(FAKE, by=SYSTEM, seen="a\u202eb\u200bc")
    assert sighting.seen == "abc"


def test_report_publicly_has_a_limit_over_all(account, clock):
    """Nobody buries the triage; an hour later it is open again. REG-11"""
    report = actions.report_publicly(FAKE, by=SYSTEM).report
    now = clock.now()
    Sighting.objects.bulk_create(
        Sighting(report=report, concern="other", at=now) for _number in range(FROM_ALL_AN_HOUR - 1)
    )
    with pytest.raises(TooMany):
        actions.report_publicly(FAKE, by=SYSTEM)
    clock.set(now + timedelta(minutes=61))
    actions.report_publicly(FAKE, by=SYSTEM)


# What the public hears


def answers(report=None):
    return look_up(FAKE).answer, look_up("@nusantarapangan_promo").answer


def test_public_hears_of_confirmed_impostors_only(fake, account, sari):
    """REG-9 REG-11: what is merely reported is not listed; confirmed, it is a fake that points at the real one."""
    assert answers() == ("not_listed", "not_listed")
    actions.find_fan(fake, by=sari, why="A fan club")
    assert answers() == ("not_listed", "not_listed")
    actions.confirm_impostor(fake, by=sari, why="It began to sell")
    assert answers() == ("reported_fake", "reported_fake")
    assert [listed.handle for listed in look_up(FAKE).similar] == [account.handle]
    actions.ask_takedown(fake, by=sari, channel="form", reference="IG-12345")
    assert answers() == ("reported_fake", "reported_fake")
    actions.record_answer(fake, by=sari, answer="removed")
    assert (fake.status, answers()) == (Finding.CLOSED, ("reported_fake", "reported_fake"))
    actions.reopen_report(fake, by=sari, why="We were mistaken")
    assert answers() == ("not_listed", "not_listed")


def test_public_hears_of_a_namesake_elsewhere(account, organisation, sari):
    """The same name is ours on one platform and a fake on another. REG-9"""
    report = actions.report_publicly("https://tiktok.com/@nusantarapangan", by=SYSTEM).report
    actions.confirm_impostor(report, by=sari, why="Not ours")
    bare = look_up("nusantarapangan")
    assert (bare.answer, [fake.platform for fake in bare.fakes]) == ("official", ["tiktok"])
    assert look_up("https://www.tiktok.com/@nusantarapangan").answer == "reported_fake"
    assert look_up("https://www.instagram.com/nusantarapangan").answer == "official"


def test_public_is_not_pointed_at_what_has_retired(impostor, account, sari):
    actions.drop_account(account, by=sari, why="Gone")
    assert (look_up(FAKE).answer, look_up(FAKE).similar) == ("reported_fake", [])


def test_official_costs_no_further_query(impostor, account, django_assert_num_queries):
    """REG-9: who asks for an official address pays nothing for the impostors."""
    look_up(account.url)
    with django_assert_num_queries(1):
        look_up(account.url)


# Ours or not


def test_confirm_impostor_is_refused_for_what_is_ours(account, sari):
    """REG-11: what is on the register, live or being set up, is no impostor."""
    report = actions.report_publicly(account.url, by=SYSTEM, seen="Strange posts").report
    for verb in (actions.confirm_impostor, actions.find_fan):
        with pytest.raises(Refused, match="on our register"):
            verb(fresh(report), by=sari, why="Looks fake")
    actions.find_official(fresh(report), by=sari)
    assert (fresh(report).status, fresh(report).account) == (Finding.OFFICIAL, account)


def test_find_official_needs_the_register(fake, sari):
    with pytest.raises(Refused, match="No account of ours"):
        actions.find_official(fake, by=sari)


def test_register_refuses_a_confirmed_impostor(impostor, organisation, sari, instagram):
    """REG-11: with a clear word; once the report is reopened it can be registered."""
    with pytest.raises(ValidationError, match="confirmed this account as an impostor"):
        actions.register_account(organisation.pangan, instagram, "NusantaraPangan_Promo", organisation.budi, by=sari)
    actions.reopen_report(impostor, by=sari, why="It is our agency's")
    actions.register_account(organisation.pangan, instagram, "NusantaraPangan_Promo", organisation.budi, by=sari)
    assert look_up(FAKE).answer == "official"
    with pytest.raises(Refused):
        actions.confirm_impostor(fresh(impostor), by=sari, why="Again")


def test_rename_and_reinstate_refuse_a_confirmed_impostor(impostor, account, organisation, sari, instagram):
    with pytest.raises(ValidationError, match="impostor"):
        actions.rename_account(account, "nusantarapangan_promo", by=sari)
    old = actions.register_account(organisation.pangan, instagram, "pangan_lama", organisation.budi, by=sari)
    actions.drop_account(old, by=sari, why="Gone")
    report = actions.report_publicly("https://instagram.com/pangan_lama", by=SYSTEM).report
    actions.confirm_impostor(report, by=sari, why="Somebody took the name")
    assert look_up("https://instagram.com/pangan_lama").answer == "reported_fake"
    with pytest.raises(ValidationError, match="impostor"):
        actions.reinstate_account(Account.objects.get(pk=old.pk), by=sari, why="Ours again")


@pytest.mark.parametrize(
    "write",
    [
        lambda account, report: Account.objects.filter(pk=account.pk).update(handle_key=report.handle_key),
        lambda account, report: Report.objects.filter(pk=report.pk).update(handle_key=account.handle_key),
        lambda account, report: Report.objects.filter(pk=report.pk).update(triaged_by=None),
        lambda account, report: Report.objects.filter(pk=report.pk).update(status="closed"),
        lambda account, report: Report.objects.filter(pk=report.pk).update(result="removed"),
        lambda account, report: Report.objects.filter(pk=report.pk).update(status="takedown"),
        lambda account, report: Report.objects.filter(pk=report.pk).update(status="nonsense"),
        lambda account, report: Report.objects.filter(pk=report.pk)._raw_delete("default"),
        lambda account, report: report.sightings.update(concern="other"),
        lambda account, report: report.sightings.all()._raw_delete("default"),
        lambda account, report: report.sightings.update(person=account.owner),
        lambda account, report: report.steps.update(note="Something else"),
        lambda account, report: report.steps.all()._raw_delete("default"),
        lambda account, report: Report.objects.create(
            platform=report.platform,
            handle="x",
            handle_key=report.handle_key,
            unit=report.unit,
            first_at=report.first_at,
            last_at=report.last_at,
        ),
    ],
)
def test_database_keeps_ours_and_impostors_apart(impostor, account, write, sari):
    """By writes that go around the models. REG-11"""
    actions.ask_takedown(impostor, by=sari, channel="form")
    actions.record_answer(impostor, by=sari, answer="removed")
    actions.find_again(impostor, by=sari)
    with pytest.raises(IntegrityError), transaction.atomic():
        write(account, impostor)


# Who may


def test_triage_is_for_keepers_of_the_unit_or_above(fake, organisation, oki, rudi, andi, nia):
    """PLT-4: the wrong person first; a community manager of the unit may."""
    for person in (oki, rudi, andi, nia):
        with pytest.raises(PermissionDenied):
            actions.confirm_impostor(fake, by=person, why="I think so")
    assert not Report.objects.visible_to(oki).exists()
    assert Report.objects.visible_to(rudi).exists()
    people.grant_role(nia, organisation.pangan, Role.COMMUNITY_MANAGER, reason="Looks at reports", by=organisation.sari)
    actions.confirm_impostor(fake, by=nia, why="Uses our logo")
    people.grant_role(
        oki, organisation.logistik, Role.COMMUNITY_MANAGER, reason="Looks at reports", by=organisation.sari
    )
    assert not Report.objects.visible_to(oki).exists()


def test_reporters_see_their_own_case(fake, oki):
    actions.report_account(FAKE, by=oki)
    assert list(Report.objects.visible_to(oki)) == [fake]


def test_of_two_triagers_one_wins(fake, sari):
    """Two looked at the same state: the second hears 409. REG-11"""
    mine, yours = fresh(fake), fresh(fake)
    actions.confirm_impostor(mine, by=sari, why="Fake")
    with pytest.raises(IllegalMove):
        actions.claim_account(yours, by=sari)


# The take-down


def test_takedown_is_followed_with_dates(impostor, sari, clock):
    """REG-11: asked, reminded, escalated, refused, closed; every step stays, dated, and on the trail."""
    day = today()
    actions.ask_takedown(
        impostor,
        by=sari,
        on=day - timedelta(days=2),
        channel="form",
        reference="IG-12345",
        link="https://help.example/1",
    )
    assert (impostor.asked_on, impostor.follow_up_on) == (day - timedelta(days=2), day + timedelta(days=5))
    actions.remind_platform(fresh(impostor), by=sari, channel="email", reference="IG-12345")
    actions.escalate_takedown(fresh(impostor), by=sari, channel="legal", note="Letter sent")
    actions.record_answer(fresh(impostor), by=sari, answer="refused", note="Parody, they say")
    assert fresh(impostor).status == Finding.TAKEDOWN
    actions.close_report(fresh(impostor), by=sari, result="refused")
    found = [(step.kind, step.answer) for step in impostor.steps.all()]
    assert found == [("asked", ""), ("reminded", ""), ("escalated", ""), ("answered", "refused"), ("closed", "refused")]
    told = Entry.objects.filter(object_type="accounts.report").values_list("verb", flat=True)
    assert {"ask_takedown", "remind_platform", "escalate_takedown", "record_answer", "close_report"} <= set(told)
    assert look_up(FAKE).answer == "reported_fake"


def test_takedown_days(impostor, sari):
    day = today()
    for given, field in (
        ({"on": day + timedelta(days=1)}, "on"),
        ({"follow_up_on": day}, "follow_up_on"),
        ({"reference": "AKIAIOSFODNN7EXAMPLE"}, "reference"),
    ):
        with pytest.raises(ValidationError) as refused:
            actions.ask_takedown(fresh(impostor), by=sari, channel="form", **given)
        assert list(refused.value.error_dict) == [field]
    assert not impostor.steps.exists()


def test_removed_and_back(impostor, sari, oki):
    """A report after the removal takes the case up again by itself. REG-11"""
    actions.ask_takedown(impostor, by=sari, channel="form")
    actions.record_answer(fresh(impostor), by=sari, answer="removed")
    actions.report_account(FAKE, by=oki, seen="It is back")
    back = fresh(impostor)
    assert (back.status, back.result, back.closed_on, back.asked_on) == (Finding.IMPOSTOR, "", None, None)
    assert [step.kind for step in back.steps.all()] == ["asked", "answered", "closed", "back"]
    assert tasks.tell_of_reports() == 1


# Telling


def test_triagers_are_told_once_for_all(fake, organisation, sari, clock):
    """One message a sweep lists all cases; twice swept is told once; a join tells nobody again. PLT-5"""
    for number in range(3):
        actions.report_publicly(f"https://x.com/nusantara_fake{number}", by=SYSTEM)
    assert tasks.tell_of_reports() == 4
    assert tasks.tell_of_reports() == 0
    actions.report_publicly(FAKE, by=SYSTEM)
    assert tasks.tell_of_reports() == 0
    notice = Notice.objects.get(kind="report_received")
    assert (notice.person, len(notice.items)) == (sari, 4)


def test_reported_again_after_a_finding_is_looked_at_again(fake, sari, oki):
    actions.find_fan(fake, by=sari, why="Fans")
    with pytest.raises(Refused):
        actions.keep_finding(fresh(fake), by=sari)
    tasks.tell_of_reports()
    actions.report_account(FAKE, by=oki, concern="money")
    assert list(Report.objects.to_look_at()) == [fake]
    assert tasks.tell_of_reports() == 1
    actions.keep_finding(fresh(fake), by=sari, why="Still fans")
    assert (fresh(fake).status, list(Report.objects.to_look_at())) == (Finding.FAN, [])


def test_takedown_reminds_once_a_day_set(impostor, sari, clock):
    """REG-11: on the day, once; asked again, on the next."""
    actions.ask_takedown(impostor, by=sari, channel="form")
    assert tasks.remind_of_takedowns() == 0
    clock.set(clock.now() + timedelta(days=7))
    assert (tasks.remind_of_takedowns(), tasks.remind_of_takedowns()) == (1, 0)
    actions.remind_platform(fresh(impostor), by=sari, channel="form")
    clock.set(clock.now() + timedelta(days=8))
    assert (tasks.remind_of_takedowns(), tasks.remind_of_takedowns()) == (1, 0)
    assert Notice.objects.filter(kind="takedown_due", person=sari).count() == 2


# Personal data


def test_email_addresses_of_reporters_are_forgotten(fake, sari, clock):
    """AUD-6: 90 days after the case was looked at, by the sweep; and on request at once."""
    actions.find_fan(fake, by=sari, why="Fans")
    assert forget_reporters(clock.now() + timedelta(days=89), by=SYSTEM) == 0
    clock.set(clock.now() + timedelta(days=91))
    assert (tasks.forget_old_reporters(), tasks.forget_old_reporters()) == (1, 0)
    sighting = fake.sightings.get()
    assert (sighting.email, sighting.seen) == ("", "Sells vouchers")
    actions.erase_sighting(sighting, by=sari, why="They asked for it")
    assert (sighting.seen, sighting.evidence_url) == ("", "")
    with pytest.raises(Refused):
        actions.erase_sighting(sighting, by=sari, why="Again")


def test_email_of_a_reporter_is_never_on_the_trail(fake):
    from trail.models import Payload

    kept = " ".join(filter(None, Payload.objects.values_list("content", flat=True)))
    assert "nusantarapangan_promo" in kept
    assert "ibu@example.com" not in kept
    assert "Sells vouchers" not in kept


def test_platforms_of_reports_stay(fake):
    assert fake.platform == Platform.objects.get(key="instagram")


def test_claim_begins_a_request(fake, sari):
    """Ours, but opened alone: a request for it is begun; once it is on the register the public hears so. REG-3"""
    actions.claim_account(fake, by=sari)
    report = fresh(fake)
    assert report.status == Finding.CLAIMED
    assert (report.request.handle_key, report.request.requester) == ("nusantarapangan_promo", sari)
    assert (report.request.unit, report.request.status) == (report.unit, "draft")


def test_claim_is_refused_for_what_is_registered(account, sari):
    report = actions.report_publicly(account.url, by=SYSTEM).report
    with pytest.raises(Refused, match="already"):
        actions.claim_account(fresh(report), by=sari)


def test_request_and_import_refuse_a_confirmed_impostor(impostor, organisation, sari, tmp_path):
    """Neither of the other ways in leads around it. REG-3 REG-10 REG-11"""
    request = actions.draft_request(
        organisation.pangan, by=organisation.budi, platform=impostor.platform, handle=impostor.handle
    )
    with pytest.raises(ValidationError, match="impostor"):
        refuse_fake(request)
    file = tmp_path / "accounts.csv"
    file.write_text(f"platform,handle,owner\ninstagram,{impostor.handle},{organisation.budi.email}\n")
    stopped = import_file("accounts", file, by=SYSTEM)
    assert "created=0" in stopped.line
    assert "errors=1" in stopped.line
