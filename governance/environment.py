"""Typed readers of the environment: a wrong or missing variable stops the start and names itself. PLT-9

A message never repeats the value, for half of them are secrets.
"""

import os
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}
DATABASES = {"sqlite", "postgres", "postgresql"}
BROKERS = {"redis", "rediss"}


class WrongVariable(ImproperlyConfigured):
    """`NAME: what is wrong with it`, in one line."""

    def __init__(self, name, wrong):
        super().__init__(f"{name}: {wrong}")


def text(name, default=None):
    """The variable, or the default; an empty variable is a missing one."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise WrongVariable(name, "is missing (`make run` writes one into DATA_DIR/env)")
    return value


def boolean(name, default):
    value = text(name, str(default)).lower()
    if value not in TRUE | FALSE:
        raise WrongVariable(name, "must be one of 1, true, yes, on, 0, false, no, off")
    return value in TRUE


def number(name, default):
    value = text(name, str(default))
    if not value.isdigit() or len(value) > 9:
        raise WrongVariable(name, "must be a whole number from 0 up")
    return int(value)


def secret(name, at_least):
    value = text(name)
    if len(value) < at_least or len(set(value)) < 8:
        raise WrongVariable(name, f"must be a random text of at least {at_least} characters")
    return value


def secrets(name, at_least, default):
    """One or more secrets with commas between them, the newest first."""
    given = os.environ.get(name, "").split(",")
    found = [value.strip() for value in given if value.strip()] or [default]
    if any(len(value) < at_least or len(set(value)) < 8 for value in found):
        raise WrongVariable(name, f"must be random texts of at least {at_least} characters, the newest first")
    return found


def folder(name, default):
    """An absolute folder, made when absent, for its owner only."""
    path = Path(text(name, str(default))).expanduser().absolute()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise WrongVariable(name, f"is not a folder that can be used ({error.strerror})") from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise WrongVariable(name, "is a folder that cannot be written to")
    return path


def address(name, default):
    """`https://host[:port]` without anything behind it."""
    if not os.environ.get(name, default).strip():
        # Else links in letters and passkeys would silently belong to the default.
        raise WrongVariable(name, "is empty; leave it out, or give the address that people use")
    value = text(name, default).rstrip("/")
    parts = _split(name, value)
    beyond = parts.path or parts.query or parts.fragment or parts.username or parts.password
    if parts.scheme not in {"http", "https"} or not parts.hostname or beyond:
        raise WrongVariable(name, "must look like https://dewan.example.com, with http or https and no path")
    return value


def database(name, default):
    value = text(name, default)
    parts = _split(name, value)
    if parts.scheme not in DATABASES:
        raise WrongVariable(name, "must begin with sqlite:/// or postgresql://")
    if not parts.path.strip("/"):
        raise WrongVariable(name, "must name a database after the last /")
    return environ.Env.db_url_config(value)


def broker(name):
    """The address of Redis, or an empty text: then the broker is a folder."""
    value = text(name, "")
    if value and (_split(name, value).scheme not in BROKERS or not urlsplit(value).hostname):
        raise WrongVariable(name, "must look like redis://host:6379/0")
    return value


def mail(name, default=None):
    """Django's EMAIL_* settings; `?from=` is the sender's address."""
    value = text(name, default)
    parts = _split(name, value)
    if parts.scheme not in environ.Env.EMAIL_SCHEMES:
        raise WrongVariable(name, "must begin with smtp://, smtps://, smtp+ssl://, filemail:// or consolemail://")
    if parts.scheme.startswith("smtp") and not parts.hostname:
        raise WrongVariable(name, "must name a mail server, such as smtp://mail.example.com:25")
    found = environ.Env.email_url_config(value.partition("?")[0])
    sender = parse_qs(parts.query).get("from", [""])[0]
    if sender and "@" not in sender:
        raise WrongVariable(name, "must give an e-mail address behind ?from=")
    found["EMAIL_PORT"] = found["EMAIL_PORT"] or {"smtps": 587, "smtp+tls": 587, "smtp+ssl": 465}.get(parts.scheme, 25)
    return found, sender


def _split(name, value):
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - a port that is no number shows only when asked for
    except ValueError:
        raise WrongVariable(name, "is not a URL") from None
    return parts


def choose_settings():
    """Load the settings, or leave with one line that names the variable."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
    from django.conf import settings

    try:
        settings.INSTALLED_APPS  # noqa: B018 - the first look loads them
    except WrongVariable as wrong:
        sys.exit(f"Dewan cannot start. {wrong}")
