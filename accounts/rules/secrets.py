"""Where the credentials of an account are kept: vaults, and how each names an item. REG-6

Only the reference is stored. What may stand in a text is decided in `doors.secrets`, for every room alike.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from doors.secrets import HighEntropy, looks_random, refuse_secrets, warn_of_randomness

__all__ = ["VAULTS", "HighEntropy", "Vault", "refuse_secrets", "validate_reference", "warn_of_randomness"]

LIMIT = 300
UUID = r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"


@dataclass(frozen=True)
class Vault:
    """A kind of vault: its key and name, what its references look like, and an example to show."""

    key: str
    name: str
    pattern: str
    example: str

    def __str__(self):
        return str(self.name)

    def accepts(self, reference) -> bool:
        return re.fullmatch(self.pattern, reference) is not None


VAULTS = {
    vault.key: vault
    for vault in (
        Vault(
            "1password",
            "1Password",
            r"op://[^/\s][^/]*(?:/[^/]+){1,3}|[a-z2-7]{26}|https://[\w.\-]+\.1password\.(?:com|eu|ca)/\S+",
            "op://Social/Instagram Nusantara",
        ),
        Vault("bitwarden", "Bitwarden", UUID, "5f0e2c9a-7c11-4b0d-9a53-0b1c6f6f9b10"),
        Vault("keepass", "KeePass", r"[0-9a-fA-F]{32}|[^/\s][^/]*(?:/[^/]+)+", "Media/Instagram Nusantara"),
        Vault(
            "hashicorp", "HashiCorp Vault", r"(?:vault:)?[\w.\-]+(?:/[\w.\-@]+)+(?:#[\w.\-]+)?", "kv/social/instagram"
        ),
        Vault("lastpass", "LastPass", r"\d{6,20}|[^\\/\s][^\\/]*(?:[\\/][^\\/]+)+", "Shared-Social/Instagram"),
        Vault("dashlane", "Dashlane", r"\{?" + UUID + r"\}?", "{5F0E2C9A-7C11-4B0D-9A53-0B1C6F6F9B10}"),
        Vault(
            "aws",
            "AWS Secrets Manager",
            r"arn:aws[\w\-]*:secretsmanager:[\w\-]+:\d{12}:secret:[\w/+=.@\-]+|[\w+=.@\-]+(?:/[\w+=.@\-]+)+",
            "social/instagram",
        ),
        Vault(
            "azure",
            "Azure Key Vault",
            r"https://[\w\-]+\.vault\.azure\.net/secrets/[\w\-]+(?:/[0-9a-f]{32})?",
            "https://nusantara.vault.azure.net/secrets/instagram",
        ),
        Vault(
            "google",
            "Google Secret Manager",
            r"projects/[\w\-:.]+/secrets/[\w\-]+(?:/versions/\w+)?",
            "projects/nusantara/secrets/instagram",
        ),
        Vault("other", _("Another vault"), r"\S.*", _("Safe in Jakarta, envelope 12")),
    )
}


def validate_reference(vault, reference):
    """Raise ValidationError at `vault` or `vault_item` unless the reference has the form of that vault. REG-6"""
    known = VAULTS.get(vault)
    if known is None:
        names = ", ".join(VAULTS)
        raise ValidationError(
            {"vault": ValidationError(_("Not a known vault. Known are: %(names)s.") % {"names": names})}
        )
    text = str(reference or "").strip()
    is_fit = text and len(text) <= LIMIT and text.isprintable() and known.accepts(text)
    if not is_fit or (known.key == "other" and looks_random(text)):
        raise ValidationError(
            {
                "vault_item": ValidationError(
                    _("An item of %(vault)s is named such as “%(example)s”. Give the reference, never the password."),
                    code="reference",
                    params={"vault": known.name, "example": known.example},
                )
            }
        )
    try:
        refuse_secrets(text)
    except ValidationError as error:
        raise ValidationError({"vault_item": error}) from error
