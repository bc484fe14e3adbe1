"""Print docs/lifecycles.md."""

from django.core.management.base import BaseCommand

from trail import lifecycles


class Command(BaseCommand):
    help = "Print docs/lifecycles.md, drawn from the MOVES of the models."
    requires_system_checks = []

    def handle(self, *args, **options):
        self.stdout.write(lifecycles.text(), ending="")
