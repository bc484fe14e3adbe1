import signal

from tests.servers import wait_until
from tests.trail.conftest import paint
from trail import chain, checkpoints


def test_a_worker_that_stops_notes_the_head(committed_boxes, start, environment_here, redis_server, sari, settings):
    """AUD-1"""
    settings.DATA_DIR = type(settings.DATA_DIR)(environment_here["DATA_DIR"])
    command = ("-m", "celery", "-A", "governance", "worker", "--concurrency=1", "--loglevel=INFO")
    process = start(*command, env=environment_here | {"REDIS_URL": redis_server.url})
    wait_until(lambda: b"ready" in process.log.read_bytes())
    paint(committed_boxes.create(name="Red box"), "red", by=sari)
    process.send_signal(signal.SIGTERM)
    process.wait(30)
    last = checkpoints.newest()
    assert (last.seq, last.head) == chain.head()
