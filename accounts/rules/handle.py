"""Which account a text means: every spelling of an address or handle gives one key. REG-1 REG-9

`parse` is total: it answers with an `Address` or raises `BadHandle`, whatever it is given. What it cannot
tell for sure it refuses, so that nothing is called official by accident.
"""

import re
from dataclasses import dataclass
from unicodedata import category, normalize
from urllib.parse import quote, unquote

from django.utils.translation import gettext_lazy as _

from accounts.models.platform import Book, Form, Platform

LIMIT = 500
HANDLE_LIMIT = 200
# Letters, marks and symbols that show as nothing although Unicode does not class them as format characters.
BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0") | {
    chr(code) for code in range(0xFE00, 0xFE10)
}
CONTROL = re.compile(r"[\x00-\x1f\x7f]").search
ADDRESS = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*):)?//(?P<host>[^/?#\\]*)(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#.*)?",
    re.DOTALL,
).fullmatch
BARE = re.compile(r"(?P<host>[^/?#\\@:\s]+\.[^/?#\\@:\s]+)(?::(?:80|443))?(?=[/?#])").match
HOST = re.compile(r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_\-]{0,61}[a-z0-9])?\.)+[a-z0-9\-]{2,63}").fullmatch
# www, phone editions and languages before a platform's own host: id-id.facebook.com, uk.linkedin.com.
EDITION = re.compile(r"(?:www\d?|m|mobile|mbasic|touch|web|lite|amp|old|[a-z]{2}(?:-[a-z]{2})?)\.(?=.*\.)").match
PHONE = re.compile(r"(?:\+|00)?[\d\s().\-\u2010-\u2013]+").fullmatch
ODD = re.compile(r"[\s/\\:;,<>\"'|{}\[\]()?#%&=*^`!$@]").search
NOT_DIGIT = re.compile(r"[^0-9]+")


@dataclass(frozen=True, slots=True)
class Address:
    """What was meant: `handle` as people write it, without @; `key` its normalised form; `uid` the platform's
    own id where the text gives it; `url` the canonical address. `platform_key` is None for a bare handle."""

    platform_key: str | None
    handle: str
    key: str
    uid: str = ""
    url: str = ""


class BadHandle(ValueError):
    """A text that is no account: `code` and `message` say why, `handle` what was left to compare names with."""

    def __init__(self, code, message, handle="", platform_key=None):
        super().__init__(code)
        self.code, self.message, self.handle, self.platform_key = code, message, handle, platform_key

    def __str__(self):
        return str(self.message)


def parse(text, platform=None, book=None) -> Address:
    """Read a handle or an address in any spelling; `platform` is a Platform, a key or another name of one.

    Without a platform an address tells it, `@name@host` is Mastodon, and a bare handle stays open. Raises
    BadHandle and nothing else.
    """
    book = book or Book.current()
    text = _clean(text)
    if platform is not None and not isinstance(platform, Platform):
        given = book.named(platform)
        if given is None:
            raise BadHandle("unknown_platform", _("“%(word)s” is not a platform known here.") % {"word": platform})
        platform = given
    form = platform.form if platform is not None else None
    if form == Form.FREE:
        text = normalize("NFKC", text).lstrip("@")
    found = ADDRESS(text) if "//" in text else None
    if found is None and (
        (("/" in text or "?" in text or "#" in text) and BARE(text))
        or (form in (None, Form.FREE) and text[:4].lower() == "www.")
        or form == Form.ADDRESS
    ):
        found = ADDRESS(f"//{text}")
    if found is None:
        return _read_bare(text, platform, book)
    return _read_address(found, platform, book)


def normalise(platform, handle, book=None) -> str:
    """The key under which a handle of a platform is unique. REG-1"""
    return parse(handle, platform, book).key


def _clean(text) -> str:
    text = "" if text is None else str(text).strip()
    if not text:
        raise BadHandle("empty", _("Give a handle or an address."))
    if len(text) > LIMIT:
        raise _too_long()
    _refuse_invisible(text)
    return text


def _refuse_invisible(text):
    if text.isascii():
        hidden = CONTROL(text) is not None
    else:
        hidden = any(category(char)[0] == "C" or category(char) in ("Zl", "Zp") or char in BLANKS for char in text)
    if hidden:
        raise BadHandle(
            "invisible",
            _("This has characters that cannot be seen. Type the handle anew instead of pasting it."),
            "".join(char for char in text if char.isprintable() and char not in BLANKS),
        )


# Addresses


def _read_address(found, platform, book) -> Address:
    scheme = found["scheme"]
    if scheme and scheme.lower() not in ("http", "https"):
        raise BadHandle("scheme", _("Only web addresses that begin with https:// or http:// are accounts."))
    path, query = found["path"], found["query"] or ""
    if "\\" in path:
        raise BadHandle("host", _("This is no web address."))
    host = _host(found["host"])
    if "%" in path:
        path = _unquote(path)
    owner = _owner_of(host, book)
    if owner is None or owner.form == Form.ADDRESS:
        return _read_elsewhere(host, path, platform, book, may_be_mastodon=owner is None)
    if platform is not None and platform.key != owner.key:
        raise BadHandle(
            "other_platform",
            _("This address is on %(found)s, not on %(wanted)s.") % {"found": owner.name, "wanted": platform.name},
        )
    read = _read_path(owner, path, query)
    if read is None:
        raise _no_account(owner)
    handle, url = read
    return _address(owner, handle, url)


def _host(text) -> str:
    """The host in lower case and ASCII, a usual port left off."""
    if "@" in text:
        raise BadHandle("userinfo", _("A web address with an @ before the host hides where it leads."))
    host = text.lower()
    if not host.isascii():
        try:
            host = normalize("NFKC", host).encode("idna").decode("ascii").lower()
        except UnicodeError:
            raise BadHandle("host", _("This is no web address."), text) from None
    name, colon, port = host.partition(":")
    name = name.removesuffix(".")
    if not HOST(name) or (colon and not port.isdecimal()):
        raise BadHandle("host", _("This is no web address."), text)
    return f"{name}:{port}" if port not in ("", "80", "443") else name


def _owner_of(host, book) -> Platform | None:
    """The platform a host belongs to; a service of the platform beside its profiles is refused."""
    owner = book.hosts.get(host)
    if owner is not None:
        return owner
    edition = EDITION(host)
    if edition is not None:
        owner = book.hosts.get(host[edition.end() :])
        if owner is not None:
            return owner
    name = host.partition(":")[0]
    while "." in name:
        owner = book.page_hosts.get(name) or book.hosts.get(name)
        if owner is not None and owner.form != Form.ADDRESS:
            raise _no_account(owner)
        if owner is not None:
            return owner
        name = name.partition(".")[2]
    return None


def _read_path(platform, path, query=""):
    path = path.strip("/")
    if "//" in path:
        path = re.sub("/{2,}", "/", path)
    for matches, sees_query, url in platform.reads:
        found = matches(f"{path}?{_unquote(query)}" if sees_query else path)
        if found is not None:
            groups = found.groupdict()
            return groups.get("handle") or groups["uid"], url
    return None


def _read_elsewhere(host, path, platform, book, may_be_mastodon) -> Address:
    """An address on a host that no platform claims: a Mastodon server, or a website."""
    form = platform.form if platform is not None else None
    if form is None or form == Form.DOMAIN:
        domain = book.by_form.get(Form.DOMAIN)
        if domain is not None and not path.strip("/") and (form or host.endswith(".bsky.social")):
            return _address(domain, host)
    if form == Form.USER_AT_HOST or (form is None and may_be_mastodon):
        server = platform or book.by_form.get(Form.USER_AT_HOST)
        read = server and _read_path(server, path)
        if read:
            user, _at, elsewhere = read[0].partition("@")
            return _user_at_host(server, user, elsewhere or host, book)
    if platform is None:
        platform = book.by_form.get(Form.ADDRESS)
    if platform is None or platform.form not in (Form.ADDRESS, Form.FREE):
        raise _foreign(platform, path.strip("/"))
    return _read_place(platform, host, path)


def _read_place(platform, host, path) -> Address:
    """A website: host and path; the case of a path tells pages apart and stays."""
    while host.startswith("www.") and host.count(".") > 1:
        host = host[4:]
    place = host + quote(path, safe="/~@:!$&'()*+,;=").rstrip("/")
    if len(place) > HANDLE_LIMIT:
        raise _too_long()
    return Address(platform.key, place, place, "", f"https://{place}")


def _unquote(text) -> str:
    try:
        text = unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise BadHandle("encoding", _("This is no web address.")) from None
    _refuse_invisible(text)
    return text


# Handles


def _read_bare(text, platform, book) -> Address:
    if platform is None:
        known = book.hosts.get(text.lower())
        if known is not None and known.form != Form.ADDRESS:
            raise _no_account(known)
        if text[0] == "+" and PHONE(text):
            platform = book.by_form.get(Form.PHONE)
        elif "@" in text[1:]:
            platform = book.by_form.get(Form.USER_AT_HOST)
    elif "/" in text:
        read = _read_path(platform, _without_at(text))
        if read is not None:
            return _address(platform, *read)
        if platform.form == Form.NAME:
            raise _no_account(platform)
    handle = _without_at(text)
    if platform is not None and platform.form == Form.USER_AT_HOST:
        user, _at, host = handle.partition("@")
        return _user_at_host(platform, user, host, book)
    if platform is not None:
        return _address(platform, text)
    if not handle or ODD(handle):
        raise BadHandle("characters", _("A handle has no spaces and hardly any signs. Copy it as it stands."), handle)
    if len(handle) > HANDLE_LIMIT:
        raise _too_long()
    uid = next((handle for each in book.with_uid if _is_uid(each, handle)), "")
    return Address(None, handle, _fold(handle), uid)


def _address(platform, text, url=None) -> Address:
    """Check a handle against its platform and normalise it."""
    form = platform.form
    handle = _without_at(text)
    if form == Form.ADDRESS:
        raise BadHandle("host", _("This is no web address."), handle, platform.key)
    # With an @ it is a name, even when somebody calls themselves like another account's id.
    uid = platform.finds_uid(handle) if platform.uid and text[:1] != "@" else None
    uid = uid["uid"] if uid else ""
    if uid and (uid == handle or not handle.isascii()):
        return Address(platform.key, uid, uid, uid, (platform.uid_url or platform.url).format(handle=uid))
    if form == Form.PHONE:
        return _phone(platform, handle)
    if form == Form.DOMAIN:
        handle = handle.lower().removesuffix(".")
    _check(platform, handle)
    if form == Form.NAME and platform.paths:
        # A word the platform keeps for its own pages is nobody's handle.
        path = platform.url.format(handle=handle).split("/", 3)[-1]
        if handle.lower() in platform.hosts or (url is None and _read_path(platform, path) is None):
            raise _no_account(platform)
    # What carries the platform's id is that account, whatever name stands around the id.
    key = uid or _fold(handle)
    if len(key) > HANDLE_LIMIT:
        raise _too_long()
    return Address(platform.key, handle, key, uid, (platform.url if url is None else url).format(handle=handle))


def _phone(platform, text) -> Address:
    """A telephone number with its country code; digits alone make the key."""
    if not PHONE(text):
        raise BadHandle("characters", _("Give the telephone number of the account."), text, platform.key)
    digits = NOT_DIGIT.sub("", text)
    if digits.startswith("00") and text[0] != "+":
        digits = digits[2:]
    if digits.startswith("0"):
        raise BadHandle(
            "country", _("Write the number with its country code, such as +62 812 3456 7890."), text, platform.key
        )
    if not platform.fits(digits):
        raise BadHandle("characters", _("Give the telephone number of the account."), text, platform.key)
    return Address(platform.key, f"+{digits}", digits, "", platform.url.format(handle=digits))


def _user_at_host(platform, user, host, book) -> Address:
    """A name on a server of its own: `name@host`."""
    if not host:
        raise BadHandle(
            "server", _("Write the handle with its server, such as @name@mastodon.social."), user, platform.key
        )
    host = _host(host)
    if _owner_of(host, book) is not None:
        raise _foreign(platform, user)
    _check(platform, user)
    url = platform.url.format(handle=f"{user}@{host}", user=user, host=host)
    return Address(platform.key, f"{user}@{host}", f"{user.lower()}@{host}", "", url)


def _check(platform, handle):
    """Refuse letters that only look right, and what cannot be a handle of the platform."""
    text = handle
    if not handle.isascii():
        strange = next((char for char in handle if not char.isascii()), "")
        if not platform.allows_unicode:
            raise BadHandle(
                "lookalike",
                _(
                    "Handles on %(platform)s are written in a to z. “%(char)s” is another letter, even where it "
                    "looks the same. Copy the handle from the profile."
                )
                % {"char": strange, "platform": platform.name},
                handle,
                platform.key,
            )
        # Vowel signs and accents belong to the letter before them.
        text = "".join(char for char in normalize("NFKC", handle) if category(char)[0] != "M")
    if not platform.fits(text):
        raise BadHandle(
            "characters",
            _("This cannot be a handle on %(platform)s. Copy it from the profile.") % {"platform": platform.name},
            handle,
            platform.key,
        )


def _without_at(text) -> str:
    return text[1:] if text[:1] == "@" else text


def _is_uid(platform, handle) -> bool:
    found = platform.finds_uid(handle)
    return found is not None and found["uid"] == handle


def _fold(text) -> str:
    if text.isascii():
        return text.lower()
    for _round in range(4):
        folded = normalize("NFKC", text.casefold())
        if folded == text:
            break
        text = folded
    return text


# Refusals


def _no_account(platform):
    return BadHandle(
        "not_an_account",
        _("This address on %(platform)s is a post or a page, not an account. Give the address of the profile.")
        % {"platform": platform.name},
        platform_key=platform.key,
    )


def _foreign(platform, handle=""):
    name = platform.name if platform is not None else ""
    return BadHandle("host", _("This is no address of an account on %(platform)s.") % {"platform": name}, handle)


def _too_long():
    return BadHandle("too_long", _("This is too long for a handle or an address."))
