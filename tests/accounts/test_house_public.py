"""The public page and API about every account of the House, and about as many fakes. REG-9 REG-11

Every official account in three spellings of its address, and one fake each by a confusable letter or a typo, through
the doors that everybody uses. Pages are dear to render: usually every seventh is asked for, with --deep all.
"""

import random

import pytest
from django.utils.http import urlencode

from accounts.models import Account
from accounts.models.platform import Book
from accounts.rules.handle import BadHandle, parse
from imports.engine import import_file
from tests.accounts import house
from tests.conftest import real_data
from tests.stages import stage
from trail.actions import SYSTEM

SEED = 20261121
STRIDE = 7


@stage(long=True)
def register_of_the_house():
    """The real register, by its own import."""
    folder = real_data() / "official-accounts-us-house"
    import_file("people", folder / "people.csv", by=SYSTEM)
    import_file("accounts", folder / "accounts.csv", by=SYSTEM)


@pytest.fixture
def rows(register_of_the_house, shared_data):
    """What the register is to say, as the file has it."""
    found = house.rows(shared_data)
    assert len(found) == Account.objects.live().count() == 1388
    return found


@pytest.fixture
def stride(request):
    return 1 if request.config.getoption("--deep") else STRIDE


@pytest.fixture
def asked(request, rows):
    """All of them; on a second engine in the daily run, where the queries have to hold once more, every seventh."""
    daily = not request.config.getoption("--deep")
    return rows[::STRIDE] if daily and request.config.getoption("--second-engine") else rows


def three_spellings(row, dice):
    """The address as it stands, and two other ways to write it."""
    others = [text for text in house.spellings(row) if text != row["url"]]
    return [row["url"], *dice.sample(others, 2)]


def ask_api(client, url):
    answer = client.get("/api/v1/official?" + urlencode({"url": url}))
    assert answer.status_code == 200, (url, answer.content)
    return answer.json()


def word_of_page(client, url):
    """What the page says, by the colour of its answer; 'ok' is official."""
    context = client.get("/official/", {"q": url}).context
    return context["answer"].answer, context["tone"]


def fake_of(row, dice, taken):
    """A name one slip or one confusable letter from the real one, written as an address where it can be one.

    Never the name of another official account. Gives (how it was made, address asked for, whether the platform could
    have an account of that name).
    """
    platform = house.WORDS.get(row["platform"], row["platform"])
    name, _at, server = row["handle"].lstrip("@").partition("@")
    while True:
        kind, fake = dice.choice(list(made_from(name, dice)))
        url = address_of(row, fake, server)
        try:
            address = parse(url)
        except BadHandle:
            return kind, url, False
        if address.platform_key != platform or (platform, address.key) not in taken:
            return kind, url, address.platform_key == platform


def made_from(name, dice):
    letter = dice.choice("abcdefghijklmnopqrstuvwxyz")
    place = dice.randrange(1, len(name))
    yield "added", name[:place] + letter + name[place:]
    yield "dropped", name[:place] + name[place + 1 :]
    yield "replaced", name[:place] + letter + name[place + 1 :]
    if place + 1 < len(name):
        yield "swapped", name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    places = [at for at, one in enumerate(name) if one.lower() in house.TWINS]
    if places:
        place = dice.choice(places)
        yield "confusable", name[:place] + house.TWINS[name[place].lower()] + name[place + 1 :]


def address_of(row, name, server):
    before, _slash, _last = row["url"].rstrip("/").rpartition("/")
    mark = "@" if row["url"].rstrip("/").rpartition("/")[2].startswith("@") else ""
    return f"https://{server}/@{name}" if server else f"{before}/{mark}{name}"


def named(rows):
    """The rows with a name that can be mistaken; what is written as an id of the platform, nobody reads."""
    ids = Account.objects.filter(skeleton="").values_list("handle", flat=True)
    ids = {handle.lstrip("@") for handle in ids}
    return [row for row in rows if row["handle"].lstrip("@") not in ids]


def test_every_official_account_in_three_spellings(asked, client, stride):
    """REG-9: 1,388 × 3 addresses, all official and the account itself; by the API all, by the page a part."""
    dice = random.Random(SEED)
    wrong, pages = [], 0
    for number, row in enumerate(asked):
        for url in three_spellings(row, dice):
            said = ask_api(client, url)
            account = said["account"] or {}
            if said["answer"] != "official" or not same_handle(account.get("handle", ""), row["handle"]):
                wrong.append(("api", url, said["answer"], account.get("handle")))
            if number % stride == 0:
                pages += 1
                if word_of_page(client, url) != ("official", "ok"):
                    wrong.append(("page", url))
    assert wrong == []
    assert pages >= 3 * len(asked) // stride


def same_handle(one, other):
    return one.lstrip("@").casefold() == other.lstrip("@").casefold()


def test_no_look_alike_is_official(rows, asked, client, stride):
    """REG-9 REG-11: 1,388 fakes, none official; the real account is pointed at wherever the name has one."""
    dice = random.Random(SEED)
    taken = set(Account.objects.live().values_list("platform_id", "handle_key"))
    names = {row["url"] for row in named(rows)}
    assert len(names) == 1264
    official, silent = [], []
    for number, row in enumerate(asked):
        kind, url, _may_exist = fake_of(row, dice, taken)
        said = ask_api(client, url)
        if said["answer"] != "not_listed":
            official.append((kind, url, said["answer"]))
        if row["url"] in names and not any(same_handle(one["handle"], row["handle"]) for one in said["similar"]):
            silent.append((kind, row["platform"], row["handle"], url, [one["handle"] for one in said["similar"]]))
        if number % stride == 0 and word_of_page(client, url) != ("not_listed", "warn"):
            official.append(("page", url))
    assert official == []
    assert silent == []


def test_platforms_of_the_house_are_known():
    assert {house.WORDS.get(key, key) for key in ("twitter", "facebook", "instagram", "youtube", "mastodon")} <= set(
        Book.standard().platforms
    )
