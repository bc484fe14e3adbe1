"""What the demo organisation asks for: two wait, one is given back, one rejected, one set up, one given up. REG-3"""

from accounts import actions
from accounts.models import AccountRequest, Checklist, Platform

# key: (days ago, who asks, unit, platform, handle, purposes, audiences, why, content, owner, backup, unit that answers)
ASKED = {
    "surabaya": (
        41, "eko", "pangan_surabaya", "tiktok", "nusantarapangan.surabaya", "promotion", "consumers",
        "Our branch has offers of its own, and the brand's account never shows them.",
        "Two clips a week from the shop floor, filmed by phone.", "yohana", "eko", "pangan_surabaya",
    ),
    "edukasi": (
        9, "gilang", "energi_marketing", "youtube", "@nusantaraenergi_edukasi", "information", "users citizens",
        "Long explanations of safety and tariffs drown on the main channel, which is for news.",
        "One film a month on safety at home, with subtitles; material from the engineers.", "wulan", "gilang",
        "energi_marketing",
    ),
    "balikpapan": (
        150,
        "nadia",
        "energi_balikpapan",
        "facebook",
        "EnergiBalikpapanPeduli",
        "information",
        "citizens",
        "Neighbours of the plant ask about noise and smell; nobody finds the answers on the main page.",
        "Works that are planned, and whom to call.",
        "bayu",
        "nadia",
        "energi_balikpapan",
    ),
    "resep": (
        1, "citra", "pangan_marketing", "instagram", "nusantararesep", "information promotion", "consumers",
        "The brand's account speaks of products; cooks ask for recipes every day and get lost among offers.",
        "A recipe a day from the test kitchen, with the products in it named. Photos are ours.", "lina", "citra",
        "pangan_care",
    ),
    "karir": (
        2, "maya", "hr", "linkedin", "nusantara-karir", "recruiting", "candidates",
        "Candidates write to the group's page and wait for days among press questions.",
        "Vacancies, and a portrait of somebody at work each week.", "yusuf", "maya", "hr",
    ),
    "peduli": (
        5, "nia", "pangan_care", "x", "pangan_peduli", "service_after", "customers",
        "Complaints under our posts are seen by everybody before we have understood them.",
        "Answers to complaints, and what was put right.", "sinta", "nia", "pangan_care",
    ),
}  # fmt: skip
SETTLED_STEPS = ("official_email", "password_in_vault", "two_factor")


def plan(story):
    """Put the requests, and what became of them, on their days."""
    asked = {}
    for key, row in ASKED.items():
        story.plan(row[0], _ask(story, asked, key, row), hour=10)

    def decide(days, key, verb, who, hour=11, **given):
        story.plan(days, lambda: getattr(actions, verb)(_now(asked, key), by=story.people[who], **given), hour=hour)

    decide(
        40, "surabaya", "reject_request", "rudi",
        why="One TikTok account speaks for the brand; bring your offers to Citra, who keeps a slot a week for branches.",
    )  # fmt: skip
    decide(148, "balikpapan", "approve_request", "dewi")
    story.plan(120, lambda: _give_up(story, _now(asked, "balikpapan").account), hour=16)
    decide(8, "edukasi", "approve_request", "fitri", why="Agreed; put subtitles in both languages.")
    decide(2, "peduli", "request_changes", "rudi", hour=15, why="Who answers at weekends? Complaints do not wait.")
    story.plan(6, lambda: _set_up(story, _now(asked, "edukasi").account), hour=14)


def _ask(story, asked, key, row):
    _days, who, unit, platform, handle, purposes, audiences, why, content, owner, backup, answering = row

    def deed():
        request = actions.draft_request(
            story.units[unit],
            platform=Platform.objects.get(pk=platform),
            handle=handle,
            purposes=purposes.split(),
            audiences=audiences.split(),
            languages=["id"],
            why_not_existing=why,
            planned_content=content,
            owner=story.people[owner],
            backup=story.people[backup],
            answering_unit=story.units[answering],
            by=story.people[who],
        )
        asked[key] = actions.submit_request(request, by=story.people[who]).pk

    return deed


def _now(asked, key):
    return AccountRequest.objects.with_all().get(pk=asked[key])


def _give_up(story, account):
    why = "The neighbours have a group of their own and want us there, not on another page"
    actions.abandon_account(account, by=story.people["bayu"], why=why)


def _set_up(story, account):
    """Half of it is done: the second administrator, the proof and most of the steps are still to come."""
    wulan, gilang, made = (story.people[name] for name in ("wulan", "gilang", "made"))
    actions.edit_account(account, registered_email="sosial@nusantara.example", two_factor="app", by=wulan)
    actions.set_custodian(account, made, vault="keepass", vault_item="Nusantara/Energi/YouTube edukasi", by=wulan)
    actions.grant_access(account, gilang, "owner", is_admin=True, by=wulan)
    checklist = Checklist.objects.get(account=account, kind="setup")
    for step in checklist.steps.filter(key__in=SETTLED_STEPS):
        actions.attest_step(step, note="Done with Made on the phone", by=gilang)
    actions.prove_control(account, "code_in_bio", by=gilang)
