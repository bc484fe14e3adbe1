"""Reported accounts and look-alikes: a fake of an account of Pangan, reported by Budi. REG-11"""

from accounts import actions, tasks
from accounts.models import Account, Lookalike, Platform, Report
from tests.matrix import row
from trail.actions import SYSTEM

SIGNED_IN = "302 200 200 200 200 200 302"
EVERYBODY = "200 200 200 200 200 200 200"
PAGE = "302 404 404 403 403 200 302"
POST = "302 404 404 403 403 302 302"
API = "401 404 404 403 403 200 401 403"


def ours(cast):
    """The account that is imitated."""
    found = Account.objects.filter(handle="nusantarasegar").first()
    instagram = Platform.objects.get(key="instagram")
    return found or actions.register_account(cast.pangan, instagram, "nusantarasegar", cast.budi, by=cast.sari)


def report_of(cast, handle):
    ours(cast)
    instagram = Platform.objects.get(key="instagram")
    return actions.report_account(handle, platform=instagram, by=cast.budi, seen="Sells vouchers").report


def report(cast):
    return report_of(cast, "nusantarasegar_promo")


def of_ours(cast):
    return report_of(cast, "nusantarasegar")


def impostor(cast, handle="nusantarasegar_asli"):
    return actions.confirm_impostor(report_of(cast, handle), by=cast.sari, why="Uses our logo")


def takedown(cast):
    return actions.ask_takedown(impostor(cast, "nusantarasegar_hadiah"), by=cast.sari, channel="form", reference="12")


def closed(cast):
    one = actions.ask_takedown(impostor(cast, "nusantarasegar_undian"), by=cast.sari, channel="form")
    return actions.close_report(one, by=cast.sari, result="removed")


def again(cast):
    one = actions.find_fan(report_of(cast, "nusantarasegar_fans"), by=cast.sari, why="A fan club")
    actions.report_publicly("https://instagram.com/nusantarasegar_fans", by=SYSTEM)
    return Report.objects.get(pk=one.pk)


def told(cast):
    one = report_of(cast, "nusantarasegar_toko")
    return {"pk": one.pk, "sighting": one.sightings.first().pk}


def told_report(cast):
    return Report.objects.get(pk=told(cast)["pk"])


def pair(cast):
    ours(cast)
    instagram = Platform.objects.get(key="instagram")
    actions.register_account(cast.pangan, instagram, "nusantara.segar", cast.budi, by=cast.sari)
    while tasks.scan_for_lookalikes():
        pass
    return Lookalike.objects.get()


def dismissed(cast):
    return actions.dismiss_lookalike(Lookalike.objects.first() or pair(cast), by=cast.sari, why="Both are ours")


def thanks(cast):
    return {"reference": "2345-6789"}


MAKERS = {
    "report": report,
    "of_ours": of_ours,
    "impostor": impostor,
    "takedown": takedown,
    "closed": closed,
    "again": again,
    "told": told,
    "told_report": told_report,
    "dismissed": dismissed,
    "thanks": thanks,
}


def page(verb, of="report", **fields):
    """A verb's page; its form has seen the case as it is."""

    def form(cast):
        seen = cast.things[of]
        key = seen["pk"] if isinstance(seen, dict) else seen.pk
        version = Report.objects.get(pk=key).version
        return {
            "version": version,
            **{name: value(cast) if callable(value) else value for name, value in fields.items()},
        }

    return row(f"accounts:{verb}", of=of, get=PAGE, post=POST, body=form)


def api(verb, of="report", **fields):
    def body(cast):
        return {name: value(cast) if callable(value) else value for name, value in fields.items()}

    return row(f"api:report-{verb}", of=of, post=API, body=body)


WHY = {"why": "Looked at it on Monday"}
REPORTED = {"handle": "https://instagram.com/nusantarasegar_baru", "concern": "pretends"}
STEP = {"on": "2024-01-01", "channel": "form", "reference": "IG-12345"}
ROWS = [
    row("accounts:report_list", get=SIGNED_IN),
    row("accounts:report_account", get=SIGNED_IN, post="302 302 302 302 302 302 302", body=REPORTED),
    row("accounts:account_options", get=SIGNED_IN),
    row("accounts:report_detail", of="report", get="302 404 404 200 200 200 302"),
    page("find_official", of="of_ours"),
    page("claim_account"),
    page("find_fan", **WHY),
    page("confirm_impostor", **WHY),
    page("keep_finding", of="again"),
    page("assign_report", unit=lambda cast: cast.pangan.pk),
    page("ask_takedown", of="impostor", **STEP),
    page("remind_platform", of="takedown", **STEP),
    page("escalate_takedown", of="takedown", **STEP),
    page("record_answer", of="takedown", on="2024-01-01", answer="refused"),
    page("close_report", of="takedown", on="2024-01-01", result="no_answer"),
    page("find_again", of="closed", note="Under the same name"),
    page("reopen_report", of="closed", **WHY),
    page("erase_sighting", of="told", **WHY),
    row("accounts:lookalike_list", get=SIGNED_IN),
    row(
        "accounts:restore_lookalike",
        of="dismissed",
        post="302 404 404 404 403 302 302",
    ),
    row(
        "accounts:dismiss_lookalike",
        of="dismissed",
        get="302 404 404 404 403 409 302",
        post="302 404 404 404 403 409 302",
        body=lambda cast: {"version": 1, **WHY},
    ),
    # Public
    row("accounts_public:report_publicly", get=EVERYBODY, post="302 302 302 302 302 302 302", body=REPORTED),
    row("accounts_public:report_thanks", of="thanks", get=EVERYBODY),
    # API
    row(
        "api:report-list",
        get="401 200 200 200 200 200 401 403",
        post="401 201 201 201 201 201 401 403",
        body=REPORTED,
    ),
    row("api:report-detail", of="report", get="401 404 404 200 200 200 401 403"),
    api("find_official", of="of_ours"),
    api("claim_account"),
    api("find_fan", **WHY),
    api("confirm_impostor", **WHY),
    api("keep_finding", of="again"),
    api("assign_report", unit=lambda cast: cast.pangan.pk, account=None),
    api("ask_takedown", of="impostor", **STEP),
    api("remind_platform", of="takedown", **STEP),
    api("escalate_takedown", of="takedown", **STEP),
    api("record_answer", of="takedown", answer="refused"),
    api("close_report", of="takedown", result="no_answer"),
    api("find_again", of="closed"),
    api("reopen_report", of="closed", **WHY),
    api(
        "erase_sighting", of="told_report", sighting=lambda cast: cast.things["told_report"].sightings.first().pk, **WHY
    ),
    row("api:lookalike-list", get="401 200 200 200 200 200 401 403"),
    row("api:lookalike-detail", of="dismissed", get="401 404 404 404 200 200 401 403"),
    row("api:lookalike-restore_lookalike", of="dismissed", post="401 404 404 404 403 200 401 403"),
    row("api:lookalike-dismiss_lookalike", of="dismissed", post="401 404 404 404 403 409 401 403", body=WHY),
]
