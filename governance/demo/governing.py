"""Who decides and who does what in the demo organisation, with one overlap and one hole to find. ORG-4 ORG-6"""

from people import actions
from people.models import GovernanceMode

# unit: mode, reason
MODES = {
    "pangan": (GovernanceMode.FEDERATED, "The largest subsidiary knows its own market"),
    "logistik": (GovernanceMode.LOCAL, "A young company that tries things out"),
}
# unit, activity, letter, who: a person, or a unit after "team:"
RESPONSIBILITIES = (
    ("root", "publish", "A", "fitri"),
    ("root", "publish", "R", "team:corcom"),
    ("root", "publish", "C", "team:legal"),
    ("root", "respond", "A", "tono"),
    ("root", "respond", "R", "team:corcom"),
    ("root", "respond", "I", "team:hr"),
    # Nobody is responsible for moderating: the hole of the demo.
    ("root", "moderate", "A", "fitri"),
    ("root", "measure", "A", "tono"),
    ("root", "measure", "R", "putri"),
    ("root", "approve", "A", "dewi"),
    ("root", "approve", "R", "fitri"),
    ("pangan", "publish", "A", "rudi"),
    ("pangan", "publish", "R", "team:pangan_marketing"),
    ("pangan", "respond", "A", "sinta"),
    # Marketing and customer care both answer: the overlap of the demo.
    ("pangan", "respond", "R", "team:pangan_care"),
    ("pangan", "respond", "R", "budi"),
    ("pangan", "moderate", "R", "team:pangan_care"),
    ("energi", "publish", "R", "team:energi_marketing"),
    ("energi", "respond", "R", "ayu"),
    ("energi", "moderate", "R", "ayu"),
    ("logistik", "publish", "R", "team:logistik_sales"),
    ("logistik", "respond", "R", "team:logistik_sales"),
    ("logistik", "moderate", "R", "team:logistik_sales"),
)


def plan(story):
    """Put it into the story: the modes a year ago, the responsibilities since half a year."""
    for unit, (mode, why) in MODES.items():
        story.plan(
            365,
            lambda unit=unit, mode=mode, why=why: actions.set_governance_mode(
                _fresh(story.units[unit]), mode, by=story.sari, why=why
            ),
        )
    for unit, activity, letter, who in RESPONSIBILITIES:
        story.plan(
            180,
            lambda unit=unit, activity=activity, letter=letter, who=who: actions.assign_responsibility(
                story.units[unit], activity, letter, by=story.sari, **_who(story, who)
            ),
        )


def _who(story, who):
    if who.startswith("team:"):
        return {"team": story.units[who.removeprefix("team:")]}
    return {"person": story.people[who]}


def _fresh(unit):
    unit.refresh_from_db()
    return unit
