"""A review answered in a real browser, on a phone. REG-5 PLT-7"""

import re
from datetime import timedelta

import pytest

from accounts import actions
from accounts.models import Platform, ReviewItem
from trail import clock
from trail.actions import SYSTEM

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


def test_a_review_is_answered_on_a_phone(organisation, sign_in, live_server):
    """REG-5 PLT-7: on 390 px all is ticked, kept with one reason, or taken away; nothing needs a second page."""
    account = actions.register_account(
        organisation.pangan,
        Platform.objects.get(key="instagram"),
        "nusantarapangan",
        organisation.nia,
        backup=organisation.made,
        by=organisation.sari,
    )
    with clock.at(clock.now() - timedelta(days=60)):
        for name in ("budi", "rudi", "made"):
            actions.grant_access(account, getattr(organisation, name), "Editor", by=SYSTEM)
    review = actions.open_review(organisation.pangan, title="Spring", by=organisation.sari)
    page = sign_in(organisation.nia)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    page.get_by_role("link", name="Answer").first.click()
    rudi = page.get_by_role("checkbox", name=re.compile("Rudi"))
    rudi.focus()
    page.keyboard.press("x")
    assert page.get_by_text("Ticked: 1").is_visible()
    page.get_by_role("button", name="Take away").click()
    page.get_by_role("checkbox", name=re.compile("Budi")).wait_for()
    assert not page.get_by_role("checkbox", name=re.compile("Rudi")).count()
    page.get_by_label("Tick all on this page").check()
    assert page.get_by_text("Ticked: 2").is_visible()
    page.get_by_label("Reason to keep").fill("Both post every day")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("button", name="Keep").click()
    page.get_by_text("Closed").first.wait_for()
    answers = dict(ReviewItem.objects.filter(review=review).values_list("holder__name", "status"))
    assert answers == {"Rudi Santoso": "revoked", "Budi Prasetyo": "kept", "Made Suardana": "kept"}
