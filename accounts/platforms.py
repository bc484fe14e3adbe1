"""The platforms Dewan knows to begin with, as rows of `Platform`. REG-1

`paths` are tried in order on the path of an address without its outer slashes; a pattern with `\\?` sees the
query too. A path that no pattern reads is a post or a page of the platform itself, never an account.
`uid` reads a handle that is, or carries, the platform's own id.
"""

from django.utils.translation import gettext_noop

NAME = r"(?P<handle>[^/]+)"
AT = r"(?P<handle>@[^/@]+)"


def _not(*words):
    """Keep the platform's own pages from being read as handles."""
    return rf"(?!(?i:{'|'.join(words)})(?:/|$))"


def _tabs(*words):
    return rf"(?:/(?i:{'|'.join(words)}))?"


def _path(path, url=""):
    return {"path": path, "url": url}


FACEBOOK_PAGES = _not(
    r"[\w.]*\.php", "pages", "people", "p", "pg", "groups", "watch", "login", "events", "marketplace", "gaming",
    "help", "policies", "share", "reel", "hashtag", "public", "media", "privacy", "settings", "stories", "photo",
    "home", "search", "business", "ads", "places", "legal", "games", "messages", "notifications", "dialog",
)  # fmt: skip
X_PAGES = _not(
    "i", "intent", "home", "search", "hashtag", "share", "explore", "settings", "login", "signup", "messages",
    "notifications", "compose", "tos", "privacy", "about", "download", "jobs", "widgets", "oauth", "account",
)  # fmt: skip
INSTAGRAM_PAGES = _not(
    "p", "reel", "reels", "tv", "explore", "accounts", "stories", "about", "direct", "legal", "web", "developer",
    "s", "share",
)  # fmt: skip
YOUTUBE_PAGES = _not(
    "watch", "playlist", "results", "feed", "shorts", "live", "embed", "about", "t", "premium", "gaming",
    "hashtag", "post", "redirect", "account", "clip", "kids", "music", "channel", "c", "user", "v", "e", "tv",
    "creators", "ads", "attribution_link", "oembed", "signin", "s", "howyoutubeworks", "jobs", "new", "movies",
)  # fmt: skip
TELEGRAM_PAGES = _not(
    "s", "c", "joinchat", "addstickers", "addemoji", "addlist", "addtheme", "share", "iv", "proxy", "socks", "login",
    "setlanguage", "bg", "confirmphone", "invoice", "giftcode", "boost", "contact", "m", "a", "k",
)  # fmt: skip
PINTEREST_PAGES = _not(
    "pin", "search", "ideas", "today", "explore", "settings", "business", "_", "login", "about", "categories",
    "topics", "password", "discover", "shopping",
)  # fmt: skip
PINTEREST_ENDS = "com ca co.uk com.au de fr es it jp co.kr com.mx ph pt se ch at cl dk ie nz co.nz id nl be in ru"
YOUTUBE_TABS = _tabs(
    "videos", "about", "featured", "shorts", "streams", "playlists", "community", "posts", "live", "channels",
    "podcasts", "releases", "join", "store",
)  # fmt: skip

PLATFORMS = (
    {
        "key": "facebook",
        "name": "Facebook",
        "mark": "FB",
        "hosts": ["facebook.com", "fb.com", "m.me"],
        "page_hosts": ["fb.me", "fb.watch", "fbcdn.net", "messenger.com"],
        "paths": [
            _path(r"profile\.php\?(?:[^#]*&)?id=(?P<uid>\d+)(?:&.*)?"),
            _path(r"(?:pages|people)/(?:[^/]+/)*(?:[^/]*-)?(?P<uid>\d{5,20})" + _tabs("about", "photos", "videos")),
            _path(r"p/(?:[^/]*-)?(?P<uid>\d{5,20})"),
            _path(
                rf"(?:pg/)?{FACEBOOK_PAGES}{NAME}"
                + _tabs("about", "photos", "videos", "posts", "reviews", "events", "community", "reels", "mentions")
            ),
        ],
        "handle_pattern": r"[A-Za-z0-9._\-]{2,100}",
        "uid": r"(?:.*-)?(?P<uid>\d{8,20})",
        "url": "https://www.facebook.com/{handle}",
        "aliases": ["fb", "facebook page", "facebook pages", "meta"],
    },
    {
        "key": "instagram",
        "name": "Instagram",
        "mark": "IG",
        "hosts": ["instagram.com", "instagr.am"],
        "page_hosts": ["ig.me"],
        "paths": [
            _path(r"_u/(?P<handle>[^/]+)"),
            _path(rf"{INSTAGRAM_PAGES}{NAME}" + _tabs("reels", "tagged", "channel", "guides", "feed")),
        ],
        "handle_pattern": r"[A-Za-z0-9._]{1,30}",
        "url": "https://www.instagram.com/{handle}/",
        "aliases": ["ig", "insta"],
    },
    {
        "key": "x",
        "name": "X",
        "mark": "X",
        "hosts": ["x.com", "twitter.com"],
        "page_hosts": ["t.co"],
        "paths": [
            _path(r"intent/(?:user|follow)\?(?:[^#]*&)?screen_name=@?(?P<handle>[^&]+)(?:&.*)?"),
            _path(
                rf"{X_PAGES}@?{NAME}"
                + _tabs("with_replies", "media", "likes", "followers", "following", "highlights", "articles", "photo")
            ),
        ],
        "handle_pattern": r"[A-Za-z0-9_]{1,15}",
        "url": "https://x.com/{handle}",
        "aliases": ["twitter", "x (twitter)", "twitter/x", "x/twitter", "tweet"],
    },
    {
        "key": "linkedin",
        "name": "LinkedIn",
        "mark": "LI",
        "hosts": ["linkedin.com"],
        "page_hosts": ["lnkd.in"],
        # Companies, schools and showcases share one space of names; people have their own.
        "paths": [
            _path(rf"(?i:company|school|showcase|organization)/{NAME}(?:/.*)?"),
            _path(r"(?P<handle>(?i:in)/[^/]+)(?:/[a-z]{2})?", "https://www.linkedin.com/{handle}"),
        ],
        "handle_pattern": r"(?:[iI][nN]/)?[\w.\-&'’]{1,100}",
        "uid": r"(?P<uid>\d{4,12})",
        "url": "https://www.linkedin.com/company/{handle}",
        "allows_unicode": True,
        "writes_at": False,
        "aliases": ["li", "linked in", "linkedin company", "linkedin page"],
    },
    {
        "key": "youtube",
        "name": "YouTube",
        "mark": "YT",
        "hosts": ["youtube.com", "music.youtube.com"],
        "page_hosts": ["youtu.be", "youtube-nocookie.com"],
        "paths": [
            _path(rf"channel/(?P<uid>UC[A-Za-z0-9_\-]{{22}}){YOUTUBE_TABS}"),
            _path(rf"(?:user/|c/)?{AT}{YOUTUBE_TABS}"),
            _path(rf"user/{NAME}{YOUTUBE_TABS}", "https://www.youtube.com/user/{handle}"),
            _path(rf"c/{NAME}{YOUTUBE_TABS}", "https://www.youtube.com/c/{handle}"),
            _path(rf"{YOUTUBE_PAGES}{NAME}{YOUTUBE_TABS}", "https://www.youtube.com/{handle}"),
        ],
        "handle_pattern": r"[\w.\-·]{1,60}",
        "uid": r"(?P<uid>UC[A-Za-z0-9_\-]{22})",
        "url": "https://www.youtube.com/@{handle}",
        "uid_url": "https://www.youtube.com/channel/{handle}",
        "allows_unicode": True,
        "aliases": ["yt", "you tube"],
    },
    {
        "key": "tiktok",
        "name": "TikTok",
        "mark": "TT",
        "hosts": ["tiktok.com"],
        "paths": [_path(rf"{AT}" + _tabs("live"))],
        "handle_pattern": r"[A-Za-z0-9._]{1,24}",
        "url": "https://www.tiktok.com/@{handle}",
        "aliases": ["tt", "tik tok"],
    },
    {
        "key": "whatsapp",
        "name": "WhatsApp",
        "mark": "WA",
        "hosts": ["wa.me", "api.whatsapp.com", "whatsapp.com", "web.whatsapp.com"],
        "paths": [
            _path(r"send/?\?(?:[^#]*&)?phone=(?P<handle>[^&]+)(?:&.*)?"),
            _path(r"channel/(?P<uid>[A-Za-z0-9]{20,30})"),
            _path(r"(?:c/)?(?P<handle>\+?\d[\d\-]*)"),
        ],
        "form": "phone",
        "handle_pattern": r"\d{7,15}",
        "uid": r"(?P<uid>0029[A-Za-z0-9]{16,26})",
        "url": "https://wa.me/{handle}",
        "uid_url": "https://whatsapp.com/channel/{handle}",
        "writes_at": False,
        "aliases": ["wa", "whats app", "whatsapp business"],
    },
    {
        "key": "threads",
        "name": "Threads",
        "mark": "TH",
        "hosts": ["threads.net", "threads.com"],
        "paths": [_path(rf"{AT}" + _tabs("replies", "media", "reposts"))],
        "handle_pattern": r"[A-Za-z0-9._]{1,30}",
        "url": "https://www.threads.com/@{handle}",
        "aliases": ["th"],
    },
    {
        "key": "mastodon",
        "name": "Mastodon",
        "mark": "MA",
        "hosts": [],
        "paths": [
            _path(
                r"(?:web/|deck/)?@(?P<handle>[A-Za-z0-9_][\w.\-]*(?:@[^/@]+)?)"
                + _tabs("with_replies", "media", "followers", "following", "featured")
            ),
            _path(r"users/(?P<handle>[A-Za-z0-9_][\w.\-]*)"),
        ],
        "form": "user_at_host",
        "handle_pattern": r"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_])?",
        "url": "https://{host}/@{user}",
        "aliases": ["fediverse", "masto", "ma"],
    },
    {
        "key": "bluesky",
        "name": "Bluesky",
        "mark": "BS",
        "hosts": ["bsky.app", "staging.bsky.app"],
        "paths": [
            _path(r"profile/(?P<uid>did:[a-z]+:[A-Za-z0-9._:\-]+)"),
            _path(r"profile/@?(?P<handle>[^/]+)"),
        ],
        "form": "domain",
        "handle_pattern": r"(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9\-]*[a-z0-9]",
        "uid": r"(?P<uid>did:[a-z]+:[A-Za-z0-9._:\-]+)",
        "url": "https://bsky.app/profile/{handle}",
        "aliases": ["bsky", "bs", "blue sky"],
    },
    {
        "key": "telegram",
        "name": "Telegram",
        "mark": "TG",
        "hosts": ["t.me", "telegram.me", "telegram.dog"],
        "paths": [_path(r"s/(?P<handle>[^/+]+)"), _path(rf"{TELEGRAM_PAGES}@?(?P<handle>[^/+]+)")],
        "handle_pattern": r"[A-Za-z][A-Za-z0-9_]{3,31}",
        "url": "https://t.me/{handle}",
        "aliases": ["tg", "tele"],
    },
    {
        "key": "pinterest",
        "name": "Pinterest",
        "mark": "PI",
        "hosts": [f"pinterest.{end}" for end in PINTEREST_ENDS.split()],
        "page_hosts": ["pin.it"],
        "paths": [_path(rf"{PINTEREST_PAGES}{NAME}" + _tabs("_created", "_saved", "_shop", "boards", "pins"))],
        "handle_pattern": r"[A-Za-z0-9_\-]{3,50}",
        "url": "https://www.pinterest.com/{handle}/",
        "aliases": ["pi", "pin"],
    },
    {
        "key": "website",
        "name": gettext_noop("Website or blog"),
        "mark": "WB",
        # Places that write /@name and are no Mastodon.
        "hosts": ["medium.com", "substack.com", "flipboard.com", "kick.com", "dev.to", "rumble.com"],
        "paths": [],
        "form": "address",
        "handle_pattern": r"\S+",
        "url": "https://{handle}",
        "allows_unicode": True,
        "writes_at": False,
        "aliases": [
            "web",
            "site",
            "blog",
            "homepage",
            "situs",
            "situs web",
            "situs web atau blog",
            "wb",
            "website/blog",
        ],
    },
    {
        "key": "other",
        "name": gettext_noop("Other"),
        "mark": "OT",
        "hosts": [],
        "paths": [],
        "form": "free",
        "handle_pattern": r"[^\s/?#]{1,200}",
        "url": "",
        "allows_unicode": True,
        "writes_at": False,
        "aliases": ["lainnya", "ot"],
    },
)
