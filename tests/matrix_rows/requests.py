"""Requests for accounts of Pangan: Rudi asks, Dewi decides; what Dewi asks, Sari decides. REG-3 ORG-5"""

from accounts import actions
from tests.accounts.opening import being_set_up, drafted, fresh, picture, submitted
from tests.matrix import row

PAGE = "302 404 404 403 403 200 302"
POST = "302 404 404 403 403 302 302"
SIGNED_IN = "302 200 200 200 200 200 302"
HANDLES = iter(f"nusantararesep{number}" for number in range(1000))


def waiting(cast):
    return fresh(submitted(cast, next(HANDLES), by="dewi"))


def given_back(cast):
    request = submitted(cast, next(HANDLES))
    return fresh(actions.request_changes(request, by=cast.dewi, why="Who answers at weekends?"))


def begun(cast):
    return drafted(cast, next(HANDLES), by="sari")


def beginning(cast):
    return actions.prove_control(being_set_up(cast, next(HANDLES)), "code_in_bio", by=cast.sari)


def opening(cast):
    return being_set_up(cast, next(HANDLES))


MAKERS = {"beginning": beginning, "opening": opening, "waiting": waiting, "given_back": given_back, "begun": begun}


def decided(verb, of="waiting", post="302 404 404 403 403 302 302", **more):
    return row(f"accounts:{verb}", of=of, post=post, body=lambda cast: {"version": cast.things[of].version, **more})


def api(verb, of="waiting", post="401 404 404 403 403 200 401 403", **body):
    return row(f"api:accountrequest-{verb}", of=of, post=post, body=body)


WHY = {"why": "Another account serves"}
ROWS = [
    row("accounts:request_list", get=SIGNED_IN),
    row("accounts:request_duplicates", get=SIGNED_IN),
    row(
        "accounts:draft_request",
        get=SIGNED_IN,
        # A unit that is not one's own is none of the choices.
        post="302 400 302 302 400 302 302",
        body=lambda cast: {"unit": cast.pangan.pk, "save": "1"},
        open_to_all="whoever works here may ask, for their own unit",
    ),
    row("accounts:request_detail", of="waiting", get="302 404 404 200 200 200 302"),
    row(
        "accounts:edit_request",
        of="given_back",
        get="302 404 404 200 403 403 302",
        post="302 404 404 302 403 403 302",
        body=lambda cast: {"version": cast.things["given_back"].version, "unit": cast.pangan.pk, "save": "1"},
    ),
    decided("submit_request", "given_back", "302 404 404 302 403 403 302"),
    decided("withdraw_request", "given_back", "302 404 404 302 403 302 302"),
    decided("approve_request"),
    decided("request_changes", **WHY),
    decided("reject_request", **WHY),
    row(
        "accounts:prove_control",
        of="opening",
        get=PAGE,
        post=POST,
        body=lambda cast: {"version": cast.things["opening"].version, "method": "code_in_bio"},
    ),
    row(
        "accounts:attest_proof",
        of="opening",
        get=PAGE,
        post=POST,
        body=lambda cast: {"version": cast.things["opening"].version, "file": picture()},
    ),
    row("accounts:proof_state", of="beginning", get="302 404 404 200 200 200 302"),
    row("accounts:check_proof", of="beginning", post=POST, body={}),
    row(
        "api:proof-list",
        get="401 200 200 200 200 200 401 403",
        post="401 400 400 403 403 201 401 403",
        body=lambda cast: {"account": opening(cast).pk, "method": "code_in_bio"},
    ),
    row("api:proof-detail", of="beginning", get="401 404 404 200 200 200 401 403"),
    row("api:proof-check_proof", of="beginning", post="401 404 404 403 403 200 401 403"),
    row(
        "api:accountrequest-list",
        get="401 200 200 200 200 200 401 403",
        # Oki does not see the unit, so that for him it is not there.
        post="401 400 201 201 403 201 401 403",
        body=lambda cast: {"unit": cast.pangan.pk},
    ),
    row(
        "api:accountrequest-detail",
        of="given_back",
        get="401 404 404 200 200 200 401 403",
        patch="401 404 404 200 403 403 401 403",
        body={"planned_content": "A recipe a week"},
    ),
    api("submit_request", "given_back", "401 404 404 200 403 403 401 403"),
    api("withdraw_request", "given_back", "401 404 404 200 403 200 401 403"),
    api("approve_request"),
    api("request_changes", **WHY),
    api("reject_request", **WHY),
]
