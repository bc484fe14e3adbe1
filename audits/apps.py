from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditsConfig(AppConfig):
    name = "audits"
    verbose_name = _("Audits")
    default_auto_field = "django.db.models.BigAutoField"
    rail = [("audits", _("Audit trail"), "audits:entry_list", "audit", ("administrator", "auditor"), 80)]

    def ready(self):
        from audits.exporting import TrailExport
        from imports.export_kinds import register_export

        register_export(TrailExport())
