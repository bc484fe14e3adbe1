"""People, units, roles and the door itself; things of Pangan. ORG-1 ORG-2 ORG-7 PLT-3"""

from datetime import date

from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from people import actions
from people.models import Factor, FactorKind, Organisation, Role, RoleGrant
from people.sessions import handle_of
from tests.matrix import row
from trail import clock
from trail.actions import SYSTEM

FAR = date(2099, 12, 31)
ALL = "200 200 200 200 200 200 200"
SIGNED_IN = "302 200 200 200 200 200 302"
AWAY = "302 302 302 302 302 302 302"
ADMIN_PAGE = "302 404 404 403 403 200 302"
ADMIN_POST = "302 404 404 403 403 302 302"
ADMIN_API = "401 404 404 403 403 200 401 403"


def person(cast):
    return cast.made


def leaving(cast):
    return cast.budi


def left(cast):
    gone = actions.add_person(name="Tono Gone", email="", unit=cast.pangan, by=SYSTEM)
    return actions.mark_left(gone, by=SYSTEM)


def unit(cast):
    return cast.pangan


def grant(cast):
    return RoleGrant.objects.get(person=cast.nia, role=Role.RESPONDER)


def factor(cast):
    """Nia's passkey."""
    found, _new = Factor.objects.get_or_create(
        person=cast.nia, kind=FactorKind.PASSKEY, credential="bmlh", defaults={"name": "Key", "added_at": clock.now()}
    )
    return found


def guarded(cast):
    factor(cast)
    return cast.nia


def session(cast):
    """Another browser of Nia's."""
    browser = Client()
    browser.force_login(cast.nia)
    return {"handle": handle_of(browser.session.session_key)}


def link(cast):
    return {
        "uidb64": urlsafe_base64_encode(force_bytes(cast.nia.pk)),
        "token": default_token_generator.make_token(cast.nia),
    }


def line(cast):
    """Made keeps an eye on what is published in Pangan."""
    return actions.assign_responsibility(cast.pangan, "publish", "R", person=cast.made, by=SYSTEM)


def cell(cast):
    return {"pk": cast.pangan.pk, "activity": "publish"}


MAKERS = {
    "line": line,
    "cell": cell,
    "person": person,
    "leaving": leaving,
    "left": left,
    "unit": unit,
    "grant": grant,
    "link": link,
    "factor": factor,
    "guarded": guarded,
    "session": session,
}


def named(thing):
    return f"{thing} #{thing.pk}"


def settings_form(cast):
    organisation = Organisation.current()
    return {
        "name": "Nusantara Group",
        "email_domains": "nusantara.example",
        "language": "en",
        "time_zone": "Asia/Jakarta",
        "verify_after_days": 300,
        "access_notice_days": 14,
        "retire_notice_days": 28,
        "sync_guard_percent": 10,
        "version": organisation.version,
    }


def grant_form(cast):
    return {"person": named(cast.made), "role": "responder", "unit": named(cast.pangan), "reason": "Helps out"}


NEW = {"name": "Wayan", "kind": "employee"}
ROWS = [
    row("people:sign_in", get="200 302 302 302 302 302 200", post="400 302 302 302 302 302 400", body={"email": "x"}),
    # Outside demo mode the address does not exist, for anybody.
    row("people:try_person", of="person", post="404 404 404 404 404 404 404"),
    row("people:sign_out", post="302 302 302 302 302 302 302"),
    row("people:ask_reset", get=ALL, post=ALL, body={"email": "who@nusantara.example"}),
    # The link leads on to the form before anything else is looked at.
    row(
        "people:set_password",
        of="link",
        open_to_all="public",
        **dict.fromkeys(("get", "post", "put", "patch", "delete"), AWAY),
    ),
    row("people:profile", get=SIGNED_IN),
    # Whoever is signed in is led on; who is not has no password given yet.
    row("people:second_step", get=AWAY, post=AWAY, open_to_all="public"),
    row("people:ask_passkey", post=ALL),
    row("people:sign_in_with_passkey", post=AWAY, body={"credential": "{}"}, open_to_all="public"),
    row("people:prove", get=SIGNED_IN, post="302 400 400 400 400 400 302", body={"code": "wrong"}),
    row("people:security", get=SIGNED_IN),
    # Nothing is asked of these people: they are led on.
    row("people:demand_factor", get=AWAY),
    row("people:add_app", get=SIGNED_IN, post="302 400 400 400 400 400 302", body={"code": "000000"}),
    # The tests' own address is plain http, where there are no passkeys.
    row("people:add_passkey", get="302 404 404 404 404 404 302", post="302 404 404 404 404 404 302"),
    row(
        "people:rename_factor",
        of="factor",
        get="302 404 200 404 404 404 302",
        post="302 404 302 404 404 404 302",
        body={"name": "Blue key"},
    ),
    row("people:remove_factor", of="factor", get="302 404 200 404 404 404 302", post="302 404 302 404 404 404 302"),
    # Who has no second factor has nothing that codes could stand in for.
    row("people:make_recovery_codes", get=SIGNED_IN, post="302 409 200 409 409 409 302"),
    row("people:end_session", of="session", post="302 404 302 404 404 404 302"),
    row("people:end_other_sessions", post=AWAY),
    row(
        "people:reset_factors",
        of="guarded",
        get="302 404 403 403 403 200 302",
        post="302 404 403 403 403 302 302",
        body={"reason": "Lost the phone"},
    ),
    row("people:end_sessions", of="person", get=ADMIN_PAGE, post=ADMIN_POST, body={"why": "Lost the laptop"}),
    row("people:set_preferences", post="302 302 302 302 302 302 302", body={"theme": "dark"}),
    row(
        "people:change_password",
        get=SIGNED_IN,
        post="302 400 400 400 400 400 302",
        body={"old_password": "wrong", "new_password1": "kopi-tubruk-panas", "new_password2": "kopi-tubruk-panas"},
    ),
    # People
    row("people:person_list", get=SIGNED_IN),
    row("people:person_options", get=SIGNED_IN),
    row(
        "people:add_person",
        get="302 403 403 403 403 200 302",
        post="302 403 403 403 403 302 302",
        body=lambda cast: {**NEW, "unit": named(cast.pangan)},
    ),
    row("people:person_detail", of="person", get="302 404 404 200 200 200 302"),
    row(
        "people:edit_person",
        of="person",
        get=ADMIN_PAGE,
        post=ADMIN_POST,
        body={"name": "Made Suardana", "kind": "employee", "email": "made@nusantara.example"},
    ),
    row(
        "people:move_person",
        of="person",
        get=ADMIN_PAGE,
        post=ADMIN_POST,
        body=lambda cast: {"unit": named(cast.energi)},
    ),
    row("people:announce_leaving", of="person", get=ADMIN_PAGE, post=ADMIN_POST, body={"on": "2099-12-31"}),
    row("people:withdraw_leaving", of="leaving", post=ADMIN_POST),
    row("people:mark_left", of="person", get=ADMIN_PAGE, post=ADMIN_POST, body={"why": "Gone"}),
    row(
        "people:bring_back",
        of="left",
        get=ADMIN_PAGE,
        post=ADMIN_POST,
        body=lambda cast: {"unit": named(cast.pangan), "why": "Back"},
    ),
    row("people:invite_person", of="person", post=ADMIN_POST),
    # Units
    row("people:unit_list", get=SIGNED_IN),
    row("people:unit_options", get=SIGNED_IN),
    row("people:unit_detail", of="unit", get="302 404 200 200 200 200 302"),
    row(
        "people:create_unit",
        of="unit",
        get="302 404 403 403 403 200 302",
        post="302 404 403 403 403 302 302",
        body={"name": "Retail", "kind": "department"},
    ),
    row(
        "people:edit_unit",
        of="unit",
        get="302 404 403 403 403 200 302",
        post="302 404 403 403 403 302 302",
        body={"name": "Pangan", "kind": "subsidiary"},
    ),
    row(
        "people:move_unit",
        of="unit",
        get="302 404 403 403 403 200 302",
        post="302 404 403 403 403 302 302",
        body=lambda cast: {"parent": named(cast.energi)},
    ),
    row(
        "people:set_head",
        of="unit",
        get="302 404 403 403 403 200 302",
        post="302 404 403 403 403 302 302",
        body=lambda cast: {"head": named(cast.nia)},
    ),
    row(
        "people:set_governance_mode",
        of="unit",
        get="302 404 403 403 403 200 302",
        post="302 404 403 403 403 302 302",
        body={"mode": "local"},
    ),
    # Who does what
    row("people:responsibility_list", get=SIGNED_IN),
    row("people:responsibility_detail", of="cell", get="302 404 200 200 200 200 302"),
    row(
        "people:assign_responsibility",
        of="cell",
        post="302 404 403 302 403 302 302",
        body=lambda cast: {"letter": "A", "team": named(cast.pangan)},
    ),
    row("people:end_responsibility", of="line", post="302 404 403 302 403 302 302"),
    # Roles
    row("people:role_list", get=SIGNED_IN),
    row("people:grant_role", get="302 403 403 403 403 200 302", post="302 403 403 403 403 302 302", body=grant_form),
    row(
        "people:end_role",
        of="grant",
        get="302 404 403 403 403 200 302",
        post="302 404 403 403 403 302 302",
        body={"reason": "Moved on"},
    ),
    row(
        "people:organisation_settings",
        get="302 404 404 404 403 200 302",
        post="302 404 404 404 403 302 302",
        body=settings_form,
    ),
    # API
    row(
        "api:person-list",
        get="401 200 200 200 200 200 401 403",
        post="401 400 403 403 403 201 401 403",
        body=lambda cast: {"name": "Wayan", "unit": cast.pangan.pk},
    ),
    row(
        "api:person-detail",
        of="person",
        get="401 404 404 200 200 200 401 403",
        patch=ADMIN_API,
        body={"job_title": "IT security"},
    ),
    # Rudi does not see the unit above him: for him it is not there.
    row(
        "api:person-move_person",
        of="person",
        post="401 404 404 400 403 200 401 403",
        body=lambda cast: {"unit": cast.root.pk},
    ),
    row("api:person-announce_leaving", of="person", post=ADMIN_API, body={"on": "2099-12-31"}),
    row("api:person-withdraw_leaving", of="leaving", post=ADMIN_API),
    row("api:person-mark_left", of="person", post=ADMIN_API),
    row("api:person-bring_back", of="left", post=ADMIN_API),
    row(
        "api:person-reset_factors",
        of="guarded",
        post="401 404 403 403 403 200 401 403",
        body={"reason": "Lost the phone"},
    ),
    row("api:person-end_sessions", of="person", post=ADMIN_API),
    row("api:person-invite_person", of="person", post=ADMIN_API),
    row(
        "api:unit-list",
        get="401 200 200 200 200 200 401 403",
        post="401 400 403 403 403 201 401 403",
        body=lambda cast: {"name": "Retail", "parent": cast.pangan.pk},
    ),
    row(
        "api:unit-detail",
        of="unit",
        get="401 404 200 200 200 200 401 403",
        patch="401 404 403 403 403 200 401 403",
        body={"name": "Pangan"},
    ),
    row(
        "api:unit-move_unit",
        of="unit",
        # Whom the new parent is hidden from hears that it is not there.
        post="401 404 400 400 403 200 401 403",
        body=lambda cast: {"parent": cast.energi.pk},
    ),
    row(
        "api:unit-set_head",
        of="unit",
        post="401 404 403 403 403 200 401 403",
        body=lambda cast: {"head": None},
    ),
    row(
        "api:unit-set_governance_mode",
        of="unit",
        post="401 404 403 403 403 200 401 403",
        body={"mode": "local"},
    ),
    row("api:unit-responsibilities", of="unit", get="401 404 200 200 200 200 401 403"),
    row(
        "api:responsibility-list",
        get="401 200 200 200 200 200 401 403",
        post="401 400 403 201 403 201 401 403",
        body=lambda cast: {"unit": cast.pangan.pk, "activity": "measure", "letter": "A", "team": cast.pangan.pk},
    ),
    row("api:responsibility-detail", of="line", get="401 404 200 200 200 200 401 403"),
    row("api:responsibility-end_responsibility", of="line", post="401 404 403 200 403 200 401 403"),
    row("api:unit-approvers", of="unit", get="401 404 200 200 200 200 401 403"),
    row(
        "api:role-list",
        get="401 200 200 200 200 200 401 403",
        post="401 400 400 403 403 201 401 403",
        body=lambda cast: {"person": cast.made.pk, "unit": cast.pangan.pk, "role": "responder", "reason": "Helps"},
    ),
    row("api:role-detail", of="grant", get="401 404 200 200 200 200 401 403"),
    row("api:role-end_role", of="grant", post="401 404 403 403 403 200 401 403", body={"reason": "Moved on"}),
    row(
        "api:organisation",
        get="401 403 403 403 403 200 401 403",
        patch="401 403 403 403 403 200 401 403",
        body={"retire_notice_days": 30},
    ),
]
