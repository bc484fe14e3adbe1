"""What people of Nusantara want to hear, and a file that waits for Sari. PLT-5 PLT-8"""

from imports import actions as imports
from imports import exporting
from notices import actions as notices
from notices.tasks import write_digests


def plan(story):
    """Rudi reads one mail at eight on weekdays; Sari has the register as a workbook since yesterday."""
    story.plan(30, lambda: _choose(story.people["rudi"]))
    story.plan(1, lambda: _export(story.sari), hour=16)
    # what happened long ago does not come as the digest of today
    story.plan(0, write_digests, hour=8)


def _choose(rudi):
    ways = {"person_leaving": "digest", "account_role_given": "digest", "account_state_changed": "digest"}
    notices.choose_some(rudi, ways=ways, digest={"hour": 8, "is_weekdays_only": True}, by=rudi)


def _export(sari):
    imports.request_export("accounts", "xlsx", "", by=sari)
    exporting.export_due()
