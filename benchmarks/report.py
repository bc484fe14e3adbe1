"""The table, on the screen and in docs/benchmarks.md."""

import os
import platform
from datetime import date
from pathlib import Path

HEAD = """# Benchmarks

Written by `make bench`. Every target is a ratio of medians, measured in turns with its floor in one run on one machine;
the absolute times say little about another machine. PostgreSQL is a throw-away one without durability, which makes the
floors faster. *floor* is named in the docstring of the group's file in `benchmarks/`.
"""


def line(row):
    return f"{row.verdict:<8} {row.work:<74} {row.took:>12} {row.floor:>12} {row.result:>9} {row.target:>9}  {row.note}"


def page(rows):
    lines = [HEAD, "| work | took | floor | result | target | | |", "|---|--:|--:|--:|--:|---|---|"]
    for row in rows:
        cells = (row.work, row.took, row.floor, row.result, row.target, row.verdict, row.note)
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return "\n".join([*lines, "", *(f"- {name}: {value}" for name, value in machine().items())]) + "\n"


def machine():
    """What it was measured on; nothing that names the machine."""
    return {
        "date": date.today().isoformat(),
        "cores": str(os.cpu_count()),
        "memory": f"{_memory():.0f} GB",
        "Python": platform.python_version(),
        "PostgreSQL": _postgresql(),
    }


def _memory():
    for text in Path("/proc/meminfo").read_text().splitlines():
        if text.startswith("MemTotal:"):
            return int(text.split()[1]) / 1024**2
    return 0


def _postgresql():
    from benchmarks.ground import plain

    with plain("postgres") as cursor:
        cursor.execute("SHOW server_version")
        return cursor.fetchone()[0].split()[0]
