"""The sweeps of every room, and how one is run: by Celery's tick or by `manage.py run_due`. PLT-9

A room declares `SWEEPS = {"deliver_notices": (2, deliver_due)}` in its tasks.py: every so many seconds, a plain function.
What is due stands in rows, so a sweep that runs twice or late does no harm.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db import close_old_connections
from django.utils.module_loading import module_has_submodule

from trail import heartbeat
from trail.actions import came_from

log = logging.getLogger(__name__)
BETWEEN_HEARTBEATS = 10
_last_heartbeat = {}


@dataclass(frozen=True)
class Sweep:
    name: str
    every: float
    do: Callable[[], object]


@cache
def sweeps():
    """Every room's sweeps, the most frequent first."""
    found = {}
    for room in settings.ROOMS:
        if not module_has_submodule(apps.get_app_config(room).module, "tasks"):
            continue
        for name, (every, do) in getattr(import_module(f"{room}.tasks"), "SWEEPS", {}).items():
            if name in found:
                raise ValueError(f"two rooms have a sweep {name}")
            found[name] = Sweep(name, every, do)
    return sorted(found.values(), key=lambda sweep: (sweep.every, sweep.name))


def run(sweep):
    """Run it once; a heartbeat follows when it went well."""
    close_old_connections()
    try:
        with came_from(f"job {sweep.name}"):
            sweep.do()
        # Most sweeps find nothing; they need not write every two seconds.
        if time.monotonic() - _last_heartbeat.get(sweep.name, float("-inf")) >= BETWEEN_HEARTBEATS:
            heartbeat.beat(sweep.name)
            _last_heartbeat[sweep.name] = time.monotonic()
    finally:
        close_old_connections()
