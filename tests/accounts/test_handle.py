"""Every spelling of a handle or address gives one key, and what is no account is refused. REG-1 REG-9"""

from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from accounts.models.platform import Book
from accounts.rules.handle import Address, BadHandle, normalise, parse
from tests.accounts import house

BOOK = Book.standard()
CHANNEL = "UCGdrLQbt1PYDTPsampx4t1A"


@pytest.mark.parametrize(
    ("text", "platform", "key"),
    [
        ("https://twitter.com/RepAmata", "x", "repamata"),
        ("http://mobile.twitter.com/RepAmata/?lang=id", "x", "repamata"),
        ("X.com/RepAmata#top", "x", "repamata"),
        ("https://www.facebook.com/profile.php?id=100064123456&sk=about", "facebook", "100064123456"),
        ("https://m.facebook.com/pages/Nusantara-Pangan/100064123456", "facebook", "100064123456"),
        ("https://id-id.facebook.com/people/Nusantara-Pangan/100064123456/", "facebook", "100064123456"),
        ("https://www.facebook.com/Nusantara-Pangan-100064123456", "facebook", "100064123456"),
        ("https://web.facebook.com/pg/Nusantara.Pangan/photos/", "facebook", "nusantara.pangan"),
        ("m.me/nusantarapangan", "facebook", "nusantarapangan"),
        ("https://www.instagram.com/Nusantara_Pangan/?hl=id", "instagram", "nusantara_pangan"),
        ("https://www.youtube.com/@Nusantara.Pangan/videos", "youtube", "nusantara.pangan"),
        ("https://www.youtube.com/user/NusantaraPangan", "youtube", "nusantarapangan"),
        ("https://www.youtube.com/user/@NusantaraPangan", "youtube", "nusantarapangan"),
        ("https://www.youtube.com/c/NusantaraPangan", "youtube", "nusantarapangan"),
        (f"https://m.youtube.com/channel/{CHANNEL}?view_as=x", "youtube", CHANNEL),
        ("https://www.youtube.com/@%E3%83%8C%E3%82%B5", "youtube", "ヌサ"),
        ("https://id.linkedin.com/company/Nusantara-Pangan/about/", "linkedin", "nusantara-pangan"),
        ("https://www.linkedin.com/school/Nusantara-Pangan/", "linkedin", "nusantara-pangan"),
        ("https://www.linkedin.com/in/Sari-Wulandari/", "linkedin", "in/sari-wulandari"),
        ("https://www.tiktok.com/@Nusantara.Pangan?lang=id-ID", "tiktok", "nusantara.pangan"),
        ("https://wa.me/6281234567890?text=halo", "whatsapp", "6281234567890"),
        ("https://api.whatsapp.com/send/?phone=%2B62%20812-3456-7890&text", "whatsapp", "6281234567890"),
        ("https://web.whatsapp.com/send?phone=6281234567890", "whatsapp", "6281234567890"),
        ("https://whatsapp.com/channel/0029VaABCdefGHIjkl1234", "whatsapp", "0029VaABCdefGHIjkl1234"),
        ("+62 812-3456-7890", "whatsapp", "6281234567890"),
        ("https://www.threads.net/@NusantaraPangan", "threads", "nusantarapangan"),
        ("https://www.threads.com/@NusantaraPangan?hl=id", "threads", "nusantarapangan"),
        ("https://Mastodon.social/@NusantaraPangan", "mastodon", "nusantarapangan@mastodon.social"),
        ("https://mastodon.social/users/NusantaraPangan", "mastodon", "nusantarapangan@mastodon.social"),
        ("https://mas.to/@NusantaraPangan@Mastodon.Social", "mastodon", "nusantarapangan@mastodon.social"),
        ("@NusantaraPangan@Mastodon.Social", "mastodon", "nusantarapangan@mastodon.social"),
        ("nusantarapangan@mastodon.social", "mastodon", "nusantarapangan@mastodon.social"),
        ("https://bsky.app/profile/NusantaraPangan.bsky.social", "bluesky", "nusantarapangan.bsky.social"),
        ("https://nusantarapangan.bsky.social/", "bluesky", "nusantarapangan.bsky.social"),
        ("https://t.me/s/NusantaraPangan", "telegram", "nusantarapangan"),
        ("telegram.me/NusantaraPangan", "telegram", "nusantarapangan"),
        ("https://id.pinterest.com/NusantaraPangan/_created/", "pinterest", "nusantarapangan"),
        ("https://www.pinterest.co.uk/NusantaraPangan", "pinterest", "nusantarapangan"),
        ("https://www.Nusantara.co.id/Blog/?a=1", "website", "nusantara.co.id/Blog"),
        ("http://nusantara.co.id:80", "website", "nusantara.co.id"),
        ("https://büro.example/", "website", "xn--bro-hoa.example"),
        ("https://xn--bro-hoa.example", "website", "xn--bro-hoa.example"),
        ("https://medium.com/@nusantara", "website", "medium.com/@nusantara"),
        ("https://facebook.com.evil.example/nusantara", "website", "facebook.com.evil.example/nusantara"),
    ],
)
def test_parse_tells_platform_and_key(text, platform, key):
    """REG-1 REG-9"""
    address = parse(text, book=BOOK)

    assert (address.platform_key, address.key) == (platform, key)
    assert parse(text, platform, BOOK) == address
    if address.url:
        assert parse(address.url, book=BOOK).key == key


@pytest.mark.parametrize(
    ("handle", "platform", "key"),
    [
        ("@RepAmata", "twitter", "repamata"),
        (CHANNEL, "YouTube", CHANNEL),
        ("@repfinstad", "yt", "repfinstad"),
        ("Bücher", "youtube", "bücher"),
        ("ＲＥＰ", "youtube", "rep"),
        ("in/Sari", "linkedin", "in/sari"),
        ("company/Sari", "linkedin", "sari"),
        ("0062 812 3456 7890", "wa", "6281234567890"),
        ("Nasa.gov", "bsky", "nasa.gov"),
        ("Nusantara.co.id", "blog", "nusantara.co.id"),
        ("Papan-buletin", "other", "papan-buletin"),
    ],
)
def test_normalise_bare_handle(handle, platform, key):
    """REG-1"""
    assert normalise(platform, handle, BOOK) == key


def test_bare_handle_without_platform_stays_open():
    assert parse(" @RepAmata ", book=BOOK) == Address(None, "RepAmata", "repamata")
    assert parse(CHANNEL, book=BOOK).uid == CHANNEL


@pytest.mark.parametrize(
    ("text", "platform", "code"),
    [
        ("", None, "empty"),
        (None, "x", "empty"),
        ("a" * 501, None, "too_long"),
        ("nusan\u200btara", "instagram", "invisible"),
        ("nusan\u202etara", None, "invisible"),
        ("nusan\x00tara", None, "invisible"),
        ("\ud800", None, "invisible"),
        ("https://x.com/nusan%E2%80%8Btara", None, "invisible"),
        ("nus\u0430ntara", "instagram", "lookalike"),
        ("https://x.com/nus%D0%B0ntara", None, "lookalike"),
        ("https://www.tiktok.com/@nusantár", None, "lookalike"),
        ("nusantara pangan", None, "characters"),
        ("nusantara-pangan", "instagram", "characters"),
        ("javascript:alert(1)", None, "characters"),
        ("ftp://x.com/nusantara", None, "scheme"),
        ("https://facebook.com@evil.example/nusantara", None, "userinfo"),
        ("https://evil.example\\@x.com/nusantara", None, "host"),
        ("https://x.com:8443/nusantara", None, "not_an_account"),
        ("https://evil.example/nusantara", "facebook", "host"),
        ("https://x.com/nusantara", "instagram", "other_platform"),
        ("https://x.com/nusantara/status/1234567890", None, "not_an_account"),
        ("https://x.com/i/events/1", None, "not_an_account"),
        ("https://twitter.com/", None, "not_an_account"),
        ("facebook.com", None, "not_an_account"),
        ("https://www.facebook.com/sharer.php?u=x", None, "not_an_account"),
        ("https://www.facebook.com/nusantara/posts/123", None, "not_an_account"),
        ("https://www.youtube.com/watch?v=abc", None, "not_an_account"),
        ("https://youtu.be/nusantara", None, "not_an_account"),
        ("https://t.co/nusantara", None, "not_an_account"),
        ("https://help.instagram.com/nusantara", None, "not_an_account"),
        ("https://www.tiktok.com/@nusantara/video/1", None, "not_an_account"),
        ("https://t.me/+AbCdEf", None, "not_an_account"),
        ("0812 3456 7890", "whatsapp", "country"),
        ("nusantara", "mastodon", "server"),
        ("nusantara", "friendster", "unknown_platform"),
        ("https://x.com/%ff", None, "encoding"),
    ],
)
def test_parse_refuses_what_is_no_account(text, platform, code):
    """A look-alike, a post, a trick with hosts: never read as an account. REG-9"""
    with pytest.raises(BadHandle) as refused:
        parse(text, platform, BOOK)

    assert refused.value.code == code
    assert str(refused.value)


def test_refused_handle_can_still_be_compared():
    """The look-alike that was refused is what similar names are sought for. REG-9"""
    with pytest.raises(BadHandle) as refused:
        parse("https://www.instagram.com/nus%D0%B0ntara/", book=BOOK)

    assert (refused.value.platform_key, refused.value.handle) == ("instagram", "nusаntara")


def test_house_handle_and_url_give_the_same_key(shared_data):
    """Handle and address of the 1,388 real accounts, in six spellings and more. REG-10"""
    counts = Counter()
    keys = set()
    for row in house.rows(shared_data):
        address = parse(row["handle"], row["platform"], BOOK)
        keys.add((address.platform_key, address.key))
        for spelling in house.spellings(row):
            found = parse(spelling, book=BOOK)
            assert (found.platform_key, found.key) == (address.platform_key, address.key), spelling
            counts[row["handle"], row["platform"]] += 1

    assert len(keys) == 1388
    assert min(counts.values()) >= 6


TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="@/.:?#%&=\\-_ aAxX1é\u0430\u200b\ud800", max_size=40),
    st.builds(
        "{}{}/{}".format,
        st.sampled_from(["https://", "http://", "//", "", "HTTPS://www.", "https://m."]),
        st.sampled_from([*BOOK.hosts, "mas.to", "büro.example", "xn--a", "user@x.com", "x.com:1", ".", ""]),
        st.text(max_size=40),
    ),
)
PIECES = (
    "https:// // www. m. x.com twitter.com facebook.com pages people youtube.com channel @ / ? # & id= send phone= "
    "profile.php % %40 %2F %20 %C3%A9 . - _ a Ab UCGdrLQbt1PYDTPsampx4t1A 105522931489227 +62 0 mas.to bsky.social "
    "in/ é ß ſ İ \u0430 \u200b \u0301 ＠ ／ ． ｗ \\ : 80 xn-- [ ] wa.me did:plc:x \ud800 ﷺ ΰ ﬃ ª ² \u037e "
    "\u212a in user c company linkedin.com .com"
)
ADDRESSES = st.lists(st.sampled_from(PIECES.split(" ")), min_size=1, max_size=8).map("".join)
PLATFORMS = st.sampled_from([None, *BOOK.platforms, "twitter", "blog", "nowhere"])


def parse_or_refuse(text, platform):
    """The address, or None when it was refused with words; any other exception fails the test."""
    try:
        return parse(text, platform, BOOK)
    except BadHandle as refused:
        words = str(refused)
    assert words
    return None


@given(TEXTS | ADDRESSES, PLATFORMS)
@example("https://[", None)
@example("@", None)
@example("@@", "x")
@example("//", "website")
@example("a@", None)
@example("www.", "website")
@example("+", "whatsapp")
@example("a/", "facebook")
def test_parse_is_total_and_repeatable(text, platform):
    """An Address or BadHandle, nothing else; and the key of a key is the key. REG-1"""
    address = parse_or_refuse(text, platform)
    if address is None:
        return
    assert 0 < len(address.key) <= 200
    assert 0 < len(address.handle) <= 200
    if address.platform_key:
        assert address.url or address.platform_key == "other"
        assert parse(address.key, address.platform_key, BOOK).key == address.key
        assert parse(address.handle, address.platform_key, BOOK).key == address.key


@pytest.mark.parametrize("odd", [5, 1.5, b"x", ["x"], {"a": 1}, object])
def test_parse_takes_anything(odd):
    parse_or_refuse(odd, None)
