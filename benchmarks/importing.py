"""50,000 accounts from a file with every check, against inserting the same rows. REG-10"""

import csv
import io
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from statistics import median

from benchmarks import ground
from benchmarks.measuring import Row, spent

ROWS, PEOPLE, LIMIT, MEMORY, ROUNDS = 50_000, 5_000, 5.0, 300, 2
COLUMNS = ("platform", "handle", "owner", "name", "purpose", "registered_email", "official_since")


def rows():
    path = Path(os.environ["DATA_DIR"]) / "accounts.csv"
    write(path)
    took = {"import": [], "again": [], "insert": []}
    for _ in range(ROUNDS):
        _ready()
        took["insert"].append(spent(_insert))
        _ready()
        took["import"].append(spent(lambda: _import(path, created=ROWS)))
        took["again"].append(spent(lambda: _import(path, unchanged=ROWS)))
    first, again, floor = (median(took[name]) for name in ("import", "again", "insert"))
    yield Row(f"import of {ROWS:,} accounts with all checks", f"{first:.1f} s", f"{floor:.1f} s", first / floor, LIMIT)
    yield Row(
        "the same file again: nothing to do",
        f"{again:.1f} s",
        f"{floor:.1f} s",
        again / floor,
        note=f"{ROWS} unchanged",
    )
    _ready()
    most = _memory_of(path)
    yield Row(f"memory of the import of {ROWS:,} accounts", f"{most:.0f} MB", "–", most, MEMORY, unit="MB")


def write(path):
    """A file as an institution has it: names of platforms, addresses of people, words."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(ROWS):
            platform = ("Instagram", "Facebook", "X", "YouTube", "TikTok")[number % 5]
            owner = f"person{number % PEOPLE}@scale.example"
            known = ("information", "social@scale.example", "2024-01-31")
            writer.writerow((platform, f"akun{number:06}", owner, f"Akun nomor {number}", *known))


def _ready():
    """An organisation without accounts, made anew."""
    from django.core.management import call_command

    ground.fresh("import")
    call_command("seed_scale", accounts=0, people=PEOPLE, stdout=io.StringIO())


def _insert():
    """The same rows by Django's bulk insert and nothing else."""
    from accounts.models import Account
    from people.models import Unit
    from trail import clock

    now, root = clock.now(), Unit.objects.root()
    Account.objects.bulk_create(
        (
            Account(
                platform_id=("instagram", "facebook", "x", "youtube", "tiktok")[number % 5],
                handle=f"akun{number:06}",
                handle_key=f"akun{number:06}",
                skeleton=f"akun{number:06}",
                name=f"Akun nomor {number}",
                owner_id=number % PEOPLE + 1,
                owner_since=now,
                created_at=now,
                unit=root,
                purposes=["information"],
                registered_email="social@scale.example",
                official_since="2024-01-31",
            )
            for number in range(ROWS)
        ),
        batch_size=500,
    )


def _import(path, **expected):
    from imports.engine import import_file
    from trail.actions import SYSTEM

    outcome = import_file("accounts", str(path), by=SYSTEM, source="bench")
    found = {name: getattr(outcome, name) for name in expected}
    if outcome.code or found != expected:
        raise RuntimeError(f"{outcome.line}, expected {expected}: {outcome.messages}")


def _memory_of(path):
    """The most memory in MB that the command holds, in a process of its own."""
    environment = os.environ | {"DATABASE_URL": ground.url_of("bench_import")}
    command = [sys.executable, "manage.py", "import_accounts", str(path), "--source", "bench"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    most = 0
    ended = threading.Event()
    threading.Thread(target=lambda: (process.wait(), ended.set()), daemon=True).start()
    while not ended.wait(0.05):
        most = max(most, _resident(process.pid))
    if process.returncode:
        raise RuntimeError("the import failed")
    return most


def _resident(process):
    try:
        for text in Path(f"/proc/{process}/status").read_text().splitlines():
            if text.startswith("VmHWM:"):
                return int(text.split()[1]) / 1024
    except FileNotFoundError:
        time.sleep(0)
    return 0
