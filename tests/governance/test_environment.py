"""A wrong or missing variable names itself. PLT-9"""

import subprocess
import sys

import pytest

from governance import environment as readers

SECRET = "s3cret-value-that-no-message-repeats"


@pytest.mark.parametrize(
    ("reader", "name", "value"),
    [
        (readers.database, "DATABASE_URL", f"mysql://dewan:{SECRET}@host/db"),
        (readers.database, "DATABASE_URL", f"postgresql://dewan:{SECRET}@host"),
        (readers.database, "DATABASE_URL", f"postgresql://dewan:{SECRET}@host:port/db"),
        (readers.database, "DATABASE_URL", "sqlite://"),
        (readers.database, "DATABASE_URL", SECRET),
        (readers.broker, "REDIS_URL", f"amqp://{SECRET}@host"),
        (readers.broker, "REDIS_URL", "redis://"),
        (readers.broker, "REDIS_URL", "localhost:6379"),
        (readers.address, "BASE_URL", ""),
        (readers.address, "BASE_URL", "  "),
        (readers.address, "BASE_URL", "dewan.example.com"),
        (readers.address, "BASE_URL", "ftp://dewan.example.com"),
        (readers.address, "BASE_URL", "https://"),
        (readers.address, "BASE_URL", "https://dewan.example.com/path"),
        (readers.address, "BASE_URL", "https://dewan.example.com:eighty"),
        (readers.address, "BASE_URL", "https://dewan.example.com?x=1"),
        (readers.address, "BASE_URL", "http://[::1"),
        (readers.mail, "EMAIL_URL", f"imap://dewan:{SECRET}@host"),
        (readers.mail, "EMAIL_URL", "smtp://"),
        (readers.mail, "EMAIL_URL", "smtp://host?from=nobody"),
        (readers.boolean, "DEBUG", "maybe"),
        (readers.boolean, "DEMO", "2"),
        (readers.secret, "SECRET_KEY", "short"),
        (readers.secret, "TRAIL_KEY", "a" * 80),
        (readers.secrets, "ENCRYPTION_KEY", "short"),
        (readers.secrets, "ENCRYPTION_KEY", f"{SECRET},{'a' * 80}"),
        (readers.folder, "DATA_DIR", "/proc/dewan"),
        (readers.folder, "DATA_DIR", "/etc/hostname"),
    ],
)
def test_read_refuses_a_wrong_value(monkeypatch, reader, name, value):
    """PLT-9: one line that begins with the name and keeps the value to itself."""
    monkeypatch.setenv(name, value)
    with pytest.raises(readers.WrongVariable) as wrong:
        reader(
            name,
            *{"secret": [32], "secrets": [32, SECRET], "boolean": [False]}.get(
                reader.__name__, [""][: reader is not readers.broker]
            ),
        )
    message = str(wrong.value)
    assert message.startswith(f"{name}: ")
    assert "\n" not in message
    assert SECRET not in message


@pytest.mark.parametrize("name", ["SECRET_KEY", "TRAIL_KEY"])
def test_read_refuses_a_missing_secret(monkeypatch, name):
    monkeypatch.setenv(name, "")
    with pytest.raises(readers.WrongVariable, match=f"^{name}: is missing"):
        readers.secret(name, 32)


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("Yes", True), ("off", False), ("FALSE", False), ("", True), (" on ", True)]
)
def test_read_boolean(monkeypatch, value, expected):
    monkeypatch.setenv("DEBUG", value)
    assert readers.boolean("DEBUG", default=True) is expected


def test_read_mail_with_sender(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://sari:p%40ss@mail.example.com?from=dewan@example.com")
    found, sender = readers.mail("EMAIL_URL")
    assert sender == "dewan@example.com"
    assert found["EMAIL_HOST_PASSWORD"] == "p@ss"
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == (587, True)


def manage(environment, *arguments):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], env=environment, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "oracle://host/db"),
        ("REDIS_URL", "http://host"),
        ("SECRET_KEY", ""),
        ("TRAIL_KEY", "short"),
        ("DEBUG", "perhaps"),
        ("DATA_DIR", "/proc/dewan"),
        ("BASE_URL", "nowhere"),
        ("BASE_URL", ""),
        ("ENCRYPTION_KEY", "short"),
        ("EMAIL_URL", "pigeon://loft"),
    ],
)
@pytest.mark.sqlite
def test_manage_names_the_wrong_variable(environment, name, value):
    """PLT-9: a command leaves with one line, not with a traceback."""
    done = manage(environment | {name: value}, "check")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"Dewan cannot start. {name}: ")


@pytest.mark.sqlite
def test_postgresql_asks_for_redis(environment):
    done = manage(environment | {"DATABASE_URL": "postgresql://dewan@localhost/dewan"}, "check")
    assert "REDIS_URL: is missing; PostgreSQL goes with Redis" in done.stderr


@pytest.mark.sqlite
def test_environment_wins_over_the_file(environment, data_dir):
    """PLT-9: DATA_DIR/env is read, and a variable that is set wins."""
    (data_dir / "env").write_text("DEBUG=maybe\n")
    assert manage(environment, "check").stderr.startswith("Dewan cannot start. DEBUG: ")
    assert manage(environment | {"DEBUG": "off"}, "check").returncode == 0


def test_keys_are_for_their_owner(tmp_path):
    from governance import keys

    keys.write(tmp_path / "new" / "env")
    assert (tmp_path / "new" / "env").stat().st_mode & 0o777 == 0o600
    lines = dict(line.split("=", 1) for line in (tmp_path / "new" / "env").read_text().split())
    assert set(lines) == {"SECRET_KEY", "TRAIL_KEY", "ENCRYPTION_KEY"}
    assert all(len(key) >= 50 for key in lines.values())
    with pytest.raises(FileExistsError):
        keys.write(tmp_path / "new" / "env")
