from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def install_platforms(sender, apps=None, **kwargs):
    """Write the known platforms once their table is there; it is gone after migrating back to nothing."""
    if apps is None or "platform" in apps.all_models["accounts"]:
        sender.get_model("Platform").objects.install()


def install_templates(sender, apps=None, **kwargs):
    """Write the delivered checklist templates that are new with this release. REG-4"""
    if apps is None or "checklisttemplate" in apps.all_models["accounts"]:
        sender.get_model("ChecklistTemplate").objects.install()


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"
    rail = [("accounts", _("Accounts"), "accounts:account_list", "at", None)]

    def ready(self):
        from accounts import holdings, search
        from accounts.exporting.access import AccessExport
        from accounts.exporting.account import AccountsExport
        from accounts.importing import AccountsKind
        from doors.search import provide
        from imports.export_kinds import register_export
        from imports.kinds import register

        holdings.register()
        register(AccountsKind())
        register_export(AccountsExport())
        register_export(AccessExport())
        provide("accounts", _("Accounts"), search.find_accounts, place=10, more=search.all_accounts)
        provide("requests", _("Requests"), search.find_requests, place=40)
        provide("reports", _("Reports"), search.find_reports, place=50)
        post_migrate.connect(install_platforms, sender=self)
        post_migrate.connect(install_templates, sender=self)
