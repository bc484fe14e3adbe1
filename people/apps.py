from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("People")
    default_auto_field = "django.db.models.BigAutoField"
    rail = [
        ("people", _("People"), "people:person_list", "people", None, 60),
        ("settings", _("Settings"), "people:organisation_settings", "settings", ("administrator",), 90),
    ]

    def ready(self):
        from django.contrib.auth.signals import user_logged_in

        from doors import frame
        from doors.search import provide
        from people import answers, doorstep, holdings, search

        user_logged_in.connect(doorstep.note_sign_in, dispatch_uid="people.doorstep")

        holdings.register()
        provide("people", _("People"), search.find_people, place=20, more=search.all_people)
        provide("units", _("Units"), search.find_units, place=30)
        frame.provide("organisation", answers.organisation)
        frame.provide("holds", answers.holds)
        frame.provide("role_line", answers.role_line)
