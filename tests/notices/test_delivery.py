"""Every letter reaches its receiver, whatever dies: at least once, under one id. PLT-5, robust 2"""

import smtplib
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.mail.backends import locmem
from django.db import connection

from notices import actions, delivery
from notices.models import Attempt, Letter, Notice
from notices.rules import DELAYS
from people.actions import mark_left
from trail.actions import SYSTEM
from trail.models import Entry


@pytest.fixture
def letter(organisation):
    """A letter to Nia, the only one in the outbox."""
    Letter.objects.all().delete()
    Notice.objects.all().delete()
    params = {"role": "owner"}
    actions.notify(organisation.nia, "account_role_given", "@pangan", params=params, url="/accounts/7/", by=SYSTEM)
    return Letter.objects.get()


@pytest.fixture
def failing(monkeypatch):
    """Let the mail server answer so until told otherwise: `failing(OSError("down"))`."""

    def failing(error):
        def send(self, messages):
            raise error

        monkeypatch.setattr(locmem.EmailBackend, "send_messages", send)

    return failing


@pytest.mark.django_db
def test_deliver_due_sends_by_a_real_server(letter, smtp, nia):
    """Text and HTML, a stable id, absolute links. PLT-5"""
    assert delivery.deliver_due() == 1
    letter.refresh_from_db()
    assert (letter.status, letter.attempts, letter.leased_by) == ("sent", 1, None)
    (message,) = smtp
    assert message["To"] == nia.email
    assert message["Message-ID"] == f"<{letter.pk}@testserver>"
    assert message["Subject"] == "You are now the owner of @pangan"
    text, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "http://testserver/accounts/7/" in text
    assert '<a href="http://testserver/accounts/7/">@pangan</a>' in html
    assert Attempt.objects.get().outcome == "sent"
    assert delivery.deliver_due() == 0
    assert len(smtp) == 1


@pytest.mark.django_db
def test_a_kill_between_send_and_mark_sends_the_same_id_again(letter, clock, monkeypatch):
    """Twice rather than never. Robust, faults"""

    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(delivery, "_mark", die)
        with pytest.raises(Killed):
            delivery.deliver_due()
    assert len(mail.outbox) == 1
    assert delivery.deliver_due() == 0, "the lease of the dead still holds"
    clock.set(clock.now() + timedelta(seconds=61))
    assert delivery.deliver_due() == 1
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 1
    assert len(mail.outbox) == 2


@pytest.mark.django_db(transaction=True)
def test_two_deliverers_at_once_send_once(organisation, monkeypatch):
    """Robust 2"""
    delivery.deliver_due()
    mail.outbox.clear()
    entries = [(organisation.nia, f"@a{number}") for number in range(60)]
    for person, subject in entries:
        actions.notify(person, "account_role_given", subject, params={"role": "owner"}, by=SYSTEM)
    start = threading.Barrier(4)

    def deliver():
        start.wait()
        try:
            delivery.deliver_due()
        finally:
            connection.close()

    threads = [threading.Thread(target=deliver) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mail.outbox) == 60
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 60
    assert Letter.objects.undelivered().count() == 0


@pytest.mark.django_db
def test_no_transaction_is_open_while_sending(letter, monkeypatch):
    """SQLite has one writer. Robust 4"""
    depth = len(connection.savepoint_ids)
    seen = []
    monkeypatch.setattr(
        locmem.EmailBackend, "send_messages", lambda self, messages: seen.append(len(connection.savepoint_ids))
    )
    delivery.deliver_due()
    assert seen == [depth]


@pytest.mark.django_db
def test_backoff_ends_in_a_dead_letter_after_three_days(letter, clock, failing):
    """PLT-5"""
    failing(OSError("mail server is down"))
    began = clock.now()
    clock.set(began)
    for number, delay in enumerate(DELAYS, 1):
        assert delivery.deliver_due() == 0
        letter.refresh_from_db()
        assert (letter.status, letter.attempts, letter.next_at) == ("pending", number, clock.now() + delay)
        assert letter.last_error == "OSError: mail server is down"
        assert delivery.deliver_due() == 0, "not before its time"
        letter.refresh_from_db()
        assert letter.attempts == number
        clock.set(letter.next_at)
    delivery.deliver_due()
    letter.refresh_from_db()
    assert letter.status == "dead"
    assert timedelta(days=2) < clock.now() - began < timedelta(days=3)
    assert list(Attempt.objects.order_by("pk").values_list("outcome", flat=True)) == ["failed"] * 9 + ["dead"]


@pytest.mark.django_db
def test_a_refused_receiver_is_final_and_does_not_make_us_unready(letter, failing, nia, clock):
    """Robust 8"""
    temporary = smtplib.SMTPRecipientsRefused({nia.email: (451, b"try later")})
    failing(temporary)
    delivery.deliver_due()
    letter.refresh_from_db()
    assert (letter.status, letter.is_receivers_fault) == ("pending", True)
    clock.set(letter.next_at + timedelta(hours=1))
    assert delivery.readiness() == (True, 0)
    failing(smtplib.SMTPRecipientsRefused({nia.email: (550, b"no such user")}))
    delivery.deliver_due()
    letter.refresh_from_db()
    assert letter.status == "dead"


@pytest.mark.django_db
def test_readiness_tells_how_long_the_oldest_waits(letter, clock):
    """Robust 8"""
    clock.set(letter.created_at + timedelta(seconds=100))
    assert delivery.readiness() == (True, 100)
    clock.set(letter.created_at + timedelta(seconds=181))
    assert delivery.readiness() == (False, 181)
    delivery.deliver_due()
    assert delivery.readiness() == (True, 0)


@pytest.mark.django_db
def test_who_left_meanwhile_gets_nothing(letter, nia):
    """PLT-5"""
    mark_left(nia, by=SYSTEM)
    delivery.deliver_due()
    letter.refresh_from_db()
    assert letter.status == "void"
    assert [message for message in mail.outbox if nia.email in message.to] == []


@pytest.mark.django_db
def test_one_bad_letter_does_not_hold_up_the_others(letter, budi):
    """A kind without words is our mistake; the rest goes out. PLT-5"""
    Letter.objects.filter(pk=letter.pk).update(kind="no_such_kind")
    actions.notify(budi, "person_leaving", "Nia", params={"on": "2026-12-01"}, by=SYSTEM)
    assert delivery.deliver_due() == 1
    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == ("pending", 1)
    assert letter.last_error.startswith("TemplateDoesNotExist")


@pytest.mark.django_db
def test_direct_mail_forgets_its_link(organisation, nia, smtp):
    """An invitation's link works like a password; it is gone once sent. Robust 6"""
    Letter.objects.all().delete()
    actions.mail(nia, "invitation", {"url": "http://testserver/password/set/x/y/"}, by=SYSTEM)
    delivery.deliver_due()
    assert "http://testserver/password/set/x/y/" in smtp[0].get_body(("plain",)).get_content()
    assert Letter.objects.get().params == {}
    assert Notice.objects.filter(kind="invitation").count() == 0


@pytest.mark.django_db
def test_send_again_keeps_the_id(letter, sari, oki, client):
    """Dead letters are seen by administrators and can be sent again. PLT-5"""
    Letter.objects.filter(pk=letter.pk).update(status="dead", attempts=10, last_error="refused")
    address = f"/notices/letters/{letter.pk}/send-again/"
    client.force_login(oki)
    assert client.get("/notices/letters/").status_code == 403
    assert client.post(address).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.send_again(letter, by=oki)
    client.force_login(sari)
    assert "refused" in client.get("/notices/letters/").content.decode()
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 409
    assert Entry.objects.filter(verb="send_again").count() == 1
    assert delivery.deliver_due() == 1
    assert mail.outbox[-1].extra_headers["Message-ID"] == f"<{letter.pk}@testserver>"


@pytest.mark.django_db
def test_attempts_are_never_rewritten(letter):
    """AUD-1"""
    from django.db import IntegrityError, transaction

    delivery.deliver_due()
    for change in (Attempt.objects.all().delete, lambda: Attempt.objects.update(outcome="failed")):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.django_db
def test_an_idle_sweep_is_one_query(organisation, django_assert_num_queries, clock):
    """Speed"""
    delivery.deliver_due()
    clock.set(clock.now())
    with django_assert_num_queries(1):
        delivery.deliver_due()
