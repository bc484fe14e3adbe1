"""An account on its way to being official, for tests. REG-3 REG-4"""

from accounts import actions
from accounts.models import Account, Platform


def being_set_up(cast, handle="nusantararesep"):
    """@nusantararesep on Instagram, owned by Budi, backed up by Made; not public yet."""
    platform = Platform.objects.get(key="instagram")
    account = actions.register_account(cast.pangan, platform, handle, cast.budi, backup=cast.made, by=cast.sari)
    Account.objects.filter(pk=account.pk).update(status="provisioning")
    return Account.objects.with_people().get(pk=account.pk)


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
    if "people" in without:
        actions.set_backup(account, None, by=sari)
    return account
