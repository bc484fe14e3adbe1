from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = _("Notices")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from doors import frame
        from notices import actions, delivery
        from notices.models import Attempt, Notice
        from people import registry
        from trail import health, seals

        registry.courier(mail=actions.mail, notify=actions.notify)
        registry.on_new_clock(actions.keep_time)
        health.register("outbox", delivery.readiness)
        seals.register("notices_attempt", Attempt, ["letter_id", "at", "outcome", "error"])
        frame.provide("unread", lambda person: Notice.objects.filter(person=person.pk).unread().count())
