"""What is measured on: databases of several sizes on a throw-away PostgreSQL, and requests without a network."""

import io
import os
import secrets
import tempfile
from contextlib import contextmanager
from functools import cache
from urllib.parse import urlsplit

SIZES = {"small": 100, "middle": 10_000, "large": 100_000}


def set_up(url, data_dir):
    """Start Django as in production, but with the floors' addresses beside Dewan's own."""
    os.environ |= environment(url, data_dir)
    import django
    from django.conf import settings

    settings.ROOT_URLCONF = "benchmarks.urls"
    settings.LOGGING_CONFIG = None
    django.setup()


def environment(url, data_dir):
    return {
        "DATABASE_URL": url,
        "DATA_DIR": str(data_dir),
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "EMAIL_URL": "dummymail://",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "TRAIL_KEY": secrets.token_urlsafe(32),
        "BASE_URL": "http://localhost:8000",
        "DEBUG": "off",
        "DEMO": "off",
        "DJANGO_SETTINGS_MODULE": "governance.settings",
    }


# Databases: one with the tables only, and copies of it with data, made when first asked for.


@cache
def database(name):
    """The connection to a database: `empty`, or one of SIZES filled by seed_scale."""
    from django.core.management import call_command
    from django.db import connections

    if name == "empty":
        _create("bench_empty")
        _connect("bench_empty")
        call_command("migrate", verbosity=0)
        connections["default"].close()
        return connections["default"]
    database("empty").close()
    _create(f"bench_{name}", "bench_empty")
    connection = _connect(f"bench_{name}")
    if name in SIZES:
        call_command("seed_scale", accounts=SIZES[name], stdout=io.StringIO())
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return connection


def use(name):
    """Make a database the one that everything works on."""
    from django.db import connections

    connections["default"] = database(name)


def fresh(name="fresh"):
    """An empty database, made anew."""
    from django.db import connections

    database("empty").close()
    if f"bench_{name}" in (str(one.settings_dict["NAME"]) for one in connections.all(initialized_only=True)):
        connections["default"].close()
    _create(f"bench_{name}", "bench_empty")
    return _connect(f"bench_{name}")


connected = []


def _connect(name):
    from django.db import connections

    connections["default"] = connection = connections.create_connection("default")
    connection.settings_dict = {**connection.settings_dict, "NAME": name}
    connected.append(connection)
    return connection


def _create(name, template="template1"):
    with plain("postgres") as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        # the work of parallel workers would be missed by who counts the time of one session
        cursor.execute(f"ALTER DATABASE {name} SET max_parallel_workers_per_gather = 0")


@contextmanager
def plain(name):
    """A cursor of psycopg2 alone, for floors."""
    import psycopg2

    connection = psycopg2.connect(url_of(name))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def url_of(name):
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


# Requests


def ask(address, session="", language="en"):
    """Ask Dewan for an address through WSGI, without a network; the body. Raises unless 200."""
    from django.conf import settings

    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost:8000",
        "HTTP_ACCEPT_LANGUAGE": language,
        "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={session}" if session else "",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    answer = _application()(environ, lambda status, headers: statuses.append(status))
    try:
        body = b"".join(answer)
    finally:
        answer.close()
    status = statuses.pop()
    if not status.startswith("200"):
        raise RuntimeError(f"{address}: {status}: {body[:300]}")
    return body


statuses = []


@cache
def _application():
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


@cache
def session_of(name, email):
    """The key of a session in which somebody is signed in to a database."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from people.models import Person
    from people.sessions import SessionStore

    use(name)
    person = Person.objects.get(email=email)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key


ADMINISTRATOR, READER = "sari@scale.example", "rudi@scale.example"


def asking(name, address, email=None):
    """A callable that asks a database's Dewan for an address, signed in or not."""
    session = session_of(name, email) if email else ""

    def run():
        use(name)
        return ask(address, session)

    return run


def queries(run, warm=True):
    """The statements that a callable sends to the database it uses."""
    if warm:
        run()
    sent = []

    def note(execute, sql, params, many, context):
        sent.append(sql)
        return execute(sql, params, many, context)

    from django.db import connections

    with connections["default"].execute_wrapper(note):
        run()
    return sent


def forget_callers():
    """Nobody is told to ask less often while being measured."""
    from django.core.cache import cache as process_cache

    process_cache.clear()


def data_dir():
    return tempfile.TemporaryDirectory(prefix="dewan-bench-")
