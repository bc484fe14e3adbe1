from django.core.management.base import BaseCommand, CommandError

from governance.demo.story import seed
from people.models import Person
from trail.actions import came_from


class Command(BaseCommand):
    help = "Fill an empty database with Nusantara Group, the organisation in which Dewan can be tried."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="do nothing when somebody is on record already")

    def handle(self, *, if_empty, **options):
        if Person.objects.exists():
            if if_empty:
                return
            raise CommandError("There are people on record already; the demo needs an empty database.")
        with came_from("command seed_demo"):
            people, accounts = seed()
        self.stdout.write(f"Nusantara Group: {people} people, {accounts} live accounts")
