from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "imports"
    verbose_name = _("Imports")
    default_auto_field = "django.db.models.BigAutoField"

    rail = [("imports", _("Files"), "imports:import_list", "upload", ("administrator", "auditor"), 70)]

    def ready(self):
        from imports.export_kinds import register_export
        from imports.kinds import register
        from imports.people.exporting import PeopleExport
        from imports.people.kind import PeopleKind

        register(PeopleKind())
        register_export(PeopleExport())
