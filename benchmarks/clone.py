"""From a fresh clone to the first page, with the packages already downloaded. PLT-9"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks.measuring import Row
from tests import servers

ROOT = Path(__file__).resolve().parent.parent
WHEELS = ROOT / "var" / "wheels"
LIMIT, PATIENCE = 30, 300


def rows():
    work = "fresh clone to the sign-in page of the demo organisation, `make run`"
    if lacking := [name for name in ("git", "make") if not shutil.which(name)]:
        yield Row(work, "–", "–", None, LIMIT, unit="s", note=f"not on this machine: {', '.join(lacking)}")
        return
    download = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-qqq", "download", "--dest", WHEELS]
    subprocess.run([*download, "-r", ROOT / "requirements.txt"], check=True)
    folder = Path(tempfile.mkdtemp(prefix="dewan-clone-"))
    try:
        seconds, note = _first_page(folder / "dewan")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    yield Row(work, f"{seconds:.0f} s", "–", seconds, LIMIT, unit="s", note=note)


def _first_page(clone):
    """Seconds from the clone until the sign-in page answers, and where they went."""
    port = servers.free_port()
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(WHEELS)}
    python = Path(sys.base_prefix) / "bin" / "python3"
    began = time.monotonic()
    subprocess.run([shutil.which("git"), "clone", "--quiet", "--no-hardlinks", ROOT, clone], check=True)
    command = ["make", "run", f"PORT={port}", f"PYTHON={python}"]
    process = subprocess.Popen(
        command,
        cwd=clone,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    reached = {}
    try:
        for name, done in (
            ("packages installed", (clone / ".venv" / "runtime").exists),
            ("demo in place", lambda: servers.listens(port)),
            ("sign-in page", lambda: _answers(f"http://localhost:{port}/sign-in/")),
        ):
            servers.wait_until(lambda done=done: done() or process.poll() is not None, seconds=PATIENCE)
            if process.poll() is not None:
                raise RuntimeError(f"make run ended with {process.returncode}")
            reached[name] = time.monotonic() - began
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(30)
    if not reached:
        raise RuntimeError("nothing answered")
    return reached["sign-in page"], ", ".join(f"{name} after {seconds:.0f} s" for name, seconds in reached.items())


def _answers(url):
    try:
        with urlopen(url, timeout=10) as answer:  # noqa: S310
            return answer.status == 200
    except (URLError, OSError):
        return False
