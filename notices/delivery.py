"""Carry the outbox out: take a lease, commit, send, mark. At least once, under one id. PLT-5"""

import smtplib
import time
import uuid

from django.core import mail
from django.db import connection, transaction
from django.db.models import F

from notices import letters
from notices.models import Attempt, Letter
from notices.rules import LEASE, may_hear, next_try
from trail import clock, health

BATCH = 20
SECONDS = 20


def deliver_due():
    """Send what is due, for at most 20 seconds; the number of letters sent.

    No transaction is open while a letter is on its way. A deliverer that dies after sending and before marking
    makes the receiver see the same Message-ID twice, never zero times.
    """
    sent, until = 0, time.monotonic() + SECONDS
    if not Letter.objects.due(clock.now()).exists():
        return sent
    while time.monotonic() < until and (lease := _take()):
        sent += _deliver(lease, until)
    return sent


def oldest_undelivered():
    """When the oldest letter was written that waits because of us; None when nothing waits."""
    return (
        Letter.objects.undelivered()
        .filter(is_receivers_fault=False)
        .order_by("created_at")
        .values_list("created_at", flat=True)
        .first()
    )


def readiness():
    """(whether nothing has waited for more than 180 s, seconds the oldest has waited), for /readyz."""
    oldest = oldest_undelivered()
    waited = 0 if oldest is None else (clock.now() - oldest).total_seconds()
    return health.fresh(max(0, waited))


def _take():
    """Lease a batch; two deliverers never hold the same letter. The id of the lease, or None."""
    lease, now = uuid.uuid4(), clock.now()
    with transaction.atomic():
        due = Letter.objects.due(now).order_by("next_at")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        keys = list(due.values_list("pk", flat=True)[:BATCH])
        # compared again: SQLite does not lock rows, and a rule may not rest on that
        taken = Letter.objects.due(now).filter(pk__in=keys).update(leased_by=lease, lease_until=now + LEASE)
    return lease if taken else None


def _deliver(lease, until):
    sent = 0
    waiting = list(
        Letter.objects.filter(leased_by=lease, status=Letter.Status.PENDING)
        .select_related("person__unit", "notice", "digest")
        .order_by("next_at")
    )
    with _Post() as post:
        for letter in waiting:
            if time.monotonic() > until:
                break
            sent += _send(letter, lease, post)
    Letter.objects.filter(leased_by=lease).update(leased_by=None, lease_until=None)
    return sent


def _send(letter, lease, post):
    if not may_hear(letter.person) or not letter.person.email:
        _mark(letter, lease, "void", status=Letter.Status.VOID, params={})
        return 0
    try:
        post.send(letters.compose(letter))
    except Exception as error:  # whatever the way or the template says, the letter is kept and tried again
        _failed(letter, lease, error)
        return 0
    _mark(letter, lease, "sent", status=Letter.Status.SENT, sent_at=clock.now(), params={}, last_error="")
    return 1


def _failed(letter, lease, error):
    receivers, final = _verdict(error)
    now = clock.now()
    again = None if final else next_try(letter.attempts + 1, now)
    _mark(
        letter,
        lease,
        "failed" if again else "dead",
        error=f"{type(error).__name__}: {error}".replace("\x00", "")[:500],
        status=Letter.Status.PENDING if again else Letter.Status.DEAD,
        next_at=again or now,
        is_receivers_fault=receivers,
    )


def _verdict(error):
    """(whether the receiver refuses, whether for good) of what the mail server answered."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
        return True, all(500 <= code < 600 for code in codes)
    if isinstance(error, smtplib.SMTPDataError):
        return True, 500 <= error.smtp_code < 600
    return False, False


def _mark(letter, lease, outcome, *, error="", **values):
    """Write what became of it, if the lease is still ours."""
    with transaction.atomic():
        held = Letter.objects.filter(leased_by=lease, pk=letter.pk, status=Letter.Status.PENDING)
        values.setdefault("last_error", error)
        if held.update(attempts=F("attempts") + 1, leased_by=None, lease_until=None, **values):
            Attempt.objects.create(letter=letter, at=clock.now(), outcome=outcome, error=error)


class _Post:
    """One connection for a batch, opened at the first letter and again after a fault."""

    def __enter__(self):
        self.connection = mail.get_connection()
        return self

    def __exit__(self, *_exc):
        self._close()

    def send(self, message):
        message.connection = self.connection
        try:
            self.connection.open()
            message.send()
        except Exception:
            self._close()
            raise

    def _close(self):
        try:
            self.connection.close()
        except Exception:  # the fault that closed it is already told
            self.connection = mail.get_connection()
