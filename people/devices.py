"""What a browser says of itself, in few words, and roughly where it is. PLT-3"""

from ipaddress import ip_address, ip_network

# The first that fits; the order matters, for browsers name their ancestors too.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("YaBrowser", "Yandex"),
    ("UCBrowser", "UC Browser"),
    ("Vivaldi", "Vivaldi"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("HeadlessChrome", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
PHONES = {"iPhone", "Android"}


def words(agent):
    """“Chrome · Windows”; empty for what is no browser we know."""
    found = [_first(BROWSERS, agent or ""), _first(SYSTEMS, agent or "")]
    return " · ".join(filter(None, found))


def is_phone(device):
    return any(name in device for name in PHONES)


def place(address):
    """The network an address belongs to, not the address: 203.0.113.0/24 is shown as 203.0.113.*."""
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    known = getattr(known, "ipv4_mapped", None) or known
    if known.version == 4:
        return str(known).rpartition(".")[0] + ".*"
    return f"{ip_network((known, 48), strict=False).network_address}*"


def _first(table, agent):
    return next((name for mark, name in table if mark in agent), "")
