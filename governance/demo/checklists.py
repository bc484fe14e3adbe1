"""How far the demo organisation has come with its accounts in trouble and on their way out, as tables. REG-7"""

COMPROMISED = ("facebook", "LogistikMedan")
LOST = ("x", "energi_siaga")
RETIRING = ("pinterest", "nusantarapangan")

# platform, handle, step, person, note (with a minus: why it is not needed), days ago, hour
SETTLED = (
    (*COMPROMISED, "stop_publishing", "surya", "Planned posts paused; Marlina and Rina called by phone.", 1, 9),
    (*COMPROMISED, "keep_evidence", "surya", "Nine screenshots in the incident folder, 22:40 to 07:15.", 1, 10),
    (
        *COMPROMISED,
        "secure_mailbox",
        "made",
        "New password and security key; one unknown forwarding rule removed.",
        1,
        10,
    ),
    (*COMPROMISED, "password", "made", "Changed from a clean laptop, vault item updated.", 1, 11),
    (*COMPROMISED, "sessions", "made", "Signed out everywhere; two sessions abroad were among them.", 1, 11),
    (*COMPROMISED, "report_to_platform", "sari", "Reported through business support, case 5582-2210.", 1, 13),
    (
        *COMPROMISED,
        "tell_audience",
        "sari",
        "- The posts stood for twenty minutes at night; Dewi decided not to.",
        1,
        15,
    ),
    (*LOST, "known_ways", "made", "Vault item is right; the codes ask for the lost phone.", 6, 11),
    (*LOST, "people_before", "ayu", "Asked Wulan and the field team; no device is signed in.", 5, 9),
    (*LOST, "mailbox_and_number", "made", "Mailbox is ours; the operator issues a new SIM.", 4, 14),
    (*LOST, "report_to_platform", "ayu", "X support from the registered e-mail, case 0091-77.", 3, 10),
    (*RETIRING, "tell_inside", "dimas", "Marketing, care and the agency know.", 9, 10),
    (*RETIRING, "announce", "dimas", "Pinned: recipes move to the recipe site.", 8, 9),
    (*RETIRING, "open_conversations", "dimas", "- Nobody has written for a year.", 8, 9),
    (*RETIRING, "stop_publishing", "citra", "No planned pins; advertising was never used.", 6, 15),
)
