from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Error, register


class ConnectorsConfig(AppConfig):
    name = "connectors"
    default_auto_field = "django.db.models.BigAutoField"


@register()
def loopback_is_for_tests(app_configs, **kwargs):
    """Outside tests nothing of this machine is ever fetched."""
    if settings.MAY_FETCH_LOOPBACK and not settings.TESTING:
        return [Error("MAY_FETCH_LOOPBACK is for tests only.", id="connectors.E001")]
    return []
