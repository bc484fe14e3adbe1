"""Who can get in at Nusantara Group: an agency, an end that nears, one that passed, a mover; and a review half done. REG-5"""

from datetime import timedelta

from accounts import actions
from accounts.models import AccessReview, Cadence
from people import actions as people

# platform, handle: person, role on the platform, is administrator there, days until it ends (None: no end), more
GRANTS = (
    ("instagram", "nusantarapangan", "budi", "Full control", True, None, {}),
    ("instagram", "nusantarapangan", "nia", "Community", False, None, {}),
    ("instagram", "nusantarapangan", "lina", "Full control", True, None, {}),
    (
        *("instagram", "nusantarapangan", "kania", "Content", False, 74),
        {"route": "partner", "via": "Agensi Cerita", "why": "Plans and posts the Ramadan series"},
    ),
    ("facebook", "NusantaraPangan", "budi", "Full control", True, None, {}),
    ("facebook", "NusantaraPangan", "citra", "Content", False, None, {}),
    (
        *("x", "nusantarapangan", "putri", "Post and reply", False, None),
        {"route": "tool", "via": "Care desk", "why": "Helped during the product recall"},
    ),
    (
        *("tiktok", "nusantarapangan", "dimas", "Shop login", False, -3),
        {"route": "shared", "why": "The phone in the studio knows one sign-in only"},
    ),
    ("youtube", "nusantaragroup", "budi", "Owner", True, None, {}),
    ("instagram", "nusantaragroup", "fitri", "Full control", True, None, {}),
    ("instagram", "nusantaragroup", "tono", "Full control", True, None, {}),
    ("instagram", "nusantaragroup", "raka", "Content", False, 9, {"why": "Internship"}),
    ("x", "nusalogistik", "budi", "Owner", True, None, {}),
)
# who answered about whose access: a reason to keep, or nothing to take away
ANSWERS = (
    ("budi", "lina", "Stands in for me and answers for the campaign"),
    ("budi", "nia", "Answers comments every day"),
    ("budi", "citra", ""),
)


def plan(story):
    """Put grants, a move, the plan and the review on their days."""
    for row in GRANTS:
        story.plan(55, lambda row=row: _give(story, *row), hour=13)
    story.plan(
        21,
        lambda: people.move_person(story.people["putri"], story.units["energi_marketing"], by=story.sari, why="Career"),
    )
    story.plan(90, lambda: _settle(story))
    story.plan(6, lambda: _open(story), hour=8)
    story.plan(2, lambda: _answer(story), hour=16)


def _give(story, platform, handle, person, role, is_admin, days, more):
    actions.grant_access(
        story._now(platform, handle),
        story.people[person],
        role,
        is_admin=is_admin,
        expires_on=None if days is None else story.today + timedelta(days=days),
        by=story.sari,
        **more,
    )


def _settle(story):
    actions.set_review_plan(
        story.units["root"], months=Cadence.HALF_YEARLY, next_on=story.today + timedelta(days=40), by=story.sari
    )
    actions.set_review_plan(
        story.units["root"],
        subject="roles",
        months=Cadence.YEARLY,
        next_on=story.today + timedelta(days=75),
        silence="escalate",
        by=story.sari,
    )


def _open(story):
    actions.open_review(
        story.units["pangan"],
        title="Access in Pangan, before the season",
        due_on=story.today + timedelta(days=8),
        silence="escalate",
        by=story.sari,
    )


def _answer(story):
    review = AccessReview.objects.get()
    for reviewer, holder, why in ANSWERS:
        items = review.items.undecided().filter(reviewer=story.people[reviewer], holder=story.people[holder])
        keys = list(items.values_list("pk", flat=True))
        if why:
            actions.keep_access(review, keys, by=story.people[reviewer], why=why)
        else:
            actions.revoke_access(review, keys, by=story.people[reviewer])
