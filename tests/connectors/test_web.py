"""One public page, and nothing from inside, nothing endless, nothing huge. REG-3"""

import gzip
import socket
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.checks import run_checks

from connectors import addresses, web
from connectors.web import LARGEST, Page, Unreachable, fetch


class Site(BaseHTTPRequestHandler):
    """Answers each path with what `pages` holds: (status, headers, body) or a function of the handler."""

    pages = {}

    def do_GET(self):
        answer = self.pages.get(self.path, (404, {}, b"nothing"))
        if callable(answer):
            answer(self)
            return
        status, headers, body = answer
        self.send_response(status)
        for name, value in {"Content-Type": "text/html", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def site(settings):
    """A web server of this machine, which this test alone may fetch from: `site.pages["/x"] = …`, `site.url`."""
    settings.MAY_FETCH_LOOPBACK = True
    Site.pages = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.pages, server.url = Site.pages, f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def code(url):
    with pytest.raises(Unreachable) as refusal:
        fetch(url)
    return refusal.value.code


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://example.com/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://127.0.0.1/", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("//example.com/", "scheme"),
        ("https://", "host"),
        ("https://user:secret@example.com/", "userinfo"),
        ("https://example.com:8080/", "port"),
        ("https://example.com:22/", "port"),
        ("https://example.com:99999/", "host"),
        ("https://exa mple.com/", "host"),
        ("https://example.com\\@127.0.0.1/", "host"),
        ("http://127.0.0.1/", "private"),
        ("http://127.1/", "private"),
        ("http://2130706433/", "private"),
        ("http://0x7f000001/", "private"),
        ("http://0x7f.0.0.1/", "private"),
        ("http://017700000001/", "private"),
        ("http://0177.0.0.01/", "private"),
        ("http://0/", "private"),
        ("http://0.0.0.0/", "private"),
        ("http://10.1.2.3/", "private"),
        ("http://172.16.0.1/", "private"),
        ("http://192.168.1.1/", "private"),
        ("http://100.64.0.1/", "private"),
        ("http://169.254.169.254/latest/meta-data/", "private"),
        ("http://100.100.100.200/", "private"),
        ("http://168.63.129.16/", "private"),
        ("http://192.0.0.192/", "private"),
        ("http://198.18.0.1/", "private"),
        ("http://224.0.0.1/", "private"),
        ("http://240.0.0.1/", "private"),
        ("http://255.255.255.255/", "private"),
        ("http://[::1]/", "private"),
        ("http://[::]/", "private"),
        ("http://[::ffff:127.0.0.1]/", "private"),
        ("http://[::ffff:a9fe:a9fe]/", "private"),
        ("http://[::127.0.0.1]/", "private"),
        ("http://[64:ff9b::7f00:1]/", "private"),
        ("http://[64:ff9b:1::a9fe:a9fe]/", "private"),
        ("http://[2002:7f00:1::]/", "private"),
        ("http://[2001:0:53aa:64c::]/", "private"),
        ("http://[fe80::1]/", "private"),
        ("http://[fc00::1]/", "private"),
        ("http://[fd00:ec2::254]/", "private"),
        ("http://[fec0::1]/", "private"),
        ("http://[ff02::1]/", "private"),
        ("http://localhost/", "private"),
    ],
)
def test_nothing_inside_is_asked(url, why, monkeypatch):
    """Every spelling of an address that is not public, before anything is sent."""
    monkeypatch.setattr(web.socket, "create_connection", lambda *args, **kwargs: pytest.fail("connected"))
    assert code(url) == why


def test_one_private_address_among_public_ones_refuses_all(monkeypatch):
    """A name that stands for several addresses is asked at none when one of them is inside."""
    found = [(2, 1, 6, "", (address, 443)) for address in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *args, **kwargs: found)
    assert code("https://example.com/") == "private"


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch):
    """Rebinding: the name is resolved once, and never again."""
    asked, connected = [], []

    def resolve_name(host, port, **kwargs):
        asked.append(host)
        return [(2, 1, 6, "", ("93.184.215.14" if len(asked) == 1 else "127.0.0.1", port))]

    def connect(address, timeout):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(addresses.socket, "getaddrinfo", resolve_name)
    monkeypatch.setattr(web.socket, "create_connection", connect)
    assert code("https://example.com/") == "connection"
    assert (asked, connected) == (["example.com"], [("93.184.215.14", 443)])


def test_a_name_nobody_knows(monkeypatch):
    def unknown(*args, **kwargs):
        raise socket.gaierror

    monkeypatch.setattr(addresses.socket, "getaddrinfo", unknown)
    assert code("https://nobody.example/") == "unknown"


def test_fetch_gives_the_text_of_a_page(site):
    site.pages["/bio?x=1"] = (200, {"Content-Type": "text/html; charset=iso-8859-1"}, "Söto".encode("latin-1"))
    assert fetch(f"{site.url}/bio?x=1") == Page(f"{site.url}/bio?x=1", 200, "Söto")
    assert fetch(f"{site.url}/gone").status == 404


def test_redirects_are_followed_a_few_times_and_checked_each(site, settings):
    """A way out of the public internet is none, whoever points it out."""
    for number in range(5):
        site.pages[f"/{number}"] = (302, {"Location": f"/{number + 1}"}, b"")
    site.pages["/5"] = (200, {}, b"there")
    assert fetch(f"{site.url}/2").text == "there"
    assert code(f"{site.url}/1") == "redirects"
    for target, why in (
        ("http://169.254.169.254/", "private"),
        ("file:///etc/passwd", "scheme"),
        ("//10.0.0.1/", "private"),
    ):
        site.pages["/out"] = (302, {"Location": target}, b"")
        assert code(f"{site.url}/out") == why


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"packed")),
        ("deflate", zlib.compress(b"packed")),
        ("deflate", zlib.compress(b"packed")[2:-4]),
    ],
    ids=["gzip", "zlib", "raw"],
)
def test_packed_pages_are_read(site, encoding, packed):
    site.pages["/"] = (200, {"Content-Encoding": encoding}, packed)
    assert fetch(f"{site.url}/").text == "packed"


def test_a_bomb_stays_small(site):
    """1 GB in 1 MB is cut at 2 MB; so is a page that is simply too long."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(squeeze.compress(b"\0" * 1024 * 1024) for _ in range(256)) + squeeze.flush()
    site.pages["/bomb"] = (200, {"Content-Encoding": "gzip"}, bomb)
    site.pages["/long"] = (200, {}, b"x" * (LARGEST + 10))
    for path in ("/bomb", "/long"):
        page = fetch(f"{site.url}{path}")
        assert (len(page.text), page.is_cut) == (LARGEST, True)


@pytest.mark.parametrize(
    "headers", [{"Content-Type": "image/png"}, {"Content-Encoding": "br"}, {"Content-Encoding": "gzip"}]
)
def test_what_is_no_text_is_not_read(site, headers):
    site.pages["/"] = (200, headers, b"not packed at all")
    assert code(f"{site.url}/") == "content"


@pytest.mark.parametrize("place", ["headers", "body"])
def test_a_dripping_server_is_hung_up_on(site, monkeypatch, place):
    """Each byte comes in time, the whole never would."""
    monkeypatch.setattr(web, "SECONDS", 1)

    def drip(handler):
        start = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n" + (b"\r\n" if place == "body" else b"X-Long: ")
        try:
            handler.wfile.write(start)
            for _ in range(60):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass

    site.pages["/"] = drip
    began = time.monotonic()
    assert code(f"{site.url}/") == "timeout"
    assert time.monotonic() - began < 3


def test_no_tls_where_it_was_promised(site):
    assert code(site.url.replace("http:", "https:")) in ("tls", "connection")


def test_loopback_is_for_tests_alone(site, settings):
    """Outside tests the allowance counts for nothing, and the application does not start with it."""
    settings.TESTING = False
    assert code(f"{site.url}/") in ("port", "private")
    assert [error.id for error in run_checks() if error.id == "connectors.E001"] == ["connectors.E001"]
    settings.MAY_FETCH_LOOPBACK = False
    assert [error for error in run_checks() if error.id == "connectors.E001"] == []
