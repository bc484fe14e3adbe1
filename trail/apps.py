from django.apps import AppConfig
from django.core import checks
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules


class TrailConfig(AppConfig):
    name = "trail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from trail import checkpoints, clock, health, sentences

        connection_created.connect(clock.register_function)
        autodiscover_modules("triggers", "seals")
        sentences.autodiscover()
        pre_migrate.connect(lift_triggers, sender=self)
        post_migrate.connect(install_triggers, sender=self)
        checks.register(check_triggers, checks.Tags.database)
        health.register("triggers", triggers_in_place)
        health.register("checkpoint", lambda: health.fresh(checkpoints.age()))


def lift_triggers(sender, plan=(), **kwargs):
    """SQLite cannot rebuild a table that a trigger elsewhere speaks of, so they wait outside."""
    from django.db import connection

    from trail import triggers

    if plan and connection.vendor == "sqlite":
        triggers.remove()


def install_triggers(sender, **kwargs):
    """SQLite drops the triggers of a rebuilt table silently, so they come back after every migrate."""
    from trail import triggers

    triggers.install()


def check_triggers(app_configs, databases=None, **kwargs):
    """A warning, not an error: `migrate` checks first and then puts right what is missing."""
    from trail import triggers

    faults = triggers.check() if databases else []
    # Before the first migrate everything is missing, which goes without saying.
    new = all(fault.endswith(" is missing") and fault.startswith("table ") for fault in faults)
    return [] if new else [checks.Warning(fault, id="trail.W001") for fault in dict.fromkeys(faults)]


def triggers_in_place():
    """For readiness: whether every trigger stands, and what is wrong with those that do not."""
    from trail import triggers

    faults = triggers.check()
    return not faults, faults
