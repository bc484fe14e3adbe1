"""Entries of the trail by eight writers at once, against the least that appends in turn. AUD-1

The floor is plain psycopg2: take a lock, read the last number, insert the same two rows into tables of the same shape,
commit; no hash, no payload to write down, no action around it.
"""

import os
import subprocess
import sys
from contextlib import contextmanager
from statistics import median

from benchmarks import ground
from benchmarks.measuring import Row

WRITERS, SECONDS, ROUNDS, LEAST = 8, 1, 20, 60


def rows():
    ground.fresh("chain")
    from people.actions import create_root
    from trail.actions import SYSTEM

    create_root(name="Skala Group", by=SYSTEM)
    with ground.plain("bench_chain") as cursor:
        cursor.execute("CREATE TABLE floor_entry (LIKE trail_entry INCLUDING ALL)")
        cursor.execute("CREATE TABLE floor_payload (LIKE trail_payload INCLUDING ALL)")
    with _writers("ours") as ours, _writers("floor") as floor:
        rates = [(_rate(ours), _rate(floor)) for _ in range(ROUNDS)]
    _is_whole()
    ours, floor = (median(rate[side] for rate in rates) for side in (0, 1))
    percent = median(100 * one / other for one, other in rates)
    yield Row(
        f"trail entries by {WRITERS} writers at once",
        f"{ours:,.0f} /s",
        f"{floor:,.0f} /s",
        percent,
        LEAST,
        unit="%",
        at_least=True,
    )


@contextmanager
def _writers(which):
    """The processes that write, ready to begin."""
    environment = os.environ | {"DATABASE_URL": ground.url_of("bench_chain")}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    command = [sys.executable, "-m", "benchmarks.writer", which]
    writers = [subprocess.Popen(command, env=environment, **pipes) for _ in range(WRITERS)]
    try:
        for writer in writers:
            writer.stdout.readline()
        yield writers
    finally:
        for writer in writers:
            writer.stdin.close()
            writer.wait()


def _rate(writers):
    """Entries a second of all writers together."""
    for writer in writers:
        writer.stdin.write(f"{SECONDS}\n")
        writer.stdin.flush()
    return sum(int(writer.stdout.readline()) for writer in writers) / SECONDS


def _is_whole():
    """What was measured is a chain: as many entries as its last number says."""
    with ground.plain("bench_chain") as cursor:
        cursor.execute("SELECT count(*), max(seq) FROM trail_entry")
        count, last = cursor.fetchone()
    if count != last:
        raise RuntimeError(f"{count} entries, but the last is {last}")
