"""Medians taken in turns, and what they are held against.

What a request costs is the processor time of Dewan and of its PostgreSQL session together: on a machine with nothing
else to do that is the time it takes, and on a busy one neighbours hardly change it.
"""

import gc
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import ground


@dataclass
class Row:
    """One line of the table. `limit` is the most that `figure` may be, or the least when `at_least`; None: no target."""

    work: str
    took: str
    floor: str
    figure: float | None
    limit: float | None = None
    unit: str = "×"
    at_least: bool = False
    note: str = ""

    @property
    def verdict(self):
        if self.figure is None:
            return "not measured"
        if self.limit is None:
            return "–"
        return "met" if (self.figure >= self.limit if self.at_least else self.figure <= self.limit) else "MISSED"

    @property
    def result(self):
        return "–" if self.figure is None else written(self.figure, self.unit)

    @property
    def target(self):
        return "–" if self.limit is None else ("≥ " if self.at_least else "≤ ") + written(self.limit, self.unit)


def written(figure, unit):
    number = f"{figure:.2f}" if unit == "×" else f"{figure:,.0f}"
    return number + ("" if unit == "%" else " ") + unit


def in_turns(subjects, rounds, *, before=None, warm=2):
    """{name: median seconds} of callables that take turns, so that what disturbs one disturbs all."""
    for _ in range(warm):
        for subject in subjects.values():
            subject()
    taken = {name: [] for name in subjects}
    names = list(subjects)
    gc.collect()
    gc.disable()
    try:
        for number in range(rounds):
            if before:
                before()
            # nobody always stands behind the same neighbour
            for name in names[number % len(names) :] + names[: number % len(names)]:
                taken[name].append(spent(subjects[name]))
            gc.collect(0)
    finally:
        gc.enable()
    return {name: median(times) for name, times in taken.items()}


def spent(run):
    """Processor seconds of this thread and of the database sessions that work for it."""
    before, ours = _sessions(), time.thread_time()
    run()
    ours = time.thread_time() - ours
    # a session opened meanwhile began at nothing
    return ours + sum(used - before.get(process, 0) for process, used in _sessions().items())


def _sessions():
    """{process of PostgreSQL: its processor seconds} of every open connection."""
    processes = (one.connection.info.backend_pid for one in ground.connected if one.connection is not None)
    return {process: int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9 for process in processes}


def ms(seconds):
    return f"{seconds * 1000:.1f} ms"
