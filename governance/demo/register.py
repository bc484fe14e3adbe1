"""The official accounts of the demo organisation, as tables."""

# platform, handle, unit, owner, backup, custodian, purposes, audiences, registered this many days ago
ACCOUNTS = (
    ("instagram", "nusantarapangan", "pangan_marketing", "budi", "nia", "made", "promotion service_after", "buyers consumers", 1410),
    ("facebook", "NusantaraPangan", "pangan_marketing", "budi", "citra", "made", "promotion information", "buyers consumers", 1405),
    ("tiktok", "nusantarapangan", "pangan_marketing", "budi", "dimas", "made", "promotion", "consumers", 900),
    ("x", "nusantarapangan", "pangan_care", "nia", "reza", "made", "service_after information", "customers users", 1320),
    ("youtube", "nusantarapangan", "pangan_marketing", "budi", None, "made", "promotion", "consumers", 1300),
    ("linkedin", "nusantara-pangan", "pangan_marketing", "lina", "citra", "made", "recruiting information", "candidates partners", 1290),
    ("whatsapp", "628110000417", "pangan_care", "nia", "sinta", "made", "service_before service_after", "customers buyers", 800),
    ("threads", "nusantarapangan", "pangan_marketing", "citra", "dimas", None, "promotion", "consumers", 380),
    ("telegram", "nusantarapangan", "pangan_care", "sinta", "nia", "made", "information", "customers", 500),
    ("pinterest", "nusantarapangan", "pangan_marketing", "dimas", "citra", None, "promotion", "consumers", 610),
    ("website", "resep.nusantarapangan.example", "pangan_marketing", "citra", "lina", "made", "information", "consumers", 1100),
    ("instagram", "pangan.surabaya", "pangan_surabaya", "eko", "yohana", "made", "promotion", "buyers", 700),
    ("facebook", "PanganSurabaya", "pangan_surabaya", "eko", "yohana", "made", "promotion sales", "buyers", 690),
    ("whatsapp", "628110000431", "pangan_surabaya", "eko", None, None, "sales", "buyers", 300),
    ("instagram", "pangan.makassar", "pangan_makassar", "mega", "irwan", "made", "promotion", "buyers", 540),
    ("facebook", "PanganMakassar", "pangan_makassar", "mega", "irwan", "made", "promotion", "buyers", 530),
    ("instagram", "nusantaraenergi", "energi_marketing", "gilang", "wulan", "made", "information", "customers citizens", 1380),
    ("facebook", "NusantaraEnergi", "energi_marketing", "gilang", "ayu", "made", "information service_after", "customers", 1370),
    ("x", "nusantaraenergi", "energi_marketing", "ayu", "gilang", "made", "service_after information", "customers media", 1360),
    ("youtube", "nusantaraenergi", "energi_marketing", "gilang", "wulan", "made", "information", "citizens", 1200),
    ("linkedin", "nusantara-energi", "energi_marketing", "wulan", "gilang", "made", "recruiting", "candidates", 1190),
    ("tiktok", "nusantaraenergi", "energi_marketing", "gilang", None, "made", "promotion", "users", 260),
    ("threads", "nusantaraenergi", "energi_marketing", "gilang", "ayu", None, "information", "users", 350),
    ("whatsapp", "628110000522", "energi_marketing", "ayu", "wulan", "made", "service_after", "customers", 760),
    ("telegram", "nusantaraenergi", "energi_marketing", "ayu", "gilang", "made", "information", "customers", 420),
    ("instagram", "energi.balikpapan", "energi_balikpapan", "nadia", "bayu", "made", "information", "citizens", 660),
    ("facebook", "EnergiBalikpapan", "energi_balikpapan", "nadia", "bayu", "made", "information", "citizens", 650),
    ("website", "blog.nusantaraenergi.example", "energi_marketing", "wulan", "gilang", "made", "information", "investors media", 980),
    ("instagram", "nusantaralogistik", "logistik_sales", "fajar", "rina", "made", "promotion sales", "buyers partners", 1250),
    ("facebook", "NusantaraLogistik", "logistik_sales", "fajar", "taufik", "made", "promotion", "buyers", 1245),
    ("x", "nusalogistik", "logistik_sales", "budi", None, "made", "service_after", "customers", 1240),
    ("linkedin", "nusantara-logistik", "logistik_sales", "rina", "fajar", "made", "recruiting sales", "partners candidates", 1230),
    ("youtube", "nusantaralogistik", "logistik_sales", "fajar", "rina", "made", "information", "partners", 870),
    ("tiktok", "nusantaralogistik", "logistik_sales", "fajar", "taufik", None, "promotion", "users", 240),
    ("whatsapp", "628110000633", "logistik_sales", "taufik", "rina", "made", "sales service_before", "prospects buyers", 720),
    ("telegram", "nusantaralogistik", "logistik_sales", "fajar", "taufik", "made", "information", "customers", 390),
    ("instagram", "logistik.medan", "logistik_medan", "surya", "marlina", "made", "sales", "buyers", 580),
    ("facebook", "LogistikMedan", "logistik_medan", "surya", "marlina", "made", "sales", "buyers", 575),
    ("whatsapp", "628110000644", "logistik_medan", "surya", "marlina", None, "sales", "buyers", 210),
    ("instagram", "nusantaragroup", "corcom", "fitri", "tono", "made", "information", "citizens investors", 1440),
    ("facebook", "NusantaraGroup", "corcom", "fitri", "putri", "made", "information", "citizens", 1439),
    ("x", "nusantaragroup", "corcom", "tono", "fitri", "made", "information", "media citizens", 1438),
    ("linkedin", "nusantara-group", "corcom", "fitri", "bagus", "made", "information recruiting", "investors candidates", 1437),
    ("youtube", "nusantaragroup", "corcom", "budi", "putri", "made", "information", "citizens investors", 1400),
    ("tiktok", "nusantaragroup", "corcom", "putri", "tono", "made", "promotion", "users", 430),
    ("threads", "nusantaragroup", "corcom", "putri", "tono", "made", "information", "users", 360),
    ("mastodon", "@nusantara@mastodon.example", "corcom", "tono", "putri", "made", "information", "media", 330),
    ("bluesky", "nusantara.example", "corcom", "tono", "putri", "made", "information", "media", 220),
    ("telegram", "nusantaragroup", "corcom", "bagus", "tono", "made", "information", "media", 600),
    ("whatsapp", "628110000100", "corcom", "bagus", "fitri", "made", "information", "media", 640),
    ("website", "www.nusantara.example", "corcom", "fitri", "tono", "made", "information", "citizens investors", 1450),
    ("website", "blog.nusantara.example", "corcom", "putri", "bagus", "made", "information", "citizens", 910),
    ("instagram", "karier.nusantara", "hr", "maya", "yusuf", "made", "recruiting", "candidates", 850),
    ("linkedin", "karier-nusantara", "hr", "maya", "vina", "made", "recruiting", "candidates", 840),
    ("tiktok", "karier.nusantara", "hr", "maya", None, None, "recruiting", "candidates", 150),
    ("facebook", "KarierNusantara", "hr", "maya", "yusuf", "made", "recruiting", "candidates", 830),
    ("other", "podcast-nusantara", "corcom", "bagus", "putri", "made", "information", "citizens", 270),
    ("pinterest", "nusantaragroup", "corcom", "putri", None, None, "promotion", "consumers", 560),
    ("facebook", "PanganPromo2022", "pangan_marketing", "citra", "lina", "made", "promotion", "buyers", 1390),
    ("x", "energi_siaga", "energi_marketing", "ayu", "gilang", "made", "service_after", "customers", 1150),
)

# platform, handle: who owned it before, and how many days ago each handed it on
EARLIER = {
    ("instagram", "nusantarapangan"): (("tono", 820), ("fitri", 340)),
    ("facebook", "NusantaraPangan"): (("desi", 830),),
    ("youtube", "nusantaragroup"): (("lukman", 630),),
    ("instagram", "nusantaragroup"): (("lukman", 640),),
    ("x", "nusantaragroup"): (("lukman", 640),),
    ("x", "nusalogistik"): (("rina", 500),),
    ("instagram", "nusantaraenergi"): (("wulan", 700),),
}

# Not verified for long, or never: the rest is verified within the year.
UNVERIFIED = {("threads", "nusantarapangan"), ("whatsapp", "628110000431"), ("tiktok", "karier.nusantara")}
STALE = {("pinterest", "nusantarapangan"), ("telegram", "nusantaralogistik")}
NO_SECOND_FACTOR = {("whatsapp", "628110000644"), ("pinterest", "nusantaragroup"), ("other", "podcast-nusantara")}
ELSEWHERE = {("tiktok", "nusantaralogistik"): "fajar.nugroho@gmail.com"}
ROTATION_LATE = {("facebook", "EnergiBalikpapan"), ("instagram", "logistik.medan")}

# platform, handle: verb, reason, days ago
STATES = (
    ("x", "energi_siaga", "report_lost_access", "The phone with the second factor was lost in the field", 6),
    ("facebook", "LogistikMedan", "report_compromised", "Posts that are not ours appeared at night", 1),
    ("instagram", "pangan.makassar", "suspend_account", "Branch moves house; nobody answers for two weeks", 12),
    ("pinterest", "nusantarapangan", "start_retiring", "Nobody looks at it any more", 10),
)

# platform, handle: person, role on the platform, is administrator there
ACCESS = (
    ("instagram", "nusantarapangan", "budi", "Full control", True),
    ("instagram", "nusantarapangan", "nia", "Community", False),
    ("instagram", "nusantarapangan", "lina", "Full control", True),
    ("instagram", "nusantarapangan", "kania", "Content", False),
    ("facebook", "NusantaraPangan", "budi", "Full control", True),
    ("facebook", "NusantaraPangan", "citra", "Content", False),
    ("youtube", "nusantaragroup", "budi", "Owner", True),
    ("instagram", "nusantaragroup", "fitri", "Full control", True),
    ("instagram", "nusantaragroup", "tono", "Full control", True),
    ("x", "nusalogistik", "budi", "Owner", True),
)

TOOLS = (
    ("instagram", "nusantarapangan", "Content calendar", "budi"),
    ("x", "nusantarapangan", "Care desk", "nia"),
    ("instagram", "nusantaragroup", "Analytics", "tono"),
)
