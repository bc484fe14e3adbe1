"""The compose file: valid, and every service's exact command runs on real PostgreSQL and Redis. PLT-9"""

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.conftest import ROOT
from tests.servers import free_port, wait_until

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = {name: service for name, service in COMPOSE["services"].items() if service.get("image") == "dewan"}
GIVEN = {
    "SECRET_KEY": "compose-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
    "TRAIL_KEY": "compose-trail-0123456789-abcdefghijklmnopqrstuvwxyz",
    "BASE_URL": "https://dewan.example.com",
    "EMAIL_URL": "dummymail://",
    "POSTGRES_PASSWORD": "password",
}


def test_compose_file_is_valid():
    """Against the compose specification's own schema."""
    schema = json.loads((Path(__file__).parent / "compose_spec.json").read_text())
    validator = jsonschema.Draft201909Validator(schema)
    assert list(validator.iter_errors(COMPOSE)) == []


def test_secrets_come_from_the_environment():
    """A service without one of them does not start, and none stands in the file."""
    text = (ROOT / "docker-compose.yml").read_text()
    for name in GIVEN:
        assert f"${{{name}:?is missing}}" in text
    for service in OURS.values():
        assert service["cap_drop"] == ["ALL"]
        assert service["read_only"]
    assert "\nUSER dewan\n" in (ROOT / "Dockerfile").read_text()


def test_every_running_service_has_a_health_check():
    assert {name for name, service in COMPOSE["services"].items() if "healthcheck" not in service} == {"prepare"}


@pytest.fixture
def compose_environment(environment_here, redis_server, tmp_path):
    """The file's environment, its variables filled in and its hosts replaced by the servers of the test."""
    filled = {}
    for name, value in OURS["web"]["environment"].items():
        filled[name] = re.sub(r"\$\{(\w+):([-?])([^}]*)\}", lambda m: GIVEN.get(m[1], m[3]), str(value))
    servers = {
        "DATABASE_URL": environment_here["DATABASE_URL"],
        "REDIS_URL": redis_server.url,
        "DATA_DIR": str(tmp_path / "volume"),
        "WEB_BIND": f"0.0.0.0:{free_port()}",
    }
    return environment_here | filled | servers


@pytest.mark.postgresql
def test_every_command_runs(compose_environment, start):
    """PLT-9: prepare ends well, then web, worker and beat run until their own health checks pass."""

    def command(words):
        assert words[0] == "python"
        return words[1:]

    def healthy(name):
        test = command(OURS[name]["healthcheck"]["test"][1:])
        done = subprocess.run([sys.executable, *test], cwd=ROOT, env=compose_environment, capture_output=True)
        return done.returncode == 0

    done = subprocess.run([sys.executable, *command(OURS["prepare"]["command"])], cwd=ROOT, env=compose_environment)
    assert done.returncode == 0
    names = ["web", "worker", "beat"]
    running = {name: start(*command(OURS[name]["command"]), env=compose_environment, log=name) for name in names}
    for name in names:
        wait_until(lambda name=name: healthy(name), seconds=90, every=1)
    assert {name: process.poll() for name, process in running.items()} == dict.fromkeys(names)


@pytest.mark.postgresql
def test_broker_command_runs(tmp_path):
    """Redis starts with the file's words."""
    words = COMPOSE["services"]["redis"]["command"]
    port = free_port()
    process = subprocess.Popen([*words, "--port", str(port)], cwd=tmp_path, stdout=subprocess.DEVNULL)
    try:
        ping = ["redis-cli", "-p", str(port), "ping"]
        wait_until(lambda: b"PONG" in subprocess.run(ping, capture_output=True).stdout, seconds=15)
    finally:
        process.kill()
        process.wait()
