"""The register: an account of Pangan, owned by Budi, backed up by Made. REG-1 REG-7 REG-9"""

from datetime import timedelta

from accounts import actions
from accounts.models import Account, Platform
from tests.accounts.opening import being_set_up, equip
from tests.accounts.steps import work_off
from tests.matrix import row
from trail import clock
from trail.actions import SYSTEM

SIGNED_IN = "302 200 200 200 200 200 302"
PAGE = "302 404 404 403 403 200 302"
POST = "302 404 404 403 403 302 302"
API = "401 404 404 403 403 200 401 403"
EVERYBODY = "200 200 200 200 200 200 200"


def register(cast, handle):
    instagram = Platform.objects.get(key="instagram")
    return actions.register_account(cast.pangan, instagram, handle, cast.budi, backup=cast.made, by=cast.sari)


def account(cast):
    return register(cast, "nusantarapangan")


def suspended(cast):
    return actions.suspend_account(register(cast, "nusantarapanganlama"), by=cast.sari, why="Quiet month")


def retiring(cast):
    """Notice was given long enough ago."""
    with clock.at(clock.now() - timedelta(days=40)):
        one = register(cast, "nusantarapangantutup")
        return work_off(actions.start_retiring(one, by=cast.sari, why="Merged"), by=cast.sari)


def retired(cast):
    return actions.drop_account(register(cast, "nusantarapanganusai"), by=SYSTEM, why="Gone from the source")


def opening(cast):
    """Being set up, with nothing missing."""
    return equip(being_set_up(cast, f"nusantarapanganbuka{Account.objects.count()}"), cast)


def access(cast):
    one = register(cast, f"nusantarapanganakses{Account.objects.count()}")
    grant = actions.grant_access(one, cast.made, "admin", by=cast.sari)
    return {"pk": one.pk, "grant": grant.pk}


def tool(cast):
    one = register(cast, f"nusantarapanganalat{Account.objects.count()}")
    connected = actions.connect_tool(one, "Scheduler", cast.made, by=cast.sari)
    return {"pk": one.pk, "tool": connected.pk}


def entered(cast):
    return Account.objects.get(pk=access(cast)["pk"])


def equipped(cast):
    return Account.objects.get(pk=tool(cast)["pk"])


def jsonl(cast):
    return {"form": "jsonl"}


MAKERS = {
    "account": account,
    "suspended": suspended,
    "retiring": retiring,
    "retired": retired,
    "opening": opening,
    "access": access,
    "tool": tool,
    "entered": entered,
    "equipped": equipped,
    "jsonl": jsonl,
}


def named(name):
    """What a picker sends for one of the cast."""
    return lambda cast: f"{getattr(cast, name)} #{getattr(cast, name).pk}"


def pk(name):
    return lambda cast: getattr(cast, name).pk


def filled(fields, cast):
    return {name: value(cast) if callable(value) else value for name, value in fields.items()}


def page(verb, of="account", post=POST, **fields):
    """A verb's page; its form has seen the account as it is."""

    def form(cast):
        seen = cast.things[of]
        key = seen["pk"] if isinstance(seen, dict) else seen.pk
        return {"version": Account.objects.get(pk=key).version, **filled(fields, cast)}

    return row(f"accounts:{verb}", of=of, get=PAGE, post=post, body=form)


def api(verb, of="account", post=API, **fields):
    return row(f"api:account-{verb}", of=of, post=post, body=lambda cast: filled(fields, cast))


WHY = {"why": "Agreed on Monday"}
ROWS = [
    row("accounts:account_list", get=SIGNED_IN),
    row("accounts:account_gaps", get=SIGNED_IN),
    row("accounts:duplicates", get=SIGNED_IN),
    row("accounts:person_options", get=SIGNED_IN),
    row("accounts:person_options_ever", get=SIGNED_IN),
    row("accounts:export_accounts", of="jsonl", get=SIGNED_IN, open_to_all="each gets what each may see"),
    row(
        "accounts:register_account",
        get="302 403 403 403 403 200 302",
        post="302 403 403 403 403 302 302",
        body=lambda cast: {
            "handle": "https://instagram.com/nusantararetail",
            "unit": cast.pangan.pk,
            "owner": named("budi")(cast),
            "official_since": "2024-01-01",
        },
    ),
    row("accounts:account_detail", of="account", get="302 404 404 200 200 200 302"),
    page(
        "edit_account",
        name="Pangan",
        unit=pk("pangan"),
        official_since="2024-01-01",
        two_factor="app",
        badge="none",
    ),
    page("set_owner", owner=named("dewi")),
    page("set_backup", backup=named("dewi")),
    page("set_custodian", custodian=named("made")),
    page("record_rotation", on="2024-01-01"),
    page("verify_account", how="A code in the bio", on="2024-01-01"),
    page("rename_account", handle="nusantarapanganbaru"),
    page("grant_access", person=named("made"), platform_role="editor"),
    page("connect_tool", name="Scheduler", kind="tool", authorised_by=named("made")),
    page("record_past_tenure", part="owner", person=named("made"), from_at="2020-01-01", until_at="2021-01-01"),
    page("activate_account", of="opening"),
    page("abandon_account", of="opening", **WHY),
    page("suspend_account", **WHY),
    page("report_compromised", **WHY),
    page("report_lost_access", **WHY),
    page("restore_account", of="suspended", **WHY),
    page("start_retiring", **WHY),
    page("retire_account", of="retiring", archive_place="Vault 3", exported_on="2024-01-01"),
    page("reinstate_account", of="retired", **WHY),
    page("end_access", of="access"),
    page("edit_tool", of="tool", name="Scheduler", kind="device", authorised_by=named("made")),
    page("disconnect_tool", of="tool"),
    # Public
    row("accounts_public:official", get=EVERYBODY),
    row("accounts_public:official_list", get=EVERYBODY),
    row(
        "api:official",
        path="/api/v1/official?url=https://instagram.com/nusantarapangan",
        get="200 200 200 200 200 200 200 200",
    ),
    # API
    row(
        "api:account-list",
        get="401 200 200 200 200 200 401 403",
        # Whoever sees neither the unit nor the owner hears that they are not there.
        post="401 400 400 403 403 201 401 403",
        body=lambda cast: {
            "platform": "instagram",
            "handle": "nusantararetail",
            "unit": cast.pangan.pk,
            "owner": cast.budi.pk,
        },
    ),
    row(
        "api:account-detail",
        of="account",
        get="401 404 404 200 200 200 401 403",
        patch=API,
        body={"name": "Pangan"},
    ),
    # Rudi does not see Dewi: she stands above him.
    api("set_owner", person=pk("made")),
    api("set_backup", person=None),
    api("set_custodian", person=pk("made")),
    api("record_rotation", on="2024-01-01"),
    api("verify_account", how="A code in the bio"),
    api("rename_account", handle="nusantarapanganbaru"),
    api(
        "record_past_tenure",
        part="owner",
        person=pk("made"),
        from_at="2020-01-01T00:00:00Z",
        until_at="2021-01-01T00:00:00Z",
    ),
    api("grant_access", person=pk("made"), platform_role="editor"),
    api("end_access", of="entered", access=lambda cast: cast.things["entered"].access_grants.get().pk),
    api("connect_tool", name="Calendar", authorised_by=pk("made")),
    api(
        "edit_tool", of="equipped", tool=lambda cast: cast.things["equipped"].connected_tools.get().pk, powers=["post"]
    ),
    row("api:account-what-breaks", of="account", get="401 404 404 200 200 200 401 403"),
    api("disconnect_tool", of="equipped", tool=lambda cast: cast.things["equipped"].connected_tools.get().pk),
    row("api:account-tenures", of="account", get="401 404 404 200 200 200 401 403"),
    api("activate_account", of="opening"),
    api("abandon_account", of="opening", **WHY),
    api("suspend_account", **WHY),
    api("report_compromised", **WHY),
    api("report_lost_access", **WHY),
    api("restore_account", of="suspended", **WHY),
    api("start_retiring", **WHY),
    api("retire_account", of="retiring", archive_place="Vault 3", exported_on="2024-01-01"),
    api("reinstate_account", of="retired", **WHY),
]
