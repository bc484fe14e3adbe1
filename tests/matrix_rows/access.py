"""Access across accounts and its reviews: things of Pangan, reviewed by Budi, opened by Sari. REG-5 ORG-7"""

from datetime import timedelta

from accounts import actions
from accounts.models import AccessGrant, Account
from accounts.rules.account import today
from tests.matrix import row
from tests.matrix_rows.accounts import register

SIGNED_IN = "302 200 200 200 200 200 302"
KEEPERS = "302 403 403 403 403 200 302"
KEEPERS_POST = "302 403 403 403 403 302 302"
SEEN = "302 404 404 200 200 200 302"
PAGE = "302 404 404 403 403 200 302"
POST = "302 404 404 403 403 302 302"
API_READ = "401 404 404 200 200 200 401 403"
API = "401 404 404 403 403 200 401 403"
# Nia is asked; whoever opened the review is not.
NIAS = "302 404 302 403 403 403 302"


def given(cast, owner="budi"):
    """Made's access to an account of Pangan."""
    one = register(cast, f"nusantarapanganmasuk{Account.objects.count()}")
    if owner != "budi":
        actions.set_owner(one, getattr(cast, owner), by=cast.sari)
    return actions.grant_access(one, cast.made, "Editor", expires_on=today() + timedelta(days=5), by=cast.sari)


def grant(cast):
    return given(cast)


def grant_address(cast):
    one = given(cast)
    return {"pk": one.account_id, "grant": one.pk}


def review(cast):
    """Nia owns the account and is asked about Made."""
    given(cast, owner="nia")
    AccessGrant.objects.exclude(account__owner=cast.nia)
    return actions.open_review(cast.pangan, due_on=today() + timedelta(days=9), is_admin_only=False, by=cast.sari)


def item(cast):
    one = cast.things.get("review") or review(cast)
    cast.things["review"] = one
    return one.items.filter(reviewer=cast.nia).first()


def plan(cast):
    return actions.set_review_plan(cast.pangan, months=6, next_on=today() + timedelta(days=9), by=cast.sari)


def csv(cast):
    return {"form": "csv"}


def made(cast):
    return cast.made


MAKERS = {
    "grant": grant,
    "grant_address": grant_address,
    "review": review,
    "item": item,
    "plan": plan,
    "csv": csv,
    "made": made,
}


def answered(why):
    def body(cast):
        one = cast.things["review"]
        return {"items": [one.items.filter(reviewer=cast.nia).first().pk], **({"why": why} if why else {})}

    return body


def handed(cast):
    return {"reviewer": cast.nia.pk, "person": cast.budi.pk, "why": "Holiday"}


def handed_form(cast):
    return {"reviewer": cast.nia.pk, "person": f"{cast.budi} #{cast.budi.pk}", "why": "Holiday"}


def opened(cast):
    given(cast)
    return {"unit": cast.pangan.pk, "due_on": (today() + timedelta(days=9)).isoformat(), "silence": "revoke"}


def opened_form(cast):
    return opened(cast) | {"subject": "access"}


def planned(cast):
    return {"unit": cast.pangan.pk, "months": 6, "next_on": (today() + timedelta(days=9)).isoformat()}


def planned_form(cast):
    return planned(cast) | {"subject": "access", "days": 21, "silence": "revoke"}


def extended(cast):
    return {"expires_on": (today() + timedelta(days=60)).isoformat(), "why": "The campaign goes on"}


def extended_form(cast):
    address = cast.things["grant_address"]
    return extended(cast) | {"version": Account.objects.get(pk=address["pk"]).version}


WHY = {"why": "Agreed on Monday"}
ROWS = [
    row("accounts:access_list", get=SIGNED_IN),
    row("accounts:export_access", of="csv", get=SIGNED_IN, open_to_all="each gets what each may see"),
    row("accounts:person_access", of="made", get=SEEN),
    row("accounts:extend_access", of="grant_address", get=PAGE, post=POST, body=extended_form),
    row("accounts:review_list", get=SIGNED_IN),
    row("accounts:plan_list", get=SIGNED_IN),
    row("accounts:open_review", get=KEEPERS, post=KEEPERS_POST, body=opened_form),
    row("accounts:set_review_plan", get=KEEPERS, post=KEEPERS_POST, body=planned_form),
    row("accounts:stop_review_plan", of="plan", post=POST),
    row("accounts:review_detail", of="review", get="302 404 200 200 200 200 302"),
    row("accounts:keep_access", of="review", post=NIAS, body=answered("Needed")),
    row("accounts:revoke_access", of="review", post=NIAS, body=answered("")),
    row(
        "accounts:cancel_review",
        of="review",
        get="302 404 403 403 403 200 302",
        post="302 404 403 403 403 302 302",
        body=WHY,
    ),
    row(
        "accounts:hand_on_items",
        of="review",
        get="302 404 403 403 403 200 302",
        post="302 404 403 403 403 302 302",
        body=handed_form,
    ),
    # API
    row("api:access-list", get="401 200 200 200 200 200 401 403"),
    row("api:access-detail", of="grant", get=API_READ),
    row("api:access-extend_access", of="grant", post=API, body=extended),
    row("api:access-end_access", of="grant", post=API, body=WHY),
    row(
        "api:access_review-list",
        get="401 200 200 200 200 200 401 403",
        post="401 400 403 403 403 201 401 403",
        body=opened,
    ),
    row("api:access_review-detail", of="review", get="401 404 200 200 200 200 401 403"),
    row("api:access_review-keep_access", of="review", post="401 404 200 403 403 403 401 403", body=answered("Needed")),
    row("api:access_review-revoke_access", of="review", post="401 404 200 403 403 403 401 403", body=answered("")),
    row("api:access_review-cancel_review", of="review", post="401 404 403 403 403 200 401 403", body=WHY),
    row("api:access_review-hand_on_items", of="review", post="401 404 400 403 403 200 401 403", body=handed),
    row("api:access_review_item-list", get="401 200 200 200 200 200 401 403"),
    row("api:access_review_item-detail", of="item", get="401 404 200 200 200 200 401 403"),
    row(
        "api:access_review_plan-list",
        get="401 200 200 200 200 200 401 403",
        post="401 400 403 403 403 201 401 403",
        body=planned,
    ),
    row("api:access_review_plan-detail", of="plan", get=API_READ),
    row("api:access_review_plan-stop_review_plan", of="plan", post=API),
]
