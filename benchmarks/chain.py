"""Entries of the trail by eight writers at once, against the least that appends in turn. AUD-1

The floor is plain psycopg2: take a lock, read the last number, insert the same two rows into tables of the same shape,
commit; no hash, no payload to write down, no action around it.
"""

import os
import subprocess
import sys
from statistics import median

from benchmarks import ground
from benchmarks.measuring import Row

WRITERS, SECONDS, ROUNDS, LEAST = 8, 4, 3, 60


def rows():
    ground.fresh("chain")
    from people.actions import create_root
    from trail.actions import SYSTEM

    create_root(name="Skala Group", by=SYSTEM)
    with ground.plain("bench_chain") as cursor:
        cursor.execute("CREATE TABLE floor_entry (LIKE trail_entry INCLUDING ALL)")
        cursor.execute("CREATE TABLE floor_payload (LIKE trail_payload INCLUDING ALL)")
    rates = {"ours": [], "floor": []}
    for _ in range(ROUNDS):
        for which in rates:
            rates[which].append(_rate(which))
    _is_whole()
    ours, floor = median(rates["ours"]), median(rates["floor"])
    yield Row(
        f"trail entries by {WRITERS} writers at once",
        f"{ours:,.0f} /s",
        f"{floor:,.0f} /s",
        100 * ours / floor,
        LEAST,
        unit="%",
        at_least=True,
    )


def _rate(which):
    """Entries a second of all writers together."""
    environment = os.environ | {"DATABASE_URL": ground.url_of("bench_chain")}
    command = [sys.executable, "-m", "benchmarks.writer", which, str(SECONDS)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    writers = [subprocess.Popen(command, env=environment, **pipes) for _ in range(WRITERS)]
    for writer in writers:
        writer.stdout.readline()
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    return sum(int(writer.communicate()[0]) for writer in writers) / SECONDS


def _is_whole():
    """What was measured is a chain: as many entries as its last number says."""
    with ground.plain("bench_chain") as cursor:
        cursor.execute("SELECT count(*), max(seq) FROM trail_entry")
        count, last = cursor.fetchone()
    if count != last:
        raise RuntimeError(f"{count} entries, but the last is {last}")
