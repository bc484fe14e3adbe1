from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def install_platforms(sender, apps=None, **kwargs):
    """Write the known platforms once their table is there; it is gone after migrating back to nothing."""
    if apps is None or "platform" in apps.all_models["accounts"]:
        sender.get_model("Platform").objects.install()


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self):
        post_migrate.connect(install_platforms, sender=self)
