"""`manage.py up`: three processes under one supervisor. PLT-9"""

import json
import signal
import subprocess
import sys
from contextlib import suppress
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psutil
import pytest

from tests.conftest import ROOT
from tests.servers import free_port, wait_until

pytestmark = pytest.mark.sqlite
MANAGE = [sys.executable, "manage.py"]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A folder for a migrated empty database, made once."""
    return tmp_path_factory.mktemp("prepared")


@pytest.fixture
def empty_dewan(environment, prepared, data_dir):
    """The environment of a Dewan whose database is migrated and empty."""
    source = prepared / "dewan.sqlite3"
    if not source.exists():
        made = environment | {"DATA_DIR": str(prepared)}
        subprocess.run([*MANAGE, "prepare"], cwd=ROOT, env=made, check=True)
    (data_dir / "dewan.sqlite3").write_bytes(source.read_bytes())
    return {name: value for name, value in environment.items() if name != "BASE_URL"}


@pytest.fixture
def up(start, empty_dewan):
    """Start it on a free port and wait until it says where it is."""
    port = free_port()
    process = start("manage.py", "up", "--port", str(port), env=empty_dewan)
    process.port = port
    wait_until(lambda: "Ctrl-C stops it" in process.log.read_text(), seconds=150)
    yield process
    for left in alive(empty_dewan["DATA_DIR"]):
        if left.pid != process.pid:
            left.kill()


def alive(folder):
    """Every process that works on the folder."""
    return [process for process in psutil.process_iter() if _of(process, folder)]


def _of(process, folder):
    try:
        return process.environ().get("DATA_DIR") == folder and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def child(up, word):
    """The process directly under the supervisor whose command has the word."""
    for one in psutil.Process(up.pid).children()[0].children():
        with suppress(psutil.Error):
            if word in one.cmdline():
                return one
    return None


def readiness(port):
    try:
        with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return json.load(answer)
    except HTTPError as answer:
        return json.load(answer)


def answers(port):
    try:
        return urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).status == 200
    except OSError:
        return False


def refused(environment, port):
    """What another `up` says before it leaves with 1."""
    command = [*MANAGE, "up", "--port", str(port)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    return done.stderr


def refusal(port, path="/", **headers):
    """(status, type, title) of what the server answers by itself."""
    try:
        urlopen(Request(f"http://127.0.0.1:{port}{path}", headers=headers), timeout=5)
    except HTTPError as answer:
        return answer.status, answer.headers["Content-Type"], json.load(answer)["title"]


def test_up_serves_and_leaves_nothing_behind(up, empty_dewan, prepared):
    """PLT-9: says where it is, sweeps on SQLite and a file broker, stands alone on its data; Ctrl-C ends it all."""
    said = up.log.read_text()
    assert f"http://localhost:{up.port}" in said
    assert "createsuperuser" in said
    wait_until(lambda: readiness(up.port)["ready"], seconds=60)
    assert len(alive(empty_dewan["DATA_DIR"])) >= 7

    kind = "application/problem+json"
    long = "/api/v1/official?url=" + "a" * 9000
    assert refusal(up.port, long) == (414, kind, "URI Too Long")
    assert refusal(up.port, **{"X-Long": "a" * 20_000}) == (431, kind, "Request Header Fields Too Large")

    own = f"Dewan already runs on {empty_dewan['DATA_DIR']} (process {up.pid})"
    assert own in refused(empty_dewan, free_port())
    assert f"Cannot listen on 127.0.0.1:{up.port}" in refused(empty_dewan | {"DATA_DIR": str(prepared)}, up.port)

    up.send_signal(signal.SIGINT)
    assert up.wait(60) == 0
    assert alive(empty_dewan["DATA_DIR"]) == []


def test_a_killed_process_comes_back(up):
    """PLT-9: kill -9 of web, worker and beat; another is there within seconds, and the orphans are gone."""
    for word in ("gunicorn", "worker", "beat"):
        killed = child(up, word)
        orphans = killed.children(recursive=True)
        killed.kill()
        wait_until(lambda word=word, killed=killed: (now := child(up, word)) and now.pid != killed.pid, seconds=15)
        wait_until(lambda orphans=orphans: not any(orphan.is_running() for orphan in orphans), seconds=15)
        wait_until(lambda: answers(up.port), seconds=30)


@pytest.mark.parametrize("who", ["up", "supervisor"])
def test_kill_of_the_top_leaves_no_orphans(up, empty_dewan, who):
    """PLT-9: even kill -9 of the command ends everything; a killed supervisor is started again."""
    supervisor = psutil.Process(up.pid).children()[0]
    before = supervisor.children(recursive=True)
    if who == "up":
        up.kill()
        up.wait()
        wait_until(lambda: alive(empty_dewan["DATA_DIR"]) == [], seconds=60)
    else:
        supervisor.kill()
        wait_until(lambda: not any(one.is_running() for one in before), seconds=60)


def test_up_refuses_an_old_database(environment):
    assert "run `manage.py migrate` first" in refused(environment, free_port())
