"""The schedule, and sweeps without Celery. PLT-9"""

import pytest
from django.core.management import CommandError, call_command

from governance import sweeps as governance_sweeps
from governance.sweeps import Sweep, run, sweeps
from trail import heartbeat


def test_schedule_holds_every_sweep():
    """PLT-9: each sweep has a task, a queue and a row in the schedule; nothing else ticks."""
    from governance.celery import app

    names = {sweep.name for sweep in sweeps()}
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} == names
    assert {queue.name for queue in app.conf.task_queues} == names
    assert {name for name in app.tasks if not name.startswith("celery.")} == names
    assert {entry["schedule"] for entry in app.conf.beat_schedule.values()} == {sweep.every for sweep in sweeps()}


def test_schedule_is_prompt():
    """Outbox and job rows every 2 s, promises every 30 s."""
    every = {sweep.name: sweep.every for sweep in sweeps()}
    assert every["deliver_notices"] == 2
    assert max(every.values()) <= 3600


def test_tasks_are_acknowledged_early_and_short():
    from governance.celery import app

    assert not app.conf.task_acks_late
    assert app.conf.task_time_limit < 30


@pytest.mark.django_db(transaction=True)
def test_run_due_runs_every_sweep(capsys):
    governance_sweeps._last_heartbeat.clear()
    call_command("run_due")
    assert {sweep.name for sweep in sweeps() if heartbeat.age(sweep.name) is not None} == {s.name for s in sweeps()}


def test_run_due_lists(capsys):
    call_command("run_due", list=True)
    assert len(capsys.readouterr().out.splitlines()) == len(sweeps())


@pytest.mark.django_db(transaction=True)
def test_run_due_goes_on_after_a_failure(monkeypatch):
    """A sweep that fails does not keep the others from running, and has no heartbeat."""
    ran = []
    made = [Sweep("broken", 2, lambda: 1 / 0), Sweep("whole", 2, lambda: ran.append(1))]
    monkeypatch.setattr("governance.management.commands.run_due.sweeps", lambda: made)
    with pytest.raises(CommandError, match="failed: broken"):
        call_command("run_due")
    assert ran == [1]
    assert heartbeat.age("broken") is None
    assert heartbeat.age("whole") is not None


@pytest.mark.django_db(transaction=True)
def test_an_idle_sweep_writes_seldom(monkeypatch):
    """Its heartbeat is not written every two seconds."""
    beats = []
    monkeypatch.setattr(heartbeat, "beat", beats.append)
    for _ in range(3):
        run(Sweep("idle", 2, lambda: None))
    assert beats == ["idle"]
