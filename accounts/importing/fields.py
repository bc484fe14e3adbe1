"""What a file of accounts may say, and the headers that are understood without being told. REG-10"""

from django.utils.translation import gettext_lazy as _

from imports.kinds import Field

FIELDS = (
    Field("platform", _("Platform"), ("platform", "account_platform", "network", "channel")),
    Field("handle", _("Handle"), ("handle", "username", "screen_name", "account", "akun")),
    Field("platform_uid", _("Platform's own id"), ("platform_uid", "platform_id", "uid", "account_id")),
    Field("url", _("Address"), ("url", "account_url", "link", "profile_url", "tautan")),
    Field("owner", _("Owner"), ("owner", "owner_id", "owner_email", "contact", "contacts", "pemilik")),
    Field("unit", _("Unit"), ("unit", "department", "business_unit", "organisation_unit")),
    Field("name", _("Display name"), ("name", "account_name", "display_name", "title")),
    Field("backup", _("Backup owner"), ("backup", "backup_id", "backup_owner", "backup_owner_id")),
    Field("custodian", _("Custodian"), ("custodian", "custodian_id")),
    Field("vault", _("Vault"), ("vault",)),
    Field("vault_item", _("Vault item"), ("vault_item", "vault_reference")),
    Field("purposes", _("Purpose"), ("purposes", "purpose", "tujuan")),
    Field("audiences", _("Target audience"), ("audiences", "audience", "target_audience")),
    Field("languages", _("Languages"), ("languages", "language", "bahasa")),
    Field("registered_email", _("Registered e-mail"), ("registered_email", "login_email")),
    Field("recovery_email", _("Recovery mailbox"), ("recovery_email", "recovery_mailbox")),
    Field("recovery_phone", _("Recovery phone"), ("recovery_phone",)),
    Field("two_factor", _("Two-factor"), ("two_factor", "2fa", "mfa")),
    Field("two_factor_holder", _("Second-factor holder"), ("two_factor_holder",)),
    Field("container", _("Container"), ("container", "portfolio", "business_centre", "brand_account")),
    Field("ad_account", _("Ad account"), ("ad_account",)),
    Field("payer", _("Payer"), ("payer",)),
    Field("badge", _("Verification badge"), ("badge", "verification_badge")),
    Field("approval", _("Approved by"), ("approval", "approved_by")),
    Field("official_since", _("Official since"), ("official_since", "since", "created_on")),
    Field("verified_on", _("Last verified"), ("verified_on", "last_verified")),
    Field("verified_how", _("How control was proven"), ("verified_how",)),
    Field("rotated_on", _("Password last rotated"), ("rotated_on", "last_rotation")),
    Field("rotation_due_on", _("Rotation due"), ("rotation_due_on", "rotation_due")),
    Field("status", _("Status"), ("status",)),
)
