"""Run the suite on SQLite and on PostgreSQL, one after the other, and say how each went.

`python -m tests.run [--only sqlite|postgresql] [--deep] [pytest arguments]`. Servers are those that TEST_DATABASE_URL and
TEST_REDIS_URL name, else throw-away ones. What cannot be had is named; with CI=true that is a failure.

Every test that touches the database runs on both engines. A test that pytest-django refuses the database says the same
on either, so of two engines only the first runs it; so does a test marked `once`, whose subject is the browser, the
broker or the doors. The generated requests of the API are asked on PostgreSQL. With --deep everything runs on both.
"""

import argparse
import contextlib
import os
import secrets
import signal
import subprocess
import sys
import time

from tests import servers

NOTHING_COLLECTED = 5


def main():
    parser = argparse.ArgumentParser(prog="tests.run")
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--seed", default=str(secrets.randbelow(2**32)), help="of Hypothesis and Schemathesis")
    chosen, arguments = parser.parse_known_args()
    arguments += [f"--hypothesis-seed={chosen.seed}"]
    # A terminated run still takes its servers along.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))

    missing = servers.missing()
    for words in missing:
        print(f"Not on this machine, hence not tested: {words}")
    if missing and os.environ.get("CI") == "true":
        sys.exit("CI=true tests everything or nothing.")

    results = []
    for engine in [chosen.only] if chosen.only else ["sqlite", "postgresql"]:
        began = time.monotonic()
        print(f"\n=== {engine}", flush=True)
        code = run(engine, shared_out(engine, [*arguments, "--second-engine"] if results else arguments))
        results.append((engine, code, time.monotonic() - began))
    print(f"\nSeed {chosen.seed}")
    for engine, code, seconds in results:
        word = {0: "passed", NOTHING_COLLECTED: "nothing to run", None: "not run"}.get(code, "FAILED")
        print(f"{engine:<12} {word:<16} {seconds:6.0f} s")
    sys.exit(any(code not in (0, None, NOTHING_COLLECTED) for _, code, _ in results))


def shared_out(engine, arguments):
    """The arguments with a number of processes; PostgreSQL itself takes its share of the cores."""
    if any(argument.startswith("-n") for argument in arguments):
        return arguments
    return [*arguments, "-n", os.environ.get("TEST_PROCESSES") or {"sqlite": "3", "postgresql": "2"}[engine]]


def run(engine, arguments):
    """pytest's exit code, or None when the engine cannot be had."""
    with contextlib.ExitStack() as stack:
        environment = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"}
        if engine == "postgresql":
            url = os.environ.get("TEST_DATABASE_URL")
            if not url and not servers.postgresql_binaries():
                return None
            environment["TEST_DATABASE_URL"] = url or stack.enter_context(servers.postgresql())
        return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=environment).returncode


if __name__ == "__main__":
    main()
