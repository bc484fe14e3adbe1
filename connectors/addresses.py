"""Which addresses of the internet may be asked: public ones, however they are written. REG-3"""

import ipaddress
import socket
from urllib.parse import urlsplit

from django.conf import settings

PORTS = {"http": 80, "https": 443}
# What ipaddress calls global, or did in some version, and is none of our business: services of a cloud's inside,
# and ways in which a private IPv4 address travels inside an IPv6 one.
REFUSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "100.64.0.0/10", "168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4",
        "64:ff9b::/96", "64:ff9b:1::/48", "2001::/23", "2002::/16", "fec0::/10", "::/96",
    )
)  # fmt: skip


class Refused(Exception):
    """An address that is not asked; `code` says why: scheme, userinfo, port, host, unknown or private."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def is_public(address) -> bool:
    """Whether an IP address, as text, is one of the public internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip.version == 6 and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    if settings.MAY_FETCH_LOOPBACK and settings.TESTING and ip.is_loopback:
        return True
    within = any(ip.version == network.version and ip in network for network in REFUSED)
    return ip.is_global and not within and not ip.is_multicast and not ip.is_reserved


def parts(url):
    """(scheme, host, port, target) of an address that may be asked; raises Refused."""
    if len(url) > 2000 or not url.isprintable() or "\\" in url or " " in url:
        raise Refused("host")
    try:
        split = urlsplit(url)
        port = split.port
        host = (split.hostname or "").encode("idna").decode("ascii") if "[" not in split.netloc else split.hostname
    except (ValueError, UnicodeError):
        raise Refused("host") from None
    if split.scheme not in PORTS:
        raise Refused("scheme")
    if "@" in split.netloc:
        raise Refused("userinfo")
    if not host:
        raise Refused("host")
    port = PORTS[split.scheme] if port is None else port
    if port not in PORTS.values() and not (settings.MAY_FETCH_LOOPBACK and settings.TESTING):
        raise Refused("port")
    target = split.path or "/"
    return split.scheme, host, port, f"{target}?{split.query}" if split.query else target


def resolve(host, port):
    """The first address a name stands for, once every one of them is public; raises Refused."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        raise Refused("unknown") from None
    addresses = [entry[4][0] for entry in found]
    if not addresses or not all(is_public(address) for address in addresses):
        raise Refused("private")
    return addresses[0]
