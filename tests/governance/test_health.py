"""/healthz and /readyz tell the truth. PLT-9"""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection, connections

from governance.sweeps import sweeps
from trail import checkpoints, health, heartbeat


@pytest.fixture
def all_well(db, clock):
    """Every sweep has just run and a checkpoint is fresh."""
    for sweep in sweeps():
        heartbeat.beat(sweep.name)
    checkpoints.write()


def figures(client, status):
    answer = client.get("/readyz")
    assert answer.status_code == status, answer.json()
    assert answer.json()["ready"] is (status == 200)
    return answer.json()["figures"]


def test_alive_asks_nobody(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"alive\n")


def test_ready_when_all_is_well(client, all_well):
    found = figures(client, 200)
    assert set(found) == {"database", "migrations", "triggers", "sweeps", "outbox", "checkpoint"}
    assert found["database"]["figure"] == connection.vendor


def test_not_ready_before_the_first_sweep(client, db):
    assert figures(client, 503)["sweeps"]["figure"]["age"] is None


def test_not_ready_when_a_sweep_is_stale(client, all_well, clock):
    """PLT-9: stale is more than 180 s, or twice the interval of a slower sweep."""
    late = sweeps()[0]
    clock.set(clock.now() + timedelta(seconds=170))
    assert figures(client, 200)["sweeps"]["ok"]
    clock.set(clock.now() + timedelta(seconds=12))
    for sweep in sweeps()[1:]:
        heartbeat.beat(sweep.name)
    checkpoints.write()
    found = figures(client, 503)["sweeps"]["figure"]
    assert found["sweep"] == late.name
    assert found["age"] > 180


def test_not_ready_when_a_migration_is_missing(client, all_well):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'trail' AND name = '0001_initial'")
    assert figures(client, 503)["migrations"]["figure"] == ["trail.0001_initial"]


def test_not_ready_when_a_trigger_is_missing(client, all_well):
    from tests.triggers import triggers_lifted
    from trail import triggers

    if connection.vendor == "sqlite":
        with triggers_lifted():
            assert not figures(client, 503)["triggers"]["ok"]
    else:
        triggers.remove()
        assert not figures(client, 503)["triggers"]["ok"]
        triggers.install()
    assert figures(client, 200)["triggers"]["ok"]


def test_not_ready_when_the_checkpoint_is_stale(client, all_well, monkeypatch):
    monkeypatch.setattr(checkpoints, "age", lambda: 181)
    assert not figures(client, 503)["checkpoint"]["ok"]


def test_not_ready_without_a_database(client, db, monkeypatch):
    """PLT-9: nothing else is asked then."""

    def refuse(*_):
        raise OperationalError("gone")

    with monkeypatch.context() as gone:
        gone.setattr(connections["default"], "cursor", refuse)
        assert list(figures(client, 503)) == ["database"]


def test_a_figure_that_cannot_be_told_is_not_good(client, all_well, monkeypatch):
    monkeypatch.setitem(health._checks, "outbox", lambda: 1 / 0)
    assert figures(client, 503)["outbox"] == {"ok": False, "figure": "unknown"}
