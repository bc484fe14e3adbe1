"""Texts that are, or look like, a password or a token: never stored, in no field. REG-6

`refuse_secrets` refuses known shapes; `warn_of_randomness` stops a text that looks random, unless a reason
for it is recorded. Neither repeats the text, so that it reaches no page, mail or log.
"""

import math
import re
from collections import Counter
from functools import cache
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SHORTEST = 6
# Bodies of requests are smaller; patterns below take time in proportion to the length.
LONGEST = 100_000

PRIVATE_KEY = _("a private key")
TOKEN = _("an access token or key")
ONE_TIME = _("the seed of a second factor")
PASSWORD = _("a password")


class HighEntropy(ValidationError):
    """A text looks random, as tokens and passwords do; saving it asks for a reason."""


def refuse_secrets(value):
    """Raise ValidationError, code `secret`, for a text that holds a secret of a known shape. REG-6"""
    found = find_secret(value)
    if found is not None:
        raise ValidationError(
            _("This looks like %(kind)s. Secrets are not kept here: put it into the vault and name vault and item."),
            code="secret",
            params={"kind": found},
        )


def warn_of_randomness(value, reason=""):
    """Raise HighEntropy for free text with a random-looking word, unless a reason is given. REG-6

    The caller records the reason with the change.
    """
    if not (reason and reason.strip()) and looks_random(value):
        raise HighEntropy(
            _("Part of this looks like a password or a token. If it is none, say why it has to stand here."),
            code="high_entropy",
        )


def find_secret(value):
    """What kind of secret a text holds, as words for the reader, or None."""
    if not isinstance(value, str) or len(value) < SHORTEST:
        return None
    text = value[:LONGEST]
    small = text.lower()
    for hints, detectors, kind in _shapes():
        for hint in hints:
            if hint in small:
                if any(detects(text) for detects in detectors):
                    return kind
                break
    if (":" in text or "=" in text) and _names_a_password(text, small):
        return PASSWORD
    return None


# Known shapes: hints in small letters are looked for first, since nearly every text has none.


@cache
def _shapes():
    from detect_secrets.plugins import (
        aws,
        azure_storage_key,
        basic_auth,
        discord,
        github_token,
        gitlab_token,
        mailchimp,
        private_key,
        pypi_token,
        sendgrid,
        slack,
        square_oauth,
        stripe,
        telegram_token,
    )

    def plugin(detector):
        detector = detector()
        return lambda text: next(iter(detector.analyze_string(text)), None) is not None

    def like(pattern):
        return re.compile(pattern).search

    return (
        (
            ("private key", "putty-user-key-file", "age-secret-key-"),
            (
                plugin(private_key.PrivateKeyDetector),
                like(r"(?i)BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY|PuTTY-User-Key-File|AGE-SECRET-KEY-1"),
            ),
            PRIVATE_KEY,
        ),
        (("otpauth:", "otpauth-migration:"), (like(r"(?i)otpauth(-migration)?:"),), ONE_TIME),
        (("eyj",), (like(r"(?<![\w\-])eyJ[\w\-=]{8,}\.[\w\-=]{8,}"),), TOKEN),
        (
            ("akia", "asia", "abia", "acca", "a3t", "aws"),
            (
                like(r"(?<![A-Za-z0-9])(?:A3T[A-Z0-9]|ABIA|ACCA|AKIA|ASIA)[0-9A-Z]{16}(?![A-Za-z0-9])"),
                plugin(aws.AWSKeyDetector),
                like(r"(?i)aws.{0,30}secret.{0,20}?[=:]\s*[A-Za-z0-9/+]{40}"),
            ),
            TOKEN,
        ),
        (
            ("aiza", "gocspx-", "ya29.", "1//0"),
            (like(r"AIza[\w\-]{35}|GOCSPX-[\w\-]{20,}|\bya29\.[\w\-]{20,}|\b1//0[\w\-]{30,}"),),
            TOKEN,
        ),
        (
            ("xox", "xapp-", "hooks.slack.com"),
            (plugin(slack.SlackDetector), like(r"\bxox[a-z](?:\.xox[a-z])?-[\w\-]{10,}|\bxapp-\d-[\w\-]{10,}")),
            TOKEN,
        ),
        (
            ("sk_live", "rk_live", "sk_test", "rk_test", "whsec_"),
            (
                plugin(stripe.StripeDetector),
                like(r"\b[rs]k_(?:live|test)_[0-9a-zA-Z]{16,}|\bwhsec_[A-Za-z0-9+/=]{24,}"),
            ),
            TOKEN,
        ),
        (
            ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
            (plugin(github_token.GitHubTokenDetector), like(r"\bgithub_pat_\w{30,}")),
            TOKEN,
        ),
        (
            (
                "glpat-",
                "gldt-",
                "glft-",
                "glsoat-",
                "glrt-",
                "gr1348941",
                "glcbt-",
                "glimt-",
                "glptt-",
                "glagent-",
                "gloas-",
            ),
            (plugin(gitlab_token.GitLabTokenDetector),),
            TOKEN,
        ),
        (("eaa",), (like(r"(?<![A-Za-z0-9])EAA[A-Z][0-9A-Za-z]{30,}(?![A-Za-z0-9])"),), TOKEN),
        (("igq", "igaa"), (like(r"(?<![A-Za-z0-9])IG(?:Q[A-Z]|AA)[\w\-]{50,}"),), TOKEN),
        (("aaaaaaaaaaaaaaaaa",), (like(r"A{18,24}[A-Za-z0-9%]{30,}"),), TOKEN),
        ((":",), (plugin(telegram_token.TelegramBotTokenDetector),), TOKEN),
        (("key-", "-us"), (like(r"\bkey-[0-9a-f]{32}\b"), plugin(mailchimp.MailchimpDetector)), TOKEN),
        (("sg.",), (plugin(sendgrid.SendGridDetector),), TOKEN),
        (("npm_", "_authtoken"), (like(r"\bnpm_[A-Za-z0-9]{36}|:_authToken=\s{0,5}\S{8,}"),), TOKEN),
        (("pypi-ag",), (plugin(pypi_token.PypiTokenDetector),), TOKEN),
        (
            ("accountkey=", "sharedaccesskey", "sharedaccesssignature", "sig=", "8q~"),
            (
                plugin(azure_storage_key.AzureStorageKeyDetector),
                like(r"(?i)SharedAccessKey=[\w+/=]{20,}|[?&]sig=[\w%+/=\-]{30,}|\b[\w~.\-]{3}8Q~[\w~.\-]{31,34}"),
            ),
            TOKEN,
        ),
        (("ac", "sk"), (like(r"(?<![A-Za-z0-9])(?:AC|SK)[a-f0-9]{32}(?![A-Za-z0-9])"),), TOKEN),
        (
            ("sk-", "hf_", "shp", "dop_v1_", "dwn_", "hvs.", "hvb.", "ops_ey", "sq0", "figd_", "dckr_pat_", "glsa_"),
            (
                plugin(square_oauth.SquareOAuthDetector),
                like(
                    r"\bsk-(?:ant|proj|svcacct)-[\w\-]{20,}|\bhf_[A-Za-z0-9]{30,}|\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}"
                    r"|\bdop_v1_[a-f0-9]{60,}|\bdwn_[A-Za-z0-9_\-]{20,}|\bhv[sb]\.[\w\-]{20,}|\bops_eyJ[\w\-]{20,}"
                    r"|\bfigd_[\w\-]{20,}|\bdckr_pat_[\w\-]{20,}|\bglsa_\w{32,}"
                ),
            ),
            TOKEN,
        ),
        (("t3blbkfj",), (like(r"T3BlbkFJ[A-Za-z0-9_\-]{20}"),), TOKEN),
        (("a3-",), (like(r"\bA3-[A-Z0-9]{6}-(?:[A-Z0-9]{5,6}-?){3,6}"),), PASSWORD),
        (
            ("bearer ", "basic "),
            (like(r"(?i)authorization\s*[:=]\s*(?:bearer|basic)\s+\S{8,}|\bbearer\s+(?=\S{0,200}\d)[\w\-.~+/%]{16,}"),),
            TOKEN,
        ),
        (
            ("token=", "api_key=", "apikey=", "client_secret", "secret=", "api-key", "api key", "secret_key", "token:"),
            (
                like(
                    r"(?i)(?:access|refresh|auth|api|bot|page|user)?[_\- ]?(?:token|secret|(?:api|secret)[_\- ]?key)"
                    r"\s*[=:]\s*[\"']?(?=[^\s\"'&]{0,200}\d)[^\s\"'&]{8,}"
                ),
            ),
            TOKEN,
        ),
        (("://",), (plugin(basic_auth.BasicAuthDetector), like(r"://[^\s/@:]*:[^\s/@]+@")), PASSWORD),
        ((".",), (like(discord.DiscordBotTokenDetector.denylist[0].pattern),), TOKEN),
    )


# A word for a password, and what follows it.

NAMES = re.compile(
    r"(?<![^\W_])(?P<name>pass[\s_-]?(?:word|phrase|code)|passwd|pwd|pass|pw|pin|"
    r"(?:kata|kode)[\s_-]?(?:sandi|kunci)|sandi|(?:recovery|backup)[\s_-]codes?|kode[\s_-](?:cadangan|pemulihan))"
    r"(?:nya)?(?:[\s_-](?:baru|lama|akun|new|old))?\s{0,4}[\"']?\s{0,4}[:=]{1,3}>?\s{0,4}(?=(?P<value>[^\n]{0,200}))",
    re.IGNORECASE,
)
# What people write behind that word when they do as they should: where it is kept, or that it was changed.
PLACES = (
    "in on at see ask stored kept vault di ada lihat simpan disimpan tersimpan tanya tanyakan hubungi oleh by via "
    "with from the none no never not unknown yes ya tidak belum kosong empty n/a na tbd rotated changed reset "
    "diganti dirotasi diubah every setiap only hanya managed dikelola dipegang held policy kebijakan required "
    "wajib forgotten lupa lost hilang same sama shared last terakhir brankas keeper item entry bitwarden "
    "1password keepass keepassxc lastpass hashicorp dashlane must should harus jangan perlu is are adalah kepada"
)
REFERENCE = re.compile(
    r"(?:op://|https?://|vault[:/]|kv/|secret/|bitwarden:|keepass:|arn:)\S+"
    r"|[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|[a-z2-7]{26}|\d{1,4}(?:[-/.]\d{1,4}){2}",
    re.IGNORECASE,
).fullmatch
HINTS = ("pass", "pwd", "pw", "pin", "sandi", "kunci", "code", "kode")


def _names_a_password(text, small) -> bool:
    if not any(hint in small for hint in HINTS):
        return False
    return any(_is_password(found["name"], found["value"]) for found in NAMES.finditer(text))


@cache
def _places():
    return frozenset(PLACES.split())


def _is_password(name, value) -> bool:
    words = value.split()
    if not words:
        return False
    word = words[0].strip("\"'`,;")
    if word.lower().strip(".()") in _places() or REFERENCE(word.rstrip(".")):
        return False
    if name.lower() == "pin":
        return re.fullmatch(r"\d{4,8}", word) is not None
    if len(word) < 4:
        return False
    if word.isdecimal():
        return len(word) >= 6 or len(words) == 1
    # Sandi is a name and a pass opens a door: a plain word behind these is no password.
    plain = word.rstrip(".").isalpha()
    if plain and (name == "Sandi" or name.lower() in ("pass", "pw")):
        return False
    return not plain or len(words) == 1 or not (word.islower() or word.istitle() or word.isupper())


# Randomness

WORD = re.compile(r"\S{10,}")
ORDINARY = re.compile(
    r"\S*://\S*|www\.\S*|\S+@\S+\.\S+|@\S+|UC[\w\-]{22}|[0-9a-f]{32}|[a-z2-7]{26}|[\d\s().+\-/:,]+"
    r"|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?:[\w.\-]+/)+[\w.\-]*|(?:[\w\-]+\.)+[a-z]{2,}",
    re.IGNORECASE,
).fullmatch


def looks_random(value) -> bool:
    """Whether a word of a free text changes between kinds of characters as often as chance would."""
    if not isinstance(value, str) or len(value) < 10:
        return False
    for found in WORD.finditer(value[:LONGEST]):
        word = found[0][:300].strip("\"'`,;.()[]<>")
        if len(word) >= 10 and not ORDINARY(word) and _is_random(word):
            return True
    return False


def _is_random(word) -> bool:
    kinds = [_kind(char) for char in word]
    changes = sum(one != other for one, other in pairwise(kinds)) / (len(word) - 1)
    used = len(set(kinds))
    spread = _entropy(word)
    if len(word) < 16:
        return used == 4 and changes >= 0.5 and spread >= 3
    if used == 2 and set(kinds) == {"upper", "digit"}:
        return changes >= 0.2 and spread >= 3.2
    return used >= 2 and "digit" in kinds and changes >= 0.4 and spread >= 3.2


def _kind(char):
    if char.isdigit():
        return "digit"
    if char.isalpha():
        return "upper" if char.isupper() else "lower"
    return "sign"


def _entropy(word) -> float:
    """Bits per character after Shannon."""
    return -sum(count / len(word) * math.log2(count / len(word)) for count in Counter(word).values())
