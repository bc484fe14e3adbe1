from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("My work")
    default_auto_field = "django.db.models.BigAutoField"
    rail = [("home", _("My work"), "home:my_work", "inbox", None, 0)]
