"""An account on its way to being official, for tests. REG-3 REG-4"""

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import actions
from accounts.models import Account, AccountRequest, Platform

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
WISH = {
    "purposes": ["information"],
    "audiences": ["consumers"],
    "languages": ["id"],
    "why_not_existing": "The main account speaks to customers; cooks want recipes every day.",
    "planned_content": "A recipe a day from our test kitchen.",
}


def drafted(cast, handle="nusantararesep", by="rudi", **more):
    """Rudi drafts @nusantararesep on Instagram, for Budi to own and Made to stand in."""
    wish = {
        **WISH,
        "platform": Platform.objects.get(key="instagram"),
        "owner": cast.budi,
        "backup": cast.made,
        "answering_unit": cast.pangan,
        **more,
    }
    return fresh(actions.draft_request(cast.pangan, handle=handle, **wish, by=getattr(cast, by)))


def submitted(cast, handle="nusantararesep", by="rudi", **more):
    """The same before the one who decides: Dewi, who heads the group."""
    request = drafted(cast, handle, by, **more)
    return actions.submit_request(request, by=getattr(cast, by))


def being_set_up(cast, handle="nusantararesep"):
    """@nusantararesep on Instagram, approved by Dewi; owned by Budi, backed up by Made, and not public yet."""
    request = actions.approve_request(submitted(cast, handle), by=cast.dewi)
    return Account.objects.with_people().get(pk=request.account_id)


def fresh(request):
    return AccountRequest.objects.with_all().get(pk=request.pk)


def equip(account, cast, *, without=()):
    """Meet every condition by the verb that meets it, but for the keys named in `without`."""
    sari = cast.sari
    if "registered_email" not in without:
        actions.edit_account(account, registered_email="resep@nusantara.example", by=sari)
    if "two_factor" not in without:
        actions.edit_account(account, two_factor="app", by=sari)
    if "custody" not in without:
        actions.set_custodian(account, cast.made, vault="keepass", vault_item="Media/Resep", by=sari)
    if "admins" not in without:
        for person in (cast.budi, cast.made):
            actions.grant_access(account, person, "admin", is_admin=True, by=sari)
    if "control" not in without:
        actions.attest_proof(account, file=picture(), note="Signed in together", by=cast.made)
    if "checklist" not in without:
        settle(account, cast.budi)
    if "people" in without:
        actions.set_backup(account, None, by=sari)
    return Account.objects.with_people().get(pk=account.pk)


def picture(name="screen.png"):
    return SimpleUploadedFile(name, PNG, content_type="image/png")


def settle(account, by):
    """Every required step of the set-up, by the word of one person."""
    for step in account.checklists.get(kind="setup").steps.filter(is_required=True):
        actions.attest_step(step, note="Done and looked at together", by=by)
