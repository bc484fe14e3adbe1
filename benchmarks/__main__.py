"""Run the rows, print the table, and write docs/benchmarks.md after a whole run."""

import argparse
import sys
import time
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

from benchmarks import ground, report
from tests import servers

GROUPS = ("lists", "public", "search", "reviews", "api", "permissions", "importing", "chain", "pages", "clone")
PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


def main():
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("groups", nargs="*", metavar="group", help=f"some of: {' '.join(GROUPS)}; all by default")
    chosen = parser.parse_args().groups
    if unknown := set(chosen) - set(GROUPS):
        parser.error(f"no such group: {', '.join(sorted(unknown))}")
    if not servers.postgresql_binaries():
        sys.exit(f"Not on this machine, hence not measured: {servers.NAMES['postgresql']}")
    with ExitStack() as stack:
        data_dir = stack.enter_context(ground.data_dir())
        ground.set_up(stack.enter_context(servers.postgresql()), data_dir)
        rows = [row for group in chosen or GROUPS for row in _run(group)]
        if not chosen:
            PAGE.write_text(report.page(rows))
    if not chosen:
        print(f"\n{PAGE.relative_to(PAGE.parent.parent)} is written.")
    sys.exit(any(row.verdict == "MISSED" for row in rows))


def _run(group):
    began = time.monotonic()
    for row in import_module(f"benchmarks.{group}").rows():
        print(report.line(row), flush=True)
        yield row
    print(f"  {group}: {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
