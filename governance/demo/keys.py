"""Tools, devices and recovery data of the demo organisation, as tables. REG-1 REG-6"""

# platform, handle, name, kind, authorised by, what it may do, how it gets in, days until its token ends
TOOLS = (
    ("instagram", "nusantarapangan", "Content calendar", "tool", "budi", "read post", "token", 5),
    (
        "instagram",
        "nusantarapangan",
        "Phone of the Pangan studio",
        "device",
        "dimas",
        "read post answer",
        "session",
        None,
    ),
    ("instagram", "nusantarapangan", "Weekly figures", "schedule", "citra", "read", "password", None),
    ("x", "nusantarapangan", "Care desk", "tool", "nia", "read answer", "token", 60),
    ("facebook", "LogistikMedan", "Order bot", "tool", "surya", "read answer", "token", 200),
    ("facebook", "LogistikMedan", "Old planner", "tool", "taufik", "post ads", "", None),
    ("facebook", "NusantaraPangan", "Advertising console", "tool", "citra", "read ads", "token", -4),
    ("youtube", "nusantaragroup", "Video uploads", "schedule", "lukman", "post", "token", None),
    ("instagram", "nusantaragroup", "Analytics", "tool", "tono", "read", "token", 25),
)

# platform, handle: recovery mailbox, recovery phone, whose phone
RECOVERY = {
    ("instagram", "nusantarapangan"): ("social.recovery@nusantara.example", "+62 811 0000 417", None),
    ("x", "nusantarapangan"): ("care.recovery@nusantara.example", "+62 811 0000 418", None),
    ("x", "energi_siaga"): ("siaga@energi-lama.example", "+62 811 0000 522", "ayu"),
    ("youtube", "nusantaragroup"): ("budi@nusantara.example", "", None),
    ("facebook", "LogistikMedan"): ("medan@nusantara.example", "+62 811 0000 644", "surya"),
    ("instagram", "nusantaragroup"): ("social.recovery@nusantara.example", "+62 811 0000 100", None),
}
