"""A fake of an official name leads to the real one; other names do not. REG-9"""

import random
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Platform
from accounts.models.platform import Book
from accounts.rules.handle import parse
from accounts.rules.lookalike import Among, neighbours, rank, skeleton, skeleton_of
from tests.accounts import house

BOOK = Book.standard()


@pytest.mark.parametrize(
    "fake",
    [
        "NusantaraPangan",
        "nusantara_pangan",
        "nus\u0430ntarapangan",
        "nusantarap\u00e1ngan",
        "ｎｕｓａｎｔａｒａｐａｎｇａｎ",
        "𝐧𝐮𝐬𝐚𝐧𝐭𝐚𝐫𝐚𝐩𝐚𝐧𝐠𝐚𝐧",
        "nu5ant4rapangan",
        "nusantar\u200bapangan",
    ],
)
def test_skeleton_is_the_same_for_what_looks_the_same(fake):
    """REG-9"""
    assert skeleton(fake) == "nusantarapangan"


@pytest.mark.parametrize(
    ("one", "other"), [("burns", "bums"), ("rnodem", "modern"), ("vvatt", "watt"), ("bi11", "bill")]
)
def test_skeleton_joins_letters_that_look_like_one(one, other):
    assert skeleton(one) == skeleton(other)


@given(st.text(max_size=250))
def test_skeleton_is_repeatable_and_small(text):
    bones = skeleton(text)

    assert skeleton(bones) == bones
    assert len(bones) <= 200
    assert bones.isascii()
    assert not bones or bones.isalnum()


@pytest.mark.parametrize(
    "fake",
    [
        "nusantarapangan_promo",
        "nusantarapangan.official",
        "official.nusantarapangan",
        "nusantarapangan2024",
        "nusantarapangansemarang",
        "nuantarapangan_resmi",
        "nusantarapngan",
        "nusantarapangna",
        "nusantaraapangan",
        "@nusantarapangan@evil.example",
    ],
)
def test_fake_leads_to_the_real_one(fake):
    """REG-9"""
    assert skeleton("nusantarapangan") in neighbours(fake)
    assert rank(fake, [(1, "nusantarapangan"), (2, "unrelated")]) == [1]


@pytest.mark.parametrize("other", ["nusantara", "pangan", "tokopangan", "nasa", "antarapanganan", "n", ""])
def test_another_name_does_not_lead_there(other):
    assert rank(other, [(1, "nusantarapangan")]) == []


def test_rank_gives_the_nearest_first_and_three_at_most():
    pairs = [(1, "nusantarapangann"), (2, "nusantarapangan_promo"), (3, "nusantara.pangan"), (4, "nusantarapanganid")]

    assert rank("nusantarapangan", pairs) == [3, 1, 4]


@pytest.mark.parametrize(
    ("text", "platform", "bones"),
    [
        ("nusantara@mastodon.social", "mastodon", "nusantara"),
        ("nusantara.bsky.social", "bluesky", "nusantara"),
        ("nusantara.co.id", "bluesky", "nusantara"),
        ("https://www.nusantara.co.id", "website", "nusantara"),
        ("https://xn--nusntara-36g.com", "website", "nusantara"),
        ("UCGdrLQbt1PYDTPsampx4t1A", "youtube", ""),
        ("Nusantara-Pangan-105522931489227", "facebook", "nusantarapangan"),
        ("+62 812 3456 7890", "whatsapp", ""),
    ],
)
def test_skeleton_of_an_address_is_of_its_name(text, platform, bones):
    """REG-9"""
    address = parse(text, platform, BOOK)

    assert skeleton_of(address, BOOK.platforms[address.platform_key]) == bones


def test_fakes_of_house_handles_lead_to_the_real_ones(shared_data):
    """One slip, one look-alike letter or one word more, at every real handle with a name. REG-9"""
    dice = random.Random(20260101)
    register = defaultdict(list)
    names = []
    for number, row in enumerate(house.rows(shared_data)):
        address = parse(row["handle"], row["platform"], BOOK)
        bones = skeleton_of(address, BOOK.platforms[address.platform_key])
        register[bones].append(number)
        if bones and not address.uid:
            names.append((address.handle.partition("@")[0], bones))

    missed, shown = [], 0
    for name, bones in names:
        for fake in house.fakes(name, dice):
            found = [(near, near) for near in neighbours(fake) if near in register]
            ranked = rank(fake, found)
            shown += len(ranked)
            if bones not in ranked:
                missed.append((name, fake, ranked))

    assert len(names) > 1250
    assert missed == []
    # Pointing at everybody would be no answer either.
    assert shown < 1.1 * 8 * len(names)


@pytest.mark.parametrize("name", ["pertamina", "bankmandiri", "tokopedia", "whitehouse", "potus", "nytimes", "nasa"])
def test_unrelated_names_lead_to_no_house_handle(shared_data, name):
    register = {skeleton(row["handle"].lstrip("@").partition("@")[0]) for row in house.rows(shared_data)}

    assert rank(name, [(near, near) for near in neighbours(name) if near in register]) == []


@pytest.mark.django_db
def test_among_is_equality_with_any_of_many():
    """One parameter however many texts, on either engine."""
    texts = [f"no{number}" for number in range(5000)]

    assert list(Platform.objects.filter(name__among=[*texts, "TikTok", "X"]).values_list("key", flat=True)) == [
        "x",
        "tiktok",
    ]
    assert not Platform.objects.filter(name__among=[]).exists()
    assert Among.lookup_name == "among"
