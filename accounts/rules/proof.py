"""Whether a page shows that an account is ours. REG-3"""

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import ProofMethod
from accounts.models.platform import Form
from accounts.rules.handle import BadHandle, parse

# Why a page told nothing, by the words of connectors.web and our own.
DETAILS = {
    "missing": _("The page was read, but it does not show it."),
    "status": _("The platform did not show the page to us; many ask for a sign-in first."),
    "moved": _("The address leads to another page."),
    "timeout": _("The page did not answer in time."),
    "connection": _("The page could not be reached."),
    "unknown": _("The address is not known on the internet."),
    "private": _("The address is not a public one."),
    "tls": _("The connection was not secure."),
    "redirects": _("The address sends on too many times."),
    "content": _("The address gives no text to read."),
}
LINKS = 5000


def detail_of(code):
    return DETAILS.get(code, DETAILS["connection"])


def page_of_profile(account):
    """The address at which a code in the profile is looked for, or ValidationError where there is none."""
    if not account.url or account.platform.form in (Form.PHONE, Form.FREE):
        raise ValidationError(
            {"method": _("%(platform)s has no public profile to read; attest it with a screenshot.")
             % {"platform": account.platform}}
        )  # fmt: skip
    return account.url


def check_page(url, domains):
    """The page with the link must be on our own site. REG-3"""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if parts.scheme not in ("http", "https") or not host:
        raise ValidationError({"page_url": _("Give the address of a page of ours that links to the account.")})
    if not any(host == domain or host.endswith(f".{domain}") for domain in domains):
        raise ValidationError(
            {
                "page_url": _("This is not a site of ours. Ours are: %(domains)s.")
                % {"domains": ", ".join(domains) or "–"}
            }
        )


def shows(proof, account, page) -> bool:
    """Whether the page that was read proves it: the code stands in it, or it links to the very account."""
    if proof.method == ProofMethod.CODE_IN_BIO:
        return _has_code(proof.code, page.text)
    return any(_is_link_to(account, urljoin(page.url, href)) for href in _links(page.text))


def is_same_profile(account, url) -> bool:
    """Whether an address at which a page ended is still the profile: not a sign-in, not somebody else's."""
    return _is_link_to(account, url)


def _has_code(code, text):
    return re.search(rf"(?<![\w-]){re.escape(code)}(?![\w-])", unescape(text), re.IGNORECASE) is not None


def _is_link_to(account, url):
    try:
        address = parse(url)
    except BadHandle:
        return False
    if address.platform_key != account.platform_id:
        return False
    return address.key == account.handle_key or bool(address.uid and address.uid == account.platform_uid)


class _Hrefs(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag in ("a", "link") and len(self.found) < LINKS:
            self.found += [value for name, value in attrs if name == "href" and value]


def _links(text):
    reader = _Hrefs()
    reader.feed(text)
    return reader.found
