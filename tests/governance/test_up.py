"""`manage.py up`: three processes under one supervisor. PLT-9"""

import json
import signal
import subprocess
import sys
from urllib.error import HTTPError
from urllib.request import urlopen

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
    wait_until(lambda: "Ctrl-C stops it" in process.log.read_text(), seconds=60)
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
    supervisor = psutil.Process(up.pid).children()[0]
    return next((one for one in supervisor.children() if word in one.cmdline()), None)


def readiness(port):
    try:
        with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return json.load(answer)
    except HTTPError as answer:
        return json.load(answer)


def test_up_serves_and_leaves_nothing_behind(up, empty_dewan):
    """PLT-9: the address is printed, the sweeps run on SQLite and a file broker, Ctrl-C ends every process."""
    said = up.log.read_text()
    assert f"http://localhost:{up.port}" in said
    assert "createsuperuser" in said
    wait_until(lambda: readiness(up.port)["ready"], seconds=60)
    assert len(alive(empty_dewan["DATA_DIR"])) >= 7

    up.send_signal(signal.SIGINT)
    assert up.wait(45) == 0
    assert alive(empty_dewan["DATA_DIR"]) == []


@pytest.mark.parametrize("word", ["gunicorn", "worker", "beat"])
def test_a_killed_process_comes_back(up, word):
    """PLT-9: kill -9 of web, worker or beat; another is there within seconds, and the orphans are gone."""
    killed = child(up, word)
    orphans = killed.children(recursive=True)
    killed.kill()
    wait_until(lambda: (now := child(up, word)) and now.pid != killed.pid, seconds=15)
    wait_until(lambda: not any(orphan.is_running() for orphan in orphans), seconds=15)
    wait_until(lambda: answers(up.port), seconds=15)


def answers(port):
    try:
        return urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).status == 200
    except OSError:
        return False


def test_a_second_up_refuses(up, empty_dewan):
    done = subprocess.run(
        [*MANAGE, "up", "--port", str(free_port())], cwd=ROOT, env=empty_dewan, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert f"Dewan already runs on {empty_dewan['DATA_DIR']} (process {up.pid})" in done.stderr


def test_up_names_a_port_in_use(up, empty_dewan, prepared):
    command = [*MANAGE, "up", "--port", str(up.port)]
    environment = empty_dewan | {"DATA_DIR": str(prepared)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"Cannot listen on 127.0.0.1:{up.port}" in done.stderr


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
    done = subprocess.run([*MANAGE, "up"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert "run `manage.py migrate` first" in done.stderr
