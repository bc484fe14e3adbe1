"""What a first page weighs over the wire, and what Lighthouse says of it; served as in production. PLT-7"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit
from urllib.request import urlopen

from benchmarks import ground
from benchmarks.measuring import Row
from tests import servers

ROOT = Path(__file__).resolve().parent.parent
WEIGHT, SCORE, RUNS = 60, 98, 3
TRIES = 4  # on a busy machine Chromium may miss the beginning of its own recording
DATABASE = "bench_middle"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LIGHTHOUSE = ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"
FLAGS = ("--no-sandbox", "--headless=new", "--disable-gpu", "--disable-background-networking")


def rows():
    from django.conf import settings

    from accounts.models import Account

    ground.use("middle")
    session = ground.session_of("middle", ground.ADMINISTRATOR)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session}
    account = Account.objects.order_by("pk").first()
    pages = {
        "sign-in": ("/sign-in/", None),
        "public check": ("/official/", None),
        "accounts": ("/accounts/", cookie),
        "account": (account.get_absolute_url(), cookie),
    }
    with serving(DATABASE) as address:
        yield from _weights(address, pages)
        for name in ("public check", "sign-in", "accounts"):
            yield _lighthouse(name, address, *pages[name])


@contextmanager
def serving(database):
    """gunicorn with compressed static files on a database; the address of it."""
    environment = os.environ | {"DATABASE_URL": ground.url_of(database)}
    manage = [sys.executable, "manage.py", "prepare", "--without-database"]
    subprocess.run(manage, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    port = servers.free_port()
    environment["WEB_BIND"] = f"127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "governance.wsgi"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        address = f"http://localhost:{port}"
        servers.wait_until(lambda: servers.listens(port), seconds=60)
        urlopen(f"{address}/healthz", timeout=60).close()  # noqa: S310
        yield address
    finally:
        server.terminate()
        server.wait()


def _weights(address, pages):
    """The bytes that a browser without a cache receives until the page is quiet."""
    path = servers.chromium()
    if not path:
        yield Row(f"weight of the first page ({servers.NAMES['chromium']})", "–", "–", None, WEIGHT, unit="kB")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=servers.CHROMIUM_FLAGS)
        for name, (page, cookie) in pages.items():
            received, hosts = _received(chromium, address, page, cookie)
            strangers = sorted(hosts - {urlsplit(address).netloc})
            parts = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in sorted(received.items()))
            note = f"{parts} kB" + (f"; third parties: {', '.join(strangers)}" if strangers else "; no third party")
            weight = sum(received.values()) / 1000
            yield Row(
                f"first page load, {name}", f"{weight:.1f} kB", "–", weight, 0 if strangers else WEIGHT, "kB", note=note
            )
        chromium.close()


def _received(chromium, address, page, cookie):
    context = chromium.new_context(locale="id-ID")
    if cookie:
        context.add_cookies([{**cookie, "url": address}])
    tab = context.new_page()
    devtools = context.new_cdp_session(tab)
    devtools.send("Network.enable")
    kinds, received, hosts = {}, {}, set()

    def asked(event):
        kinds[event["requestId"]] = event.get("type", "Other").lower()
        if event["request"]["url"].startswith("http"):
            hosts.add(urlsplit(event["request"]["url"]).netloc)

    def finished(event):
        kind = kinds.get(event["requestId"], "other")
        received[kind] = received.get(kind, 0) + event["encodedDataLength"]

    devtools.on("Network.requestWillBeSent", asked)
    devtools.on("Network.loadingFinished", finished)
    answer = tab.goto(address + page, wait_until="networkidle")
    if answer.status != 200 or urlsplit(tab.url).path != page:
        raise RuntimeError(f"{page}: {answer.status} at {tab.url}")
    context.close()
    return received, hosts


def _lighthouse(name, address, page, cookie):
    """The worst of the four categories, each the median of three runs on a slow telephone."""
    work = f"Lighthouse 12, {name}: the lowest of four scores"
    if lacking := _lacking():
        return Row(work, "–", "–", None, SCORE, unit="points", at_least=True, note=f"not on this machine: {lacking}")
    scores = {category: [] for category in CATEGORIES}
    for _ in range(RUNS):
        _keep_well()
        report = _report(address + page, cookie)
        for category in CATEGORIES:
            scores[category].append(100 * report["categories"][category]["score"])
    found = {category: median(scores[category]) for category in CATEGORIES}
    note = ", ".join(f"{category} {score:.0f}" for category, score in found.items())
    return Row(work, "–", "–", min(found.values()), SCORE, unit="points", at_least=True, note=note)


def _keep_well():
    """An administrator is told at once when Dewan has not swept; where it runs, it has."""
    environment = os.environ | {"DATABASE_URL": ground.url_of(DATABASE)}
    subprocess.run([sys.executable, "manage.py", "run_due"], cwd=ROOT, env=environment, capture_output=True)


def _report(url, cookie):
    """What Lighthouse says of an address, asked by a browser that is signed in."""
    command = ["node", str(LIGHTHOUSE), url, "--quiet", "--output=json", "--disable-storage-reset"]
    command.append(f"--only-categories={','.join(CATEGORIES)}")
    for _ in range(TRIES):
        with _browser(url, cookie) as port:
            done = subprocess.run([*command, f"--port={port}"], capture_output=True, text=True, timeout=300)
        if not done.returncode:
            break
    else:
        raise RuntimeError(done.stderr[-2000:])
    report = json.loads(done.stdout)
    if urlsplit(report["finalDisplayedUrl"]).path != urlsplit(url).path:
        raise RuntimeError(f"{url} led to {report['finalDisplayedUrl']}")
    return report


@contextmanager
def _browser(url, cookie):
    """A Chromium with a new profile and a door for Lighthouse; the number of the door."""
    from playwright.sync_api import sync_playwright

    port = servers.free_port()
    options = {"executable_path": servers.chromium(), "args": [*FLAGS, f"--remote-debugging-port={port}"]}
    with tempfile.TemporaryDirectory() as profile, sync_playwright() as playwright:
        chromium = playwright.chromium.launch_persistent_context(profile, **options)
        if cookie:
            chromium.add_cookies([{**cookie, "url": urlsplit(url)._replace(path="/").geturl()}])
        yield port
        chromium.close()


def _lacking():
    """What Lighthouse needs and this machine does not have; it is installed here when npm can."""
    if not servers.chromium():
        return servers.NAMES["chromium"]
    if not shutil.which("node") or not (LIGHTHOUSE.exists() or shutil.which("npm")):
        return "node and npm"
    if not LIGHTHOUSE.exists():
        options = ("--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--silent")
        subprocess.run([shutil.which("npm"), "install", *options, "--prefix", ROOT, "lighthouse@12"], check=False)
    return "" if LIGHTHOUSE.exists() else "lighthouse from npm"
