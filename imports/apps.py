from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "imports"
    verbose_name = _("Imports")
    default_auto_field = "django.db.models.BigAutoField"

    rail = [("imports", _("Imports"), "imports:import_list", "upload", ("administrator", "auditor"), 70)]

    def ready(self):
        from imports.kinds import register
        from imports.people.kind import PeopleKind

        register(PeopleKind())
