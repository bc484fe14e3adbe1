import os
from datetime import timedelta

import pytest

from tests.triggers import triggers_lifted
from trail import checkpoints, health, heartbeat
from trail.actions import SYSTEM
from trail.models import Heartbeat
from trail.tasks import SWEEPS

pytestmark = pytest.mark.django_db


def test_a_heartbeat_is_one_row_and_has_an_age(clock):
    """PLT-9"""
    assert heartbeat.age("sweep") is None
    with clock.at(clock.now()):
        heartbeat.beat("sweep")
        heartbeat.beat("sweep")
        with clock.at(clock.now() + timedelta(seconds=90)):
            assert heartbeat.age("sweep") == 90
    assert Heartbeat.objects.count() == 1


def test_a_checkpoint_ages_and_is_written_again_only_when_the_chain_grew(chain_of, own_folder):
    assert checkpoints.age() is None
    checkpoints.write()
    chain_of(1)
    checkpoints.write()
    checkpoints.write()
    assert [checkpoint.seq for checkpoint in checkpoints.each()] == [0, 1]
    os.utime(own_folder(), (0, 0))
    assert checkpoints.age() > 180
    checkpoints.write()
    assert checkpoints.age() < 5
    assert len(own_folder().read_text().splitlines()) == 2


def test_a_checkpoint_file_is_for_nobody_else(own_folder):
    checkpoints.write()
    assert own_folder().stat().st_mode & 0o777 == 0o600


def test_readiness_hears_of_triggers_and_checkpoints(own_folder):
    """Readiness tells the truth."""
    assert health.figures()["checkpoint"] == {"ok": False, "figure": None}
    checkpoints.write()
    assert health.figures()["checkpoint"]["ok"] is True
    os.utime(own_folder(), (0, 0))
    assert health.figures()["checkpoint"]["ok"] is False
    assert health.figures()["triggers"] == {"ok": True, "figure": []}
    with triggers_lifted():
        assert health.figures()["triggers"]["ok"] is False


def test_a_check_that_cannot_answer_is_not_well(monkeypatch):
    monkeypatch.setattr(health, "_checks", {"broken": lambda: 1 / 0})
    assert health.figures()["broken"] == {"ok": False, "figure": "unknown"}


def test_the_sweeps_run(own_folder):
    assert {name: seconds for name, (seconds, _sweep) in SWEEPS.items()} == {"seal_events": 60, "write_checkpoint": 30}
    for _seconds, sweep in SWEEPS.values():
        sweep()
    assert checkpoints.newest().seq == 0
    assert str(SYSTEM) == "Dewan"
