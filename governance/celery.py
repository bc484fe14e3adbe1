"""The ticker. Each sweep has a queue and at most one tick waiting in it; what is due stands in the database. PLT-9

Each room keeps its sweeps in its tasks.py; `manage.py run_due --list` prints them all.
"""

import contextlib
import logging
import time

import django
import django.db
from celery import Celery, bootsteps, signals
from celery.beat import Scheduler
from celery.worker import state
from kombu import Queue

from governance.environment import choose_settings

choose_settings()
django.setup()

from django.conf import settings  # noqa: E402

from governance.processes import die_with_parent  # noqa: E402
from governance.sweeps import run, sweeps  # noqa: E402
from trail import checkpoints  # noqa: E402

log = logging.getLogger(__name__)

app = Celery("dewan")
app.conf.update(
    timezone="UTC",
    task_ignore_result=True,
    # Early acknowledgement: a worker that holds unacknowledged messages exits when Redis drops.
    task_acks_late=False,
    worker_prefetch_multiplier=1,
    # A sweep works in slices of at most 20 s.
    task_soft_time_limit=25,
    task_time_limit=28,
    worker_max_tasks_per_child=2000,
    worker_enable_remote_control=False,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    task_publish_retry=False,
    task_queues=[Queue(sweep.name) for sweep in sweeps()],
    # No `expires`: it compares the clocks of two machines, and a worker whose clock runs ahead would drop every tick.
    # The ticker sees to it instead that no second tick waits.
    beat_schedule={
        sweep.name: {"task": sweep.name, "schedule": sweep.every, "options": {"queue": sweep.name}}
        for sweep in sweeps()
    },
    beat_scheduler="governance.celery:Ticker",
    beat_max_loop_interval=5,
)
if settings.REDIS_URL:
    app.conf.broker_url = settings.REDIS_URL
    app.conf.broker_transport_options = {
        "socket_timeout": 5,
        "socket_connect_timeout": 5,
        "socket_keepalive": True,
        "health_check_interval": 25,
        "priority_steps": [0],
    }
else:
    folder = settings.DATA_DIR / "broker"
    (folder / "control").mkdir(parents=True, exist_ok=True)
    app.conf.broker_url = "filesystem://localhost"
    app.conf.broker_transport_options = {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder / "control"),
        "polling_interval": 0.5,
    }


def _task(sweep):
    @app.task(name=sweep.name)
    def tick():
        run(sweep)


for _sweep in sweeps():
    _task(_sweep)


class Ticker(Scheduler):
    """Beat without a file: every sweep ticks at once and then at its interval, unless its last tick still waits."""

    def setup_schedule(self):
        super().setup_schedule()
        self.merge_inplace(self.app.conf.beat_schedule)
        for entry in self.schedule.values():
            entry.last_run_at -= entry.schedule.run_every

    def apply_entry(self, entry, producer=None):
        try:
            waiting = producer.channel.queue_declare(queue=entry.options["queue"]).message_count
            if not waiting:
                self.apply_async(entry, producer=producer, advance=False)
        except Exception as error:  # whatever the broker does, the ticker goes on with a new connection
            log.warning("%s has no tick: %s", entry.name, error)
            with contextlib.suppress(Exception):
                self.connection.release()
            self.__dict__.pop("producer", None)
            self.__dict__.pop("connection", None)


@signals.worker_process_init.connect
def _die_with_worker(**_):
    die_with_parent()


@signals.worker_shutdown.connect
def _note_the_head(**_):
    """The last checkpoint of a service that stops leaves nothing behind it that could be cut unnoticed."""
    django.db.close_old_connections()
    try:
        checkpoints.write()
    except Exception:
        log.exception("no checkpoint at shutdown")


class Watchdog(bootsteps.StartStopStep):
    """Ends a worker that hears nothing any more; its supervisor starts another.

    A broker that freezes while a message is acknowledged leaves that message counted as held for ever, and at the
    limit the worker waits without an error. Something ticks every two seconds, so silence means deafness.
    """

    requires = ("celery.worker.consumer:Tasks",)

    def start(self, consumer):
        self.heard_at = time.monotonic()
        signals.task_received.connect(self.hear)
        self.timer = consumer.timer.call_repeatedly(5, self.look)

    def stop(self, consumer):
        self.timer.cancel()

    def hear(self, **_):
        self.heard_at = time.monotonic()

    def look(self):
        if time.monotonic() - self.heard_at > settings.WORKER_SILENCE:
            log.warning("no tick for %s seconds; the worker ends to start afresh", settings.WORKER_SILENCE)
            state.should_stop = 1


app.steps["consumer"].add(Watchdog)
