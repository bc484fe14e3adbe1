"""Fetch one public page, and nothing else: not from inside, not for long, not much. REG-3

The name is resolved once, every address it stands for must be public, and the connection goes to the address that
was checked, so that a name cannot turn round in between. Each redirect is checked the same way.
"""

import http.client
import socket
import ssl
import threading
import time
import zlib
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, urljoin

import certifi

from connectors.addresses import Refused, parts, resolve

SECONDS = 10
LARGEST = 2 * 1024 * 1024
REDIRECTS = 3
HEADERS = {
    "User-Agent": "Dewan (checks that an account is ours)",
    "Accept": "text/html,application/xhtml+xml,application/json;q=0.9,text/*;q=0.8",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "en, id",
    "Connection": "close",
}
READABLE = ("text/", "application/xhtml+xml", "application/json", "application/activity+json", "application/xml")


@dataclass(frozen=True)
class Page:
    """What an address answered: the last address, its status, and at most 2 MB of its text."""

    url: str
    status: int
    text: str
    is_cut: bool = False


class Unreachable(Exception):
    """No page: `code` is one of scheme, userinfo, port, host, unknown, private (not asked), timeout, connection, tls,
    redirects, content (no text, or one that cannot be read)."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def fetch(url) -> Page:
    """The page at a public address, redirects followed; raises Unreachable and nothing else."""
    until = time.monotonic() + SECONDS
    for _hop in range(REDIRECTS + 1):
        try:
            answer = _ask(url, until)
        except Refused as refused:
            raise Unreachable(refused.code) from refused
        except TimeoutError as error:
            raise Unreachable("timeout") from error
        except ssl.SSLError as error:
            raise Unreachable("tls") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unreachable("timeout" if time.monotonic() >= until else "connection") from error
        if isinstance(answer, Page):
            return answer
        if url.startswith("https:") and not answer.startswith("https:"):
            raise Unreachable("scheme")
        url = answer
    raise Unreachable("redirects")


def _ask(url, until):
    """The page, or the address it sends us to."""
    scheme, host, port, target = parts(url)
    sock = socket.create_connection((resolve(host, port), port), timeout=_left(until))
    # A server that drips byte by byte keeps every single read alive; the timer ends the whole.
    held = [sock]
    timer = threading.Timer(_left(until), _hang_up, [held])
    timer.daemon = True
    timer.start()
    try:
        if scheme == "https":
            held[0] = _context().wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
            held[0].do_handshake()
        connection = http.client.HTTPConnection(host, port, timeout=_left(until))
        connection.default_port = port
        connection.sock = held[0]
        connection.request("GET", quote(target, safe="/%?&=+,;:@!$'()*~#[]"), headers=HEADERS)
        response = connection.getresponse()
        moved = response.getheader("Location")
        if response.status in (301, 302, 303, 307, 308) and moved:
            return urljoin(url, moved)
        text, is_cut = _text(response)
        if time.monotonic() >= until:
            raise TimeoutError
        return Page(url, response.status, text, is_cut)
    finally:
        timer.cancel()
        held[0].close()


def _left(until):
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _hang_up(held):
    try:
        held[0].shutdown(socket.SHUT_RDWR)
    except OSError:
        held[0].close()


def _text(response):
    """The body as text, unpacked and cut at 2 MB; whatever it claims, no more is read."""
    kind, _semicolon, more = response.getheader("Content-Type", "text/html").lower().partition(";")
    if not kind.strip().startswith(READABLE):
        raise Unreachable("content")
    packed = response.read(LARGEST + 1)
    encoding = response.getheader("Content-Encoding", "identity").strip().lower()
    if encoding in ("gzip", "x-gzip", "deflate"):
        body = _unpacked(packed, encoding)
    elif encoding in ("identity", ""):
        body = packed
    else:
        raise Unreachable("content")
    charset = more.partition("charset=")[2].strip(" \"'") or "utf-8"
    try:
        text = body[:LARGEST].decode(charset, errors="replace")
    except LookupError:
        text = body[:LARGEST].decode("utf-8", errors="replace")
    return text, len(body) > LARGEST or len(packed) > LARGEST


def _unpacked(packed, encoding):
    for bits in (47,) if encoding != "deflate" else (47, -15):
        try:
            return zlib.decompressobj(bits).decompress(packed, LARGEST + 1)
        except zlib.error:
            continue
    raise Unreachable("content")


@cache
def _context():
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
