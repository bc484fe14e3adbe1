"""The processes of Dewan, and how one of them ends with the process that started it. PLT-9

`python -m governance.processes web` becomes that process; it dies when its parent does, even of `kill -9`.
"""

import ctypes
import os
import signal
import sys
from urllib.request import urlopen

PROCESSES = {
    "web": ["gunicorn", "governance.wsgi"],
    "worker": ["celery", "-A", "governance", "worker", "--concurrency=2", "--without-gossip", "--without-mingle"],
    "beat": ["celery", "-A", "governance", "beat", "--pidfile="],
}
PR_SET_PDEATHSIG = 1


def die_with_parent():
    """Linux only; elsewhere an orphan ends when its pipe or its broker does."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def become(name):
    die_with_parent()
    os.execv(sys.executable, [sys.executable, "-m", *PROCESSES[name]])


def alive():
    """Ask the web server of this container; an error is an exit code."""
    port = os.environ.get("WEB_BIND", "127.0.0.1:8000").rpartition(":")[2]
    urlopen(f"http://127.0.0.1:{port}/healthz", timeout=4).close()


if __name__ == "__main__":
    alive() if sys.argv[1] == "alive" else become(sys.argv[1])
