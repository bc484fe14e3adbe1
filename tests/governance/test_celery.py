"""The ticker against a real Redis. PLT-9"""

import signal

import pytest
import redis as client
from django.db import connection

from governance.sweeps import sweeps
from tests.servers import wait_until
from trail import heartbeat
from trail.models import Heartbeat

PROMPT = "deliver_notices"


@pytest.fixture
def beat(start, environment_here, redis_server):
    """Start Celery beat on this test's database and the worker's Redis."""

    def beat():
        env = environment_here | {"REDIS_URL": redis_server.url}
        return start("-m", "celery", "-A", "governance", "beat", "--pidfile=", env=env, log="beat.log")

    return beat


def has_run(name=PROMPT):
    connection.close_if_unusable_or_obsolete()
    return heartbeat.age(name) is not None


def forget():
    Heartbeat.objects.all().delete()


def waiting(redis_server):
    """How many ticks wait, by sweep."""
    redis = client.from_url(redis_server.url)
    return {sweep.name: redis.llen(sweep.name) for sweep in sweeps()}


def test_worker_runs_every_sweep(worker, beat):
    """PLT-9: every sweep ticks at once after a start and has its heartbeat."""
    worker(), beat()
    wait_until(lambda: all(has_run(sweep.name) for sweep in sweeps()), seconds=60)


@pytest.mark.once
def test_redis_killed(worker, beat, redis_server):
    """PLT-9: worker and beat outlive their broker and go on with the next."""
    processes = worker(), beat()
    wait_until(has_run, seconds=60)
    redis_server.kill()
    wait_until(lambda: "refused" in processes[0].log.read_text(), seconds=30)
    wait_until(lambda: "refused" in processes[1].log.read_text(), seconds=30)
    redis_server.start()
    forget()
    wait_until(has_run, seconds=90)
    assert [process.poll() for process in processes] == [None, None]


@pytest.mark.once
def test_redis_frozen_and_flushed(worker, beat, redis_server):
    """PLT-9: a worker that a frozen broker made deaf ends by itself, and the supervisor starts another."""
    processes = [worker(WORKER_SILENCE="8"), beat()]
    wait_until(has_run, seconds=60)
    redis_server.freeze()
    wait_until(lambda: "no tick" in processes[1].log.read_text(), seconds=30)
    redis_server.thaw()
    client.from_url(redis_server.url).flushall()
    forget()

    def recovered():
        if processes[0].poll() is not None:
            processes[0] = worker(WORKER_SILENCE="8")
        return has_run()

    wait_until(recovered, seconds=170)
    assert processes[1].poll() is None


@pytest.mark.once
def test_backlog_without_a_worker(beat, redis_server):
    """A worker that is down for an hour finds one tick of each sweep, two with two beats."""
    beat(), beat()
    wait_until(lambda: waiting(redis_server)[PROMPT], seconds=60)
    with pytest.raises(TimeoutError):
        wait_until(lambda: max(waiting(redis_server).values()) > 2, seconds=8)


def test_kill_of_the_worker(worker, beat):
    """kill -9 again and again; the next worker goes on."""
    beat()
    for _ in range(3):
        process = worker()
        forget()
        wait_until(has_run, seconds=60)
        process.send_signal(signal.SIGKILL)
        process.wait()


def test_pages_do_not_wait_for_redis(settings):
    """PLT-9: nothing that a request touches knows the broker."""
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.locmem.LocMemCache"
    assert settings.SESSION_ENGINE == "people.sessions"
