from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from trail import clock as the_clock

THEN = datetime(2024, 3, 3, 9, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_now_is_aware_and_near():
    """One clock, in UTC."""
    now = the_clock.now()
    assert now.tzinfo is UTC
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.django_db
def test_now_moves_within_a_transaction():
    """The clock of the statement, not of the transaction."""
    assert the_clock.now() < the_clock.now()


def test_a_set_clock_stands_still_and_runs_again(clock):
    with clock.at(THEN):
        assert clock.now() == THEN
        with clock.at(THEN + timedelta(days=1)):
            assert clock.now() == THEN + timedelta(days=1)
        assert clock.now() == THEN
    assert not clock.is_set()


def test_a_set_clock_is_seen_by_other_threads(clock):
    """The threads of a test server read the same clock."""
    seen = []
    with clock.at(THEN):
        thread = Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    assert seen == [THEN]


@pytest.mark.parametrize("how", [lambda: the_clock.set(THEN), lambda: the_clock.at(THEN).__enter__()])
def test_production_refuses_to_set_the_clock(settings, how):
    settings.CLOCK_MAY_BE_SET = False
    with pytest.raises(ImproperlyConfigured):
        how()
    assert not the_clock.is_set()


def test_a_naive_instant_is_refused(clock):
    with pytest.raises(ValueError, match="aware"):
        clock.set(datetime(2024, 3, 3))


@pytest.mark.django_db
def test_sqlite_reads_the_set_clock_in_sql(clock):
    """Triggers on SQLite compare with what the rules compare with."""
    if connection.vendor != "sqlite":
        return
    with clock.at(THEN), connection.cursor() as cursor:
        cursor.execute("SELECT dewan_now()")
        assert cursor.fetchone() == ("2024-03-03 09:30:00",)
