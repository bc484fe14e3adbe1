"""One mail a day at the reader's hour: never twice, never skipped, nothing when nothing. PLT-5"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from notices import actions, delivery, tasks
from notices.kinds import Kind
from notices.models import Choice, Digest, DigestTime, Letter, Notice
from notices.rules import next_digest, way_of
from people.actions import mark_left, set_preferences
from trail.actions import SYSTEM

JAKARTA, BERLIN, NEW_YORK = (ZoneInfo(name) for name in ("Asia/Jakarta", "Europe/Berlin", "America/New_York"))


def at(text, zone=UTC):
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "zone", "hour", "weekdays_only", "due"),
    [
        ("2026-11-20T06:59", JAKARTA, 7, False, "2026-11-20T07:00"),
        ("2026-11-20T07:00", JAKARTA, 7, False, "2026-11-21T07:00"),
        ("2026-11-20T08:00", JAKARTA, 7, True, "2026-11-23T07:00"),
        # the clock leaps from 2 to 3 on 29 March, and comes back from 3 to 2 on 25 October
        ("2026-03-28T08:00", BERLIN, 7, False, "2026-03-29T07:00"),
        ("2026-03-28T08:00", BERLIN, 2, False, "2026-03-29T02:00"),
        ("2026-10-24T08:00", BERLIN, 2, False, "2026-10-25T02:00"),
        ("2026-12-31T23:30", NEW_YORK, 0, False, "2027-01-01T00:00"),
    ],
)
def test_next_digest(now, zone, hour, weekdays_only, due):
    """PLT-5"""
    assert next_digest(at(now, zone), zone, hour, weekdays_only) == at(due, zone)


@pytest.mark.parametrize("hour", [0, 2, 7, 23])
def test_a_year_has_one_digest_a_day_whatever_the_clock_does(hour):
    """Daylight saving time skips none and doubles none. PLT-5"""
    now, days = at("2026-01-01T00:00", BERLIN) - timedelta(seconds=1), []
    while len(days) < 365:
        now = next_digest(now, BERLIN, hour)
        days.append(now.astimezone(BERLIN).date())
    assert days == [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]


@pytest.mark.parametrize(
    ("default", "least", "chosen", "state", "way"),
    [
        ("now", "app", None, "x", "now"),
        ("digest", "app", "app", "x", "app"),
        ("digest", "digest", "app", "x", "digest"),
        ("digest", "digest", "now", "x", "now"),
        ("digest", "app", "app", "compromised", "now"),
    ],
)
def test_way_of(default, least, chosen, state, way):
    """What presses or has a deadline is never chosen away. PLT-5"""
    kind = Kind("k", "K", "accounts", default=default, least=least, at_once={"state": ("compromised",)})
    assert way_of(kind, chosen, [{"state": state}]) == way


@pytest.fixture
def noon(organisation, clock):
    """Friday, 20 November 2026, 12:00 in Jakarta, with an empty outbox."""
    Letter.objects.all().delete()
    Notice.objects.all().delete()
    mail.outbox.clear()
    clock.set(at("2026-11-20T12:00", JAKARTA))
    return clock


def tell(person, number=1, kind="rotation_due"):
    params = {"rotation_due": {"on": "2026-12-01"}, "account_state_changed": {"state": "retiring"}}
    actions.notify(
        person, kind, f"@a{number}", params=params.get(kind, {}), url=f"/accounts/{number}/", by=SYSTEM
    )  # fmt: skip


def sweep():
    return tasks.write_digests(), delivery.deliver_due()


@pytest.mark.django_db
def test_a_digest_arrives_by_a_real_server_once(noon, smtp, nia):
    """Grouped by kind, in the reader's language, with links; single notices beside it. Done when 6"""
    set_preferences(nia, language="id", by=nia)
    tell(nia, 1)
    tell(nia, 2, "account_state_changed")
    tell(nia, 3)
    actions.notify(nia, "account_role_given", "@pangan", params={"role": "owner"}, url="/accounts/7/", by=SYSTEM)
    actions.notify(nia, "import_finished", "people.csv", params={"created": 1}, url="/imports/1/", by=SYSTEM)
    assert sweep() == (0, 1)
    noon.set(at("2026-11-21T06:59", JAKARTA))
    assert sweep() == (0, 0)
    noon.set(at("2026-11-21T07:00", JAKARTA))
    assert sweep() == (1, 1)
    assert sweep() == (0, 0)
    single, digest = smtp
    assert single["Message-ID"] != digest["Message-ID"]
    letter = Letter.objects.get(kind="digest")
    assert (digest["To"], digest["Message-ID"]) == (nia.email, f"<{letter.pk}@testserver>")
    assert digest["List-Unsubscribe"] == "<http://testserver/notices/choices/>"
    text, html = (digest.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for number in (1, 2, 3):
        assert text.count(f"http://testserver/accounts/{number}/") == 1
        assert html.count(f'"http://testserver/accounts/{number}/"') == 1
    assert "@pangan" not in text
    assert "people.csv" not in text
    assert '<html lang="id">' in html
    assert text.index("/accounts/2/") < text.index("/accounts/1/") < text.index("/accounts/3/"), "by kind, then time"


@pytest.mark.django_db
def test_nothing_when_nothing_is_left(noon, nia):
    """What was read in the app meanwhile comes by no mail. PLT-5"""
    tell(nia)
    actions.read_all_notices(by=nia)
    noon.set(at("2026-11-21T07:00", JAKARTA))
    assert sweep() == (0, 0)
    assert (Digest.objects.count(), Notice.objects.waiting().count()) == (0, 0)
    noon.set(at("2026-11-22T07:00", JAKARTA))
    assert sweep() == (0, 0)


@pytest.mark.django_db
def test_a_kill_while_writing_leaves_the_promise(noon, nia, monkeypatch):
    """All of it or nothing; the next sweep keeps the promise once. Robust 2"""

    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    tell(nia)
    noon.set(at("2026-11-21T07:00", JAKARTA))
    with monkeypatch.context() as patched:
        patched.setattr(Letter.objects, "create", die)
        with pytest.raises(Killed):
            tasks.write_digests()
    assert (Digest.objects.count(), Notice.objects.waiting().count()) == (0, 1)
    assert sweep() == (1, 1)
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_a_kill_between_send_and_mark_sends_the_same_id_again(noon, nia, monkeypatch):
    """Robust, faults"""

    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    tell(nia)
    noon.set(at("2026-11-21T07:00", JAKARTA))
    tasks.write_digests()
    with monkeypatch.context() as patched:
        patched.setattr(delivery, "_mark", die)
        with pytest.raises(Killed):
            delivery.deliver_due()
    noon.set(at("2026-11-21T07:02", JAKARTA))
    assert sweep() == (0, 1)
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 1


@pytest.mark.django_db
def test_another_time_zone_neither_doubles_nor_skips_a_day(noon, nia):
    """What waits moves to the hour there; the day of a digest has no second one. PLT-5"""
    tell(nia, 1)
    noon.set(at("2026-11-21T07:00", JAKARTA))
    assert sweep() == (1, 1)
    # the same morning, an ocean further west, where it is still yesterday evening
    set_preferences(nia, time_zone="America/New_York", by=nia)
    tell(nia, 2)
    noon.set(at("2026-11-21T07:00", NEW_YORK))
    assert sweep() == (0, 0)
    noon.set(at("2026-11-22T07:00", NEW_YORK))
    assert sweep() == (1, 1)
    # and back: the evening there is the next morning here
    tell(nia, 3)
    set_preferences(nia, time_zone="Asia/Jakarta", by=nia)
    noon.set(at("2026-11-23T07:00", JAKARTA))
    assert sweep() == (1, 1)
    assert list(Digest.objects.order_by("day").values_list("day", flat=True)) == [
        date(2026, 11, 21),
        date(2026, 11, 22),
        date(2026, 11, 23),
    ]


@pytest.mark.django_db
def test_who_was_late_sends_one_and_keeps_the_next_day(noon, nia):
    """The sweep stood still for two days. Robust, faults"""
    tell(nia, 1)
    noon.set(at("2026-11-23T06:00", JAKARTA))
    assert sweep() == (1, 1)
    tell(nia, 2)
    noon.set(at("2026-11-23T07:00", JAKARTA))
    assert sweep() == (1, 1)
    tell(nia, 3)
    assert sweep() == (0, 0)


@pytest.mark.django_db
def test_switching_moves_what_waits(noon, nia):
    """PLT-5"""
    tell(nia, 1)
    tell(nia, 2, "account_state_changed")
    actions.choose_notices(nia, {"account_state_changed": "app"}, by=nia)
    assert list(Notice.objects.waiting().values_list("subject_text", flat=True)) == ["@a1"]
    tell(nia, 3)
    actions.choose_notices(nia, {"rotation_due": "now"}, by=nia)
    assert sweep() == (0, 1), "one early mail for both"
    assert ("@a1" in mail.outbox[0].body, "@a3" in mail.outbox[0].body, "@a2" in mail.outbox[0].body) == (
        True,
        True,
        False,
    )
    tell(nia, 4)
    actions.choose_notices(nia, {"rotation_due": None}, by=nia)
    assert sweep() == (0, 0), "the letter went back from the outbox"
    noon.set(at("2026-11-21T07:00", JAKARTA))
    assert sweep() == (1, 1)
    assert "@a4" in mail.outbox[1].body
    assert len(mail.outbox) == 2


@pytest.mark.django_db
def test_another_hour_moves_what_waits(noon, nia):
    """PLT-5"""
    tell(nia)
    actions.choose_digest_time(nia, hour=18, is_weekdays_only=True, by=nia)
    noon.set(at("2026-11-20T18:00", JAKARTA))
    assert sweep() == (1, 1)
    tell(nia)
    assert timezone.localtime(Notice.objects.waiting().get().digest_at, JAKARTA).isoformat()[:16] == "2026-11-23T18:00"
    actions.reset_choices(nia, by=nia)
    assert timezone.localtime(Notice.objects.waiting().get().digest_at, JAKARTA).isoformat()[:16] == "2026-11-21T07:00"


@pytest.mark.django_db
def test_who_left_hears_nothing(noon, nia):
    """PLT-5"""
    tell(nia)
    mark_left(nia, by=SYSTEM)
    noon.set(at("2026-11-21T07:00", JAKARTA))
    Letter.objects.all().delete()
    assert sweep() == (0, 0)
    assert Notice.objects.filter(person=nia).waiting().count() == 0


@pytest.mark.django_db
def test_the_database_keeps_one_a_day_one_choice_and_known_words(noon, nia):
    """house: tried by raw writes"""
    Digest.objects.create(person=nia, day="2026-11-21", at=noon.now())
    Choice.objects.create(person=nia, kind="rotation_due", way="now")
    for write in (
        lambda: Digest.objects.create(person=nia, day="2026-11-21", at=noon.now()),
        lambda: Choice.objects.create(person=nia, kind="rotation_due", way="app"),
        lambda: Choice.objects.filter(person=nia).update(way="never"),
        lambda: DigestTime.objects.create(person=nia, hour=24),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


@pytest.mark.django_db
def test_an_idle_sweep_is_one_query(noon, django_assert_num_queries):
    """Speed"""
    with django_assert_num_queries(1):
        tasks.write_digests()
