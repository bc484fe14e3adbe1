from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClientsConfig(AppConfig):
    name = "clients"
    verbose_name = _("API tokens")
    rail = [("clients", _("API tokens"), "clients:token_list", "key", None, 90)]
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from clients import authentication, holdings
        from doors import statuses

        statuses.register({"valid": ("ok", "done")})
        holdings.register()
        authentication.describe()
