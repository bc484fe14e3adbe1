"""The units and people of the demo organisation, as tables."""

from people.models import Kind, Role, UnitKind

DOMAIN = "nusantara.example"
ROOT = "Nusantara Group"

# key: parent, name, kind
UNITS = {
    "corcom": ("root", "Corporate Communications", UnitKind.DIVISION),
    "it": ("root", "Information Technology", UnitKind.DIVISION),
    "hr": ("root", "Human Resources", UnitKind.DIVISION),
    "legal": ("root", "Legal", UnitKind.DIVISION),
    "pangan": ("root", "Nusantara Pangan", UnitKind.SUBSIDIARY),
    "pangan_marketing": ("pangan", "Marketing", UnitKind.DEPARTMENT),
    "pangan_care": ("pangan", "Customer Care", UnitKind.DEPARTMENT),
    "pangan_surabaya": ("pangan", "Surabaya", UnitKind.BRANCH),
    "pangan_makassar": ("pangan", "Makassar", UnitKind.BRANCH),
    "energi": ("root", "Nusantara Energi", UnitKind.SUBSIDIARY),
    "energi_marketing": ("energi", "Marketing", UnitKind.DEPARTMENT),
    "energi_balikpapan": ("energi", "Balikpapan", UnitKind.BRANCH),
    "logistik": ("root", "Nusantara Logistik", UnitKind.SUBSIDIARY),
    "logistik_sales": ("logistik", "Sales", UnitKind.DEPARTMENT),
    "logistik_medan": ("logistik", "Medan", UnitKind.BRANCH),
}

# key: name, unit, job title
PEOPLE = {
    "dewi": ("Dewi Anggraini", "root", "President director"),
    "sari": ("Sari Wulandari", "corcom", "Communications administrator"),
    "fitri": ("Fitri Handayani", "corcom", "Head of corporate communications"),
    "tono": ("Tono Sugiarto", "corcom", "Community manager"),
    "putri": ("Putri Maharani", "corcom", "Content editor"),
    "bagus": ("Bagus Hartono", "corcom", "Press officer"),
    "andi": ("Andi Wijaya", "root", "Internal auditor"),
    "made": ("Made Suardana", "it", "Keeper of credentials"),
    "agus": ("Agus Wibowo", "it", "Head of information technology"),
    "ratna": ("Ratna Siregar", "legal", "Head of legal"),
    "yusuf": ("Yusuf Hidayat", "hr", "Head of human resources"),
    "maya": ("Maya Lestari", "hr", "Recruiter"),
    "rudi": ("Rudi Santoso", "pangan", "Director"),
    "budi": ("Budi Prasetyo", "pangan_marketing", "Social media lead"),
    "lina": ("Lina Tanuwijaya", "pangan_marketing", "Head of marketing"),
    "citra": ("Citra Paramita", "pangan_marketing", "Brand executive"),
    "dimas": ("Dimas Aryo", "pangan_marketing", "Content creator"),
    "nia": ("Nia Kurniasih", "pangan_care", "Customer care officer"),
    "sinta": ("Sinta Dewanti", "pangan_care", "Head of customer care"),
    "reza": ("Reza Fahlevi", "pangan_care", "Customer care officer"),
    "yohana": ("Yohana Tiur", "pangan_surabaya", "Branch manager"),
    "eko": ("Eko Nurcahyo", "pangan_surabaya", "Branch promotion"),
    "irwan": ("Irwan Daeng", "pangan_makassar", "Branch manager"),
    "mega": ("Mega Pertiwi", "pangan_makassar", "Branch promotion"),
    "hendra": ("Hendra Gunawan", "energi", "Director"),
    "wulan": ("Wulan Sari", "energi_marketing", "Head of marketing"),
    "gilang": ("Gilang Ramadhan", "energi_marketing", "Social media officer"),
    "ayu": ("Ayu Safitri", "energi_marketing", "Customer relations"),
    "bayu": ("Bayu Kusuma", "energi_balikpapan", "Branch manager"),
    "nadia": ("Nadia Rahma", "energi_balikpapan", "Public relations"),
    "joko": ("Joko Susilo", "logistik", "Director"),
    "fajar": ("Fajar Nugroho", "logistik_sales", "Social media officer"),
    "rina": ("Rina Oktaviani", "logistik_sales", "Head of sales"),
    "taufik": ("Taufik Hakim", "logistik_sales", "Key accounts"),
    "marlina": ("Marlina Sitompul", "logistik_medan", "Branch manager"),
    "oki": ("Oki Pratama", "logistik_medan", "Warehouse"),
    "surya": ("Surya Dharma", "logistik_medan", "Branch sales"),
    "vina": ("Vina Melati", "hr", "Trainer"),
}

# Left before today: name, unit, days since they came, days since they left.
FORMER = {
    "lukman": ("Lukman Hakim", "corcom", 1500, 620),
    "desi": ("Desi Ratnasari", "pangan_marketing", 1480, 820),
}

# key: name, unit, kind, employer, sponsor, days until the contract ends
OUTSIDE = {
    "kania": ("Kania Dewi", "pangan_marketing", Kind.AGENCY, "Agensi Cerita", "lina", 74),
    "raka": ("Raka Mahendra", "corcom", Kind.INTERN, "Universitas Merdeka", "tono", 31),
}

HEADS = {
    "root": "dewi",
    "corcom": "fitri",
    "it": "agus",
    "hr": "yusuf",
    "legal": "ratna",
    "pangan": "rudi",
    "pangan_marketing": "lina",
    "pangan_care": "sinta",
    "pangan_surabaya": "yohana",
    "pangan_makassar": "irwan",
    "energi": "hendra",
    "energi_marketing": "wulan",
    "energi_balikpapan": "bayu",
    "logistik": "joko",
    "logistik_sales": "rina",
    "logistik_medan": "marlina",
}

ROLES = (
    ("sari", "root", Role.ADMINISTRATOR, "Keeps the register of the group"),
    ("agus", "root", Role.ADMINISTRATOR, "Stands in for Sari"),
    ("tono", "root", Role.COMMUNITY_MANAGER, "Central point between the departments"),
    ("andi", "root", Role.AUDITOR, "Internal audit, yearly plan"),
    ("fitri", "root", Role.APPROVER, "Decides on new accounts of the group"),
    ("dewi", "root", Role.APPROVER, "Decides on new accounts of the group"),
    ("rudi", "pangan", Role.APPROVER, "Decides on new accounts of Pangan"),
    ("nia", "pangan", Role.RESPONDER, "Answers for Pangan"),
    ("reza", "pangan", Role.RESPONDER, "Answers for Pangan"),
    ("ayu", "energi", Role.RESPONDER, "Answers for Energi"),
)
