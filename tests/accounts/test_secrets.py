"""Secrets are refused in every shape we know, references and ordinary words never. REG-6"""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules.secrets import VAULTS, validate_reference
from doors.secrets import HighEntropy, find_secret, looks_random, refuse_secrets, warn_of_randomness
from tests.accounts import house

LONG = "aB3dE5gH7jK9mN1pQ3rS5tU7vW9xY1zA3bC5dE7f"


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN RSA PRIVATE KEY-----",
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        "-----BEGIN PGP PRIVATE KEY BLOCK-----",
        "PuTTY-User-Key-File-3: ssh-ed25519",
        "AGE-SECRET-KEY-1QQQQQQQQQQ",
        "otpauth://totp/Nusantara:sari?secret=JBSWY3DPEHPK3PXP",
        "otpauth-migration://offline?data=abc",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N",
        "AKIA" + "IOSFODNN7EXAMPLE",
        "aws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYab",
        "AIza" + "SyA1234567890abcdefghijklmnopqrstuv",
        "GOCSPX-abcdefghijklmnopqrstuvwx",
        "ya29.a0AfH6SMBabcdefghijklmnop",
        "xox" + "b-123456789012-123456789012-abcdefghijklmnop",
        "https://hooks.slack.com/" + "services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
        "sk_" + "live_4eC39HqLyjWDarjtT1zdp7dc",
        "whsec_" + LONG,
        "ghp_" + LONG[:36],
        "github_pat_" + LONG,
        "glpat-" + LONG[:20],
        "EAAGm0PX4ZCpsBA" + LONG,
        "IGQVJ" + LONG + LONG,
        "A" * 22 + "%2F" + LONG,
        "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0",
        "key-" + "0123456789abcdef" * 2,
        "SG." + LONG[:22] + "." + (LONG + LONG)[:43],
        "npm_" + LONG[:36],
        "//registry.example/:_authToken=abcdefgh1234",
        "pypi-AgEIcHlwaS5vcmc" + LONG + LONG,
        "AccountKey=" + (LONG * 3)[:86] + "==",
        "https://a.blob.core.windows.net/b?sv=1&sig=" + LONG,
        "SK" + "0123456789abcdef" * 2,
        "sk-ant-" + LONG,
        "hvs." + LONG,
        "dwn_" + LONG,
        "Authorization: Bearer abcdefgh",
        "Bearer abcdefgh1234567890",
        "access_token=abc123def456",
        "https://graph.example/me?access_token=abc123def456",
        "client_secret: 9f8e7d6c5b4a",
        "https://sari:rahasia@nusantara.co.id/",
        "postgres://dewan:dewan@db/dewan",
        "password: hunter2",
        "Password = correct-horse",
        "password:\n hunter2".replace("\n", ""),
        "passwd: rahasia",
        "Kata sandi: Rahasia123",
        "kata sandinya: rahasia",
        "katasandi baru: rahasia!",
        "sandi: rahasia",
        "sandi=Budi1990",
        "pwd=abcd1234",
        "PIN: 123456",
        "recovery codes: 1234-5678",
        "kode cadangan: 8812-1234",
        "user: sari, password: see vault; pin: 1234",
    ],
)
def test_secret_is_refused(text):
    """In any field, alone or within a sentence, and the message does not repeat it. REG-6"""
    for written in (text, f"Catatan: {text}"):
        with pytest.raises(ValidationError) as refused:
            refuse_secrets(written)

        assert refused.value.code == "secret"
        assert text not in refused.value.messages[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        5,
        "5f0e2c9a-7c11-4b0d-9a53-0b1c6f6f9b10",
        "5f0e2c9a7c114b0d9a530b1c6f6f9b10",
        "ti3hgbtt5jbxfpcbyzfqgcnu4a",
        "op://Social/Instagram Nusantara/username",
        "vault: kv/social/instagram",
        "kv/social/instagram",
        "Media/Instagram Nusantara",
        "password: op://Social/Instagram",
        "password: kept in the vault",
        "Password: see 1Password, item “Instagram”",
        "Kata sandi: lihat brankas Jakarta",
        "Kata sandi: dipegang Sari",
        "Password: rotated 2026-01-02",
        "Password: 90 days",
        "The password is rotated every 90 days.",
        "Sandi: ketua tim media",
        "Sandi Uno",
        "Boarding pass: required",
        "pin: papan",
        "token: kept by finance",
        "bearer of good news",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PL1234567890abcdef",
        "https://medium.com/@nusantara",
        "https://nusantara.co.id/a?utm_source=x&page=2#top",
        "UCGdrLQbt1PYDTPsampx4t1A",
        "100089355874563",
        "+62 812-3456-7890",
        "@nusantarapangan",
        "sari@nusantara.co.id",
        "mempertanggungjawabkannya",
        "Nusantara-Pangan2024",
        "Rapat 12.30: basic training, secret santa",
        "arn:aws:secretsmanager:ap-southeast-1:123456789012:secret:social/instagram-AbCdEf",
    ],
)
def test_ordinary_text_is_never_refused(text):
    """REG-6"""
    refuse_secrets(text)
    warn_of_randomness(text)


def test_house_register_is_never_refused(shared_data):
    for row in house.rows(shared_data):
        for text in row.values():
            assert find_secret(text) is None, text
            assert not looks_random(text), text


@given(
    st.one_of(
        st.uuids().map(str),
        st.text(alphabet="abcdefghijklmnopqrstuvwxyz234567", min_size=26, max_size=26),
        st.from_regex(r"[a-zA-Z0-9_.]{1,30}", fullmatch=True).map("https://www.instagram.com/{}/".format),
        st.from_regex(r"[a-zA-Z0-9_]{1,15}", fullmatch=True).map("@{}".format),
        st.from_regex(r"\d{5,20}", fullmatch=True),
        st.from_regex(r"UC[A-Za-z0-9_-]{22}", fullmatch=True),
        st.from_regex(r"[a-z]{5,30}( [a-z]{2,12}){0,8}", fullmatch=True),
    )
)
def test_references_and_addresses_are_never_refused(text):
    """REG-6"""
    assert find_secret(text) is None
    assert not looks_random(text)


@given(st.text())
def test_find_secret_is_total(text):
    find_secret(text)
    looks_random(text)


@pytest.mark.parametrize("text", ["xK9#mQ2$vLp4", "catatan aB3dE5gH7jK9mN1pQ3", "JBSWY3DPEHPK3PXP", "0a1b2c3d4e5f" * 4])
def test_random_looking_text_warns_unless_a_reason_is_given(text):
    """REG-6"""
    with pytest.raises(HighEntropy) as warned:
        warn_of_randomness(text, reason=" ")

    assert warned.value.code == "high_entropy"
    assert text not in warned.value.messages[0]
    warn_of_randomness(text, reason="A campaign code, public")


@pytest.mark.parametrize("vault", VAULTS)
def test_vault_takes_its_own_example(vault):
    validate_reference(vault, str(VAULTS[vault].example))


@pytest.mark.parametrize(
    ("vault", "reference", "field"),
    [
        ("1password", "ti3hgbtt5jbxfpcbyzfqgcnu4a", None),
        ("1password", "Instagram", "vault_item"),
        ("1password", "5f0e2c9a-7c11-4b0d-9a53-0b1c6f6f9b10", "vault_item"),
        ("bitwarden", "5f0e2c9a-7c11-4b0d-9a53-0b1c6f6f9b10", None),
        ("bitwarden", "hunter2", "vault_item"),
        ("keepass", "5f0e2c9a7c114b0d9a530b1c6f6f9b10", None),
        ("keepass", "hunter2", "vault_item"),
        ("hashicorp", "vault:kv/data/social#instagram", None),
        ("hashicorp", "hunter2", "vault_item"),
        ("aws", "hunter2", "vault_item"),
        ("google", "hunter2", "vault_item"),
        ("other", "xK9#mQ2$vLp4", "vault_item"),
        ("other", "password: hunter2", "vault_item"),
        ("other", "", "vault_item"),
        ("other", "a" * 301, "vault_item"),
        ("other", "Brankas\x00", "vault_item"),
        ("excel", "Sheet 1", "vault"),
    ],
)
def test_vault_names_items_in_its_own_form(vault, reference, field):
    """REG-6"""
    if field is None:
        validate_reference(vault, reference)
        return
    with pytest.raises(ValidationError) as refused:
        validate_reference(vault, reference)

    assert list(refused.value.message_dict) == [field]
