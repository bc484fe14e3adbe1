"""The processes of Dewan, and how one of them ends with the process that started it. PLT-9

`python -m governance.processes web` becomes that process; it dies when its parent does, even of `kill -9`.
"""

import ctypes
import os
import signal
import sys

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


if __name__ == "__main__":
    become(sys.argv[1])
