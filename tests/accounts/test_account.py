"""Registering, editing, renaming and verifying an account. REG-1 REG-6 REG-9"""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import actions
from accounts.models import Account, Platform
from trail.errors import Stale
from trail.models import Entry, Payload


def fields_of(refusal):
    return sorted(refusal.value.message_dict)


def register(organisation, handle="nusantarapangan", platform="instagram", **more):
    options = {"owner": organisation.budi, "by": organisation.sari, "unit": organisation.pangan, **more}
    return actions.register_account(
        options.pop("unit"), Platform.objects.get(pk=platform), handle, options.pop("owner"), **options
    )


@pytest.mark.parametrize("name", ["oki", "nia", "budi", "andi", "rudi"])
def test_register_account_refuses_who_may_not(organisation, name):
    """REG-1: an outsider, a responder, an employee, the auditor and a manager do not write the register."""
    with pytest.raises(PermissionDenied):
        register(organisation, by=getattr(organisation, name))
    assert Account.objects.count() == 0
    assert Entry.objects.filter(verb="register_account").count() == 0


def test_register_account_keeps_key_and_address(organisation):
    """REG-1: an address stands for the handle; the key ignores case, @ and old domains."""
    account = register(organisation, "https://www.twitter.com/NusantaraPangan/?lang=id", "x")
    assert (account.handle_key, account.status) == ("nusantarapangan", "active")
    assert Account.objects.visible_to(organisation.sari).get() == account


@pytest.mark.parametrize("again", ["NusantaraPangan", "@nusantarapangan", "https://m.instagram.com/nusantarapangan/"])
def test_register_account_refuses_the_same_handle(organisation, again):
    """REG-1: unique by platform and normalised handle among live accounts."""
    register(organisation)
    with pytest.raises(ValidationError) as refusal:
        register(organisation, again)
    assert fields_of(refusal) == ["handle"]
    register(organisation, again.rsplit("/", 1)[-1] or "nusantarapangan", "tiktok")
    assert Account.objects.count() == 2


@pytest.mark.parametrize("handle", ["nusаntarapangan", "nusantara\u200bpangan", "\u202enagnap", ""])
def test_register_account_refuses_a_disguised_handle(organisation, handle):
    """REG-9: look-alike letters, zero-width and bidi marks are refused where the platform does not allow them."""
    with pytest.raises(ValidationError):
        register(organisation, handle)
    assert Account.objects.count() == 0


def test_register_account_refuses_outside_people_as_owner(organisation):
    """ORG-2: external people may hold access, never ownership or backup."""
    from people import actions as people

    kania = people.add_person(
        unit=organisation.pangan,
        name="Kania Dewi",
        kind="agency",
        employer="Agensi Cerita",
        sponsor=organisation.rudi,
        contract_ends_on=date(2199, 12, 31),
        by=organisation.sari,
    )
    with pytest.raises(ValidationError) as refusal:
        register(organisation, owner=kania)
    assert fields_of(refusal) == ["owner"]
    with pytest.raises(ValidationError) as refusal:
        register(organisation, backup=kania)
    assert fields_of(refusal) == ["backup"]


@pytest.mark.parametrize("field", ["name", "container", "ad_account", "payer", "approval", "recovery_phone"])
def test_register_account_refuses_secrets_in_every_text(organisation, field):
    """REG-6: known shapes of secrets are refused wherever they are typed."""
    with pytest.raises(ValidationError) as refusal:
        register(organisation, **{field: "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP"[:40]})
    assert fields_of(refusal) == [field]


def test_edit_account_of_an_old_version_is_stale(account, organisation):
    """Two editors: the second one hears of it, and nothing of theirs is written."""
    old = Account.objects.get(pk=account.pk)
    actions.edit_account(account, name="Pangan", by=organisation.sari)
    with pytest.raises(Stale):
        actions.edit_account(old, name="Something else", by=organisation.sari)
    assert Account.objects.get(pk=account.pk).name == "Pangan"


def test_edit_account_without_change_records_nothing(account, organisation):
    """AUD-1: the trail holds changes, not clicks."""
    count = Entry.objects.count()
    actions.edit_account(account, name=account.name, by=organisation.sari)
    assert Entry.objects.count() == count


def test_edit_account_into_another_unit_needs_a_role_there(account, organisation):
    """PLT-4: the owner edits, but does not move an account to where they hold no role."""
    with pytest.raises(PermissionDenied):
        actions.edit_account(account, unit=organisation.energi, by=organisation.budi)
    actions.edit_account(account, unit=organisation.energi, by=organisation.sari)
    assert Account.objects.get(pk=account.pk).unit == organisation.energi


def test_rename_account_keeps_the_old_handle_on_record(account, organisation):
    """REG-1: previous handles stay, and are not official any more."""
    from accounts.official import look_up

    actions.rename_account(account, "pangan_nusantara", by=organisation.sari)
    assert [old.handle for old in account.previous_handles.all()] == ["nusantarapangan"]
    assert look_up("instagram.com/pangan_nusantara").answer == "official"
    old = look_up("instagram.com/nusantarapangan")
    assert (old.answer, [listed.handle for listed in old.similar]) == ("not_listed", ["pangan_nusantara"])


def test_platform_uid_is_unique(account, organisation):
    """REG-1: the platform's own id belongs to one account."""
    actions.edit_account(account, platform_uid="17841400000", by=organisation.sari)
    with pytest.raises(ValidationError) as refusal:
        register(organisation, "another", platform_uid="17841400000")
    assert fields_of(refusal) == ["platform_uid"]


def test_set_custodian_wants_the_vaults_own_form(account, organisation):
    """REG-6: vault and item belong together; the item is a reference, never the secret."""
    made, sari = organisation.made, organisation.sari
    for vault, item in (("bitwarden", "my password is kopi123"), ("", "something"), ("bitwarden", "")):
        with pytest.raises(ValidationError):
            actions.set_custodian(account, made, vault=vault, vault_item=item, by=sari)
    reference = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
    actions.set_custodian(account, made, vault="bitwarden", vault_item=reference, by=sari)
    account.refresh_from_db()
    assert (account.custodian, account.vault_item) == (made, reference)


def test_random_looking_text_needs_a_reason(account, organisation):
    """REG-6: high entropy warns; the override and its reason are on the trail."""
    text = "Portfolio zQ9xV3rT7mK1pL8wN4bH6cJ2"
    with pytest.raises(ValidationError) as refusal:
        actions.edit_account(account, container=text, by=organisation.sari)
    assert fields_of(refusal) == ["container"]
    account.refresh_from_db()
    actions.edit_account(account, container=text, why="The name Meta gave it", by=organisation.sari)
    entry = Entry.objects.filter(verb="edit_account").latest("seq")
    assert "The name Meta gave it" in Payload.objects.get(seq=entry.seq).content


@pytest.mark.parametrize(
    "url", ["https://evil.example/x", "https://x.com/nusantarapangan", "https://instagram.com/other"]
)
def test_the_address_leads_to_the_account(account, organisation, url):
    """REG-9: what the public is shown as official is the account's own address, on its own platform."""
    with pytest.raises(ValidationError) as refusal:
        actions.edit_account(account, url=url, by=organisation.sari)
    assert fields_of(refusal) == ["url"]
    with pytest.raises(ValidationError) as refusal:
        register(organisation, "new_handle", url=url)
    assert fields_of(refusal) == ["url"]
    account.refresh_from_db()
    actions.edit_account(account, url="https://m.instagram.com/NusantaraPangan/", by=organisation.sari)


def test_texts_hide_nothing(account, organisation):
    """Marks that nobody sees are refused, as are languages that nobody speaks."""
    for fields in ({"name": "Pangan\u202egnp"}, {"payer": "Nusan\u200btara"}, {"languages": ["1"]}):
        with pytest.raises(ValidationError) as refusal:
            actions.edit_account(account, by=organisation.sari, **fields)
        assert fields_of(refusal) == list(fields)
        account.refresh_from_db()


@pytest.mark.parametrize("name", ["bell\u0007", "back\u0008space", "next\u0085line", "hidden\u200b"])
def test_edit_account_refuses_what_nobody_sees(account, organisation, name):
    """REG-1: controls, zero width and marks of direction, on page and API alike."""
    with pytest.raises(ValidationError) as refused:
        actions.edit_account(account, name=name, by=organisation.sari)
    assert set(refused.value.message_dict) == {"name"}
