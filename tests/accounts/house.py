"""The real handles of the House register, for rules that are held against them."""

import csv
import random
from urllib.parse import quote, urlsplit

WORDS = {"twitter": "x"}


def rows(shared_data):
    with (shared_data / "official-accounts-us-house" / "accounts.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def spellings(row):
    """Other ways to write the same account; each is what people paste."""
    parts = urlsplit(row["url"])
    host, path = parts.netloc.lower().removeprefix("www."), parts.path
    yield row["url"]
    yield f"http://{host}{path}/"
    yield f"{host}{path}"
    yield f"HTTPS://{host.upper()}{path}?hl=id&utm_source=a#top"
    yield f"https://{host}{quote(path, safe='/')}".replace("/%40", "/@")
    yield f"https://{host}{path.replace('@', '%40')}"
    name = row["handle"].lstrip("@")
    if row["platform"] != "mastodon":
        yield f"https://www.{host}//{path.lstrip('/')}"
        yield f"https://m.{host}{path}/?"
    if row["platform"] == "twitter":
        yield f"https://twitter.com/{name}"
        yield f"mobile.twitter.com/{name.upper()}"
        yield f"https://x.com/intent/user?screen_name={name}"
        yield f"https://twitter.com/@{name}/with_replies"
    if row["platform"] == "facebook":
        yield f"https://id-id.facebook.com/{name}/about/"
        yield f"https://fb.com/pg/{name}/photos"
        if name.isdecimal():
            yield f"https://www.facebook.com/profile.php?id={name}&ref=x"
            yield f"https://facebook.com/pages/Some-Name/{name}"
            yield f"https://facebook.com/people/Some-Name/{name}/"
    if row["platform"] == "youtube" and not name.startswith("UC"):
        yield f"https://youtube.com/@{name}"
        yield f"https://m.youtube.com/c/{name}/videos"
        yield f"youtube.com/user/{name.lower()}"
        yield f"www.youtube.com/{name}"
    if row["platform"] == "instagram":
        yield f"instagr.am/{name.upper()}/reels/"
        yield f"https://www.instagram.com/_u/{name}"
    if row["platform"] == "mastodon":
        user, server = name.split("@")
        yield f"https://{server}/users/{user}"
        yield f"@{user.upper()}@{server.upper()}"
        yield f"https://{server}/web/@{user}"
        yield f"https://elsewhere.example/@{user}@{server}"


TWINS = {
    "a": "а", "b": "Ь", "c": "с", "d": "ԁ", "e": "е", "g": "ց", "h": "һ", "i": "l", "j": "ј", "k": "к", "l": "1",
    "m": "rn", "n": "ո", "o": "0", "p": "р", "s": "ѕ", "u": "ս", "v": "ν", "w": "vv", "y": "у",
}  # fmt: skip
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def fakes(name, dice: random.Random):
    """Names somebody could register to pass for `name`: one slip, one look-alike, one word more."""
    place, letter = dice.randrange(len(name)), dice.choice(LETTERS)
    yield name[:place] + letter + name[place:]
    yield name[:place] + name[place + 1 :]
    yield name[:place] + letter + name[place + 1 :]
    place = dice.randrange(len(name) - 1)
    yield name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    place = dice.choice([at for at, letter in enumerate(name) if letter.lower() in TWINS])
    yield name[:place] + TWINS[name[place].lower()] + name[place + 1 :]
    yield f"{name}_promo"
    yield f"{name}.official"
    yield f"resmi{name}"
