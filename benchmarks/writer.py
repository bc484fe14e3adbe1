"""One of the writers of benchmarks/chain.py: `python -m benchmarks.writer ours|floor`.

Says when it is ready; for each line with a number of seconds it appends for so long and prints how often it did.
"""

import os
import sys
import time


def ours():
    import django

    django.setup()
    from people.models import Unit
    from trail.actions import SYSTEM, action, record

    root = Unit.objects.root()

    @action
    def note_something(*, by):
        record(root, "note_something", by=by, before={"name": "Skala"}, after={"name": "Skala Group"}, why="measured")

    return lambda: note_something(by=SYSTEM)


def floor():
    import psycopg2

    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    cursor = connection.cursor()
    content = '{"after":{"name":"Skala Group"},"before":{"name":"Skala"},"why":"measured"}'

    def append():
        cursor.execute("SELECT pg_advisory_xact_lock(1)")
        cursor.execute("SELECT seq FROM floor_entry ORDER BY seq DESC LIMIT 1")
        (seq,) = cursor.fetchone() or (0,)
        cursor.execute(
            "INSERT INTO floor_entry VALUES"
            " (%s, clock_timestamp(), 'change', 'note_something', 'system', 'people.unit', '1', 1, %s, %s, %s)",
            [seq + 1, "0" * 64, "0" * 64, "0" * 64],
        )
        cursor.execute("INSERT INTO floor_payload VALUES (%s, %s, %s)", [seq + 1, "0" * 32, content])
        connection.commit()

    return append


def count(append, seconds):
    number, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        append()
        number += 1
    return number


if __name__ == "__main__":
    append = {"ours": ours, "floor": floor}[sys.argv[1]]()
    append()
    print("ready", flush=True)
    for line in sys.stdin:
        print(count(append, float(line)), flush=True)
