"""For the administrator who is locked out and has no colleague who could reset it. PLT-3"""

from django.core.management.base import BaseCommand, CommandError

from people import actions
from people.models import Person
from trail.actions import SYSTEM, came_from
from trail.errors import Refused


class Command(BaseCommand):
    help = "Take away the second factor and the recovery codes of a person, who is told of it and signed out."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--reason", default="Reset on the server")

    def handle(self, *, email, reason, **options):
        person = Person.objects.by_email(email).first()
        if person is None:
            raise CommandError("Nobody has this e-mail.")
        try:
            with came_from("command reset_second_factor"):
                actions.reset_factors(person, by=SYSTEM, reason=reason)
        except Refused as refused:
            raise CommandError(str(refused.message)) from None
        self.stdout.write(f"{person.name} signs in with the password alone until they set up another factor.")
