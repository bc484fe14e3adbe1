"""The register: an account of Pangan, owned by Budi, backed up by Made. REG-1 REG-7 REG-9"""

from accounts import actions
from accounts.models import Platform
from people.rules import end_of_day  # noqa: F401 - the day's end is what the forms speak of
from tests.matrix import row

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


def retired(cast):
    one = register(cast, "nusantarapanganusai")
    actions.start_retiring(one, by=cast.sari, why="Merged")
    return actions.retire_account(one, archive_place="Vault 3", exported_on=one.created_on, by=cast.sari)


def access(cast):
    one = register(cast, "nusantarapanganakses")
    grant = actions.grant_access(one, cast.made, "admin", by=cast.sari)
    return {"pk": one.pk, "grant": grant.pk}


def tool(cast):
    one = register(cast, "nusantarapanganalat")
    connected = actions.connect_tool(one, "Scheduler", cast.made, by=cast.sari)
    return {"pk": one.pk, "tool": connected.pk}


MAKERS = {
    "account": account,
    "suspended": suspended,
    "retired": retired,
    "access": access,
    "tool": tool,
}


def named(thing):
    return f"{thing} #{thing.pk}"


def form(of="account", **fields):
    """A form that has seen the account as it is."""

    def fill(cast):
        seen = cast.made[of]
        pk = seen["pk"] if isinstance(seen, dict) else seen.pk
        version = actions.register_account.__globals__["Account"].objects.get(pk=pk).version
        found = {name: value(cast) if callable(value) else value for name, value in fields.items()}
        return {"version": version, **found}

    return fill


def page(verb, of="account", post=POST, **fields):
    return row(f"accounts:{verb}", of=of, get=PAGE, post=post, body=form(of, **fields))


def api(verb, of="account", post=API, **fields):
    def fill(cast):
        return {name: value(cast) if callable(value) else value for name, value in fields.items()}

    return row(f"api:account-{verb}", of=of, post=post, body=fill)


ROWS = [
    row("accounts:account_list", get=SIGNED_IN),
]
