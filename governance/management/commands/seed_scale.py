"""A large organisation for measuring. PLT-9"""

import time

from django.core.management.base import BaseCommand, CommandError

from governance.scale import COMPANIES, DIVISIONS, Scale, seed
from people.models import Person, Unit
from trail.actions import SYSTEM, came_from


class Command(BaseCommand):
    help = "Fill an empty database with a made-up organisation of any size, to measure with."

    def add_arguments(self, parser):
        parser.add_argument("--accounts", type=int, default=10_000)
        parser.add_argument("--people", type=int, help="a tenth of the accounts, at least 100, unless named")
        parser.add_argument("--units", type=int, default=COMPANIES + DIVISIONS, help="at least the default")

    def handle(self, *, accounts, people, units, **options):
        people = max(100, accounts // 10) if people is None else people
        if accounts < 0 or people < 2 or units < COMPANIES + DIVISIONS:
            raise CommandError(f"At least 2 people and {COMPANIES + DIVISIONS} units are needed.")
        if Person.objects.exists() or Unit.objects.exists():
            raise CommandError("There is an organisation on record already; measuring needs an empty database.")
        began = time.monotonic()
        with came_from("command seed_scale"):
            seed(Scale(accounts, people, units), by=SYSTEM)
        seconds = time.monotonic() - began
        self.stdout.write(f"{accounts} accounts, {people} people, {units + 1} units in {seconds:.1f} s")
