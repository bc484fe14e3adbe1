"""What every test stands on: an environment of its own, and the servers of the outside world.

`TEST_DATABASE_URL` and `TEST_REDIS_URL` name servers to use; without the first the suite runs on SQLite.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from xdist.scheduler import LoadScopeScheduling

from tests import servers, stages

ROOT = Path(__file__).resolve().parent.parent
DATA_DIR = tempfile.mkdtemp(prefix="dewan-tests-")
os.environ |= {
    "DATA_DIR": DATA_DIR,
    "SECRET_KEY": "test-key-of-dewan-0123456789-abcdefghijklmnopqrstuvwxyz",
    "TRAIL_KEY": "trail-key-of-dewan-0123456789-abcdefghij",
    "BASE_URL": "http://testserver",
    "DATABASE_URL": os.environ.get("TEST_DATABASE_URL", ""),
    # PostgreSQL asks for Redis; tests that need one start it.
    "REDIS_URL": "redis://127.0.0.1:1/0" if os.environ.get("TEST_DATABASE_URL") else "",
    "EMAIL_URL": "memorymail://",
    "DJANGO_SETTINGS_MODULE": "governance.settings",
    # Playwright keeps an event loop in the main thread, where Django then refuses the database.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
}
for name in ("DEBUG", "DEMO"):
    os.environ.pop(name, None)

import django  # noqa: E402
from django.conf import settings  # noqa: E402
from django.utils import translation  # noqa: E402

# Before the cast is loaded, which names models.
django.setup()
pytest_plugins = ["tests.cast"]

from governance import catalogue  # noqa: E402

catalogue.compile_stale()

hypothesis_settings.register_profile(
    "ci", max_examples=40, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.register_profile("deep", hypothesis_settings.get_profile("ci"), max_examples=2000)


def pytest_addoption(parser):
    parser.addoption("--deep", action="store_true", help="generators and faults without cap")
    parser.addoption("--second-engine", action="store_true", help="leave out what needs no second engine")


def pytest_configure(config):
    config.addinivalue_line("markers", "deep: only with --deep, takes its time")
    config.addinivalue_line("markers", "sqlite: has no other meaning on PostgreSQL")
    config.addinivalue_line("markers", "postgresql: has no meaning on SQLite")
    config.addinivalue_line(
        "markers", "mostly_postgresql: daily on PostgreSQL, which refuses more; with --deep on both"
    )
    config.addinivalue_line(
        "markers",
        "once: its subject is the broker or the doors (or the browser, by its fixture), whatever the engine below; with --deep on both",
    )
    hypothesis_settings.load_profile("deep" if config.getoption("--deep") else "ci")


def pytest_xdist_make_scheduler(config, log):
    return Scheduling(config, log)


class Scheduling(LoadScopeScheduling):
    """One test after the other to the process that is free; files that share a long stage as a whole, and first."""

    files = stages.together(ROOT / "tests")

    def _split_scope(self, nodeid):
        file = nodeid.partition("::")[0]
        return file if file in self.files else nodeid


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Leave out the deep tests unless asked for, and what belongs to another engine; stages in their order."""
    left_out = {"sqlite" if os.environ["DATABASE_URL"] else "postgresql"}
    if not config.getoption("--deep"):
        left_out |= {"deep"} if os.environ["DATABASE_URL"] else {"deep", "mostly_postgresql"}
    again = config.getoption("--second-engine")
    left_out |= {"once"} if again and not config.getoption("--deep") else set()
    out = [
        item
        for item in items
        if any(item.get_closest_marker(name) for name in left_out)
        or ("once" in left_out and "browser" in item.fixturenames)
        or (again and not may_touch_the_database(item))
    ]
    kept = set(items) - set(out)
    items[:] = [item for item in items if item in kept]
    config.hook.pytest_deselected(items=out)
    items.sort(key=stages.order)


def may_touch_the_database(item):
    """pytest-django refuses it to the rest."""
    return bool(
        {"db", "transactional_db", "live_server"} & set(item.fixturenames) or item.get_closest_marker("django_db")
    )


def pytest_unconfigure(config):
    shutil.rmtree(DATA_DIR, ignore_errors=True)


def cannot_have(server):
    """Without the server the test is named as not run; under CI=true it fails."""
    give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
    give_up(f"Not on this machine: {servers.NAMES[server]}")


def real_data():
    """The folder of real data beside the project; `SHARED_DATA` names another one."""
    folder = Path(os.environ.get("SHARED_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up("Not on this machine: the real data (a folder beside the project, or named by SHARED_DATA)")
    return folder


@pytest.fixture(scope="session")
def shared_data():
    return real_data()


@pytest.fixture(autouse=True, scope="session")
def platforms_are_read_once():
    """No test counts a query more because the platforms of the process came of age."""
    from accounts.models.platform import Book

    Book.FRESH_SECONDS = float("inf")


@pytest.fixture(scope="session")
def stages_end(django_db_setup, django_db_blocker):
    """The last stage is left before the database goes."""
    yield
    with django_db_blocker.unblock():
        stages.leave()


@pytest.fixture
def _django_db_helper(enter_stages, _django_db_helper):
    """pytest-django's own, which opens a test's transaction, above the stages that the test stands on."""


@pytest.fixture
def enter_stages(request, stages_end, django_db_blocker):
    with django_db_blocker.unblock():
        stages.enter(stages.wanted(request.node))


@pytest.fixture(autouse=True)
def language_ends():
    """The language of a request is not the next test's."""
    yield
    translation.deactivate()


@pytest.fixture
def clock():
    """The one clock, which tests may set."""
    from trail import clock

    yield clock
    clock.clear()


@pytest.fixture(autouse=True, scope="session")
def reset_past_the_triggers():
    """Tests that commit are reset by emptying every table, which the triggers of append-only tables refuse."""
    from django.test import TransactionTestCase

    from tests.triggers import triggers_lifted

    empty = TransactionTestCase._fixture_teardown

    def lift_and_empty(self):
        with triggers_lifted():
            empty(self)

    TransactionTestCase._fixture_teardown = lift_and_empty
    yield
    TransactionTestCase._fixture_teardown = empty


# Processes of Dewan beside the test


@pytest.fixture
def data_dir(tmp_path):
    """A folder for the data of another Dewan."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def environment(data_dir):
    """The environment of another Dewan with a SQLite database, a file broker and mail of its own."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("TEST_", "PYTEST_", "DJANGO_"))
    }
    return inherited | {"DATA_DIR": str(data_dir), "DATABASE_URL": "", "REDIS_URL": "", "EMAIL_URL": ""}


@pytest.fixture
def environment_here(environment, transactional_db):
    """The environment of a process that works on this very test's database."""
    from django.db import connection

    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return environment | {"DATABASE_URL": f"sqlite:///{name}"}
    url = urlunsplit(urlsplit(os.environ["TEST_DATABASE_URL"])._replace(path=f"/{name}"))
    return environment | {"DATABASE_URL": url, "REDIS_URL": "redis://127.0.0.1:1/0", "EMAIL_URL": "dummymail://"}


@pytest.fixture
def start(tmp_path):
    """Start a command of Dewan's environment as its own session; it is ended with the test."""
    processes = []

    def start(*command, env, log="process.log"):
        output = (tmp_path / log).open("ab")
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=env,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=servers.die_with_parent,
        )
        process.log = tmp_path / log
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture
def worker(start, environment_here, redis_server):
    """Start a Celery worker on this test's database and a real Redis."""

    def worker(**more):
        env = environment_here | {"REDIS_URL": redis_server.url} | more
        return start("-m", "celery", "-A", "governance", "worker", "--concurrency=1", env=env, log="worker.log")

    return worker


# Redis, mail, browser


@pytest.fixture
def redis_server():
    """A Redis of the test's own, which it may kill and freeze."""
    if not shutil.which("redis-server"):
        cannot_have("redis")
    with servers.redis() as server:
        yield server


@pytest.fixture(scope="session")
def redis_url():
    """A Redis that the tests share."""
    if given := os.environ.get("TEST_REDIS_URL"):
        yield given
        return
    if not shutil.which("redis-server"):
        cannot_have("redis")
    with servers.redis() as server:
        yield server.url


class Mailbox(list):
    """What a real SMTP server received: `email.message.EmailMessage`s."""

    async def handle_DATA(self, server, session, envelope):
        from email import message_from_bytes, policy

        self.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 Message accepted"


@pytest.fixture
def smtp(settings):
    """A real SMTP server, and Django sending to it; the value is its mailbox, `.url` an EMAIL_URL."""
    from aiosmtpd.controller import Controller

    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=servers.free_port())
    controller.start()
    mailbox.url = f"smtp://127.0.0.1:{controller.port}"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield mailbox
    controller.stop()


@pytest.fixture(scope="session")
def browser(stages_end, django_db_blocker):
    """A real Chromium, started once.

    Playwright's event loop runs from here to its end, and in its presence Django uses another connection: no stage
    may stay open on the one of before.
    """
    path = servers.chromium()
    if not path:
        cannot_have("chromium")
    from playwright.sync_api import sync_playwright

    with django_db_blocker.unblock():
        stages.leave()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=servers.CHROMIUM_FLAGS)
        yield chromium
        chromium.close()
        with django_db_blocker.unblock():
            stages.leave()


@pytest.fixture
def page(browser, live_server):
    """A fresh browser window on the live server: `page.goto("/official/")`."""
    context = browser.new_context(base_url=live_server.url, locale="en-GB", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def sign_in(page, client, live_server):
    """Sign a person in to the browser without the sign-in page: `sign_in(sari)`."""

    def sign_in(person):
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return sign_in
