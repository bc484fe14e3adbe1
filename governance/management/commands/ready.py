"""The figures of /readyz on the command line. PLT-9"""

import json

from django.core.management.base import BaseCommand, CommandError

from trail import health


class Command(BaseCommand):
    help = "Print the figures of readiness; fail when one of them is not good."

    def handle(self, **_):
        figures = health.figures()
        self.stdout.write(json.dumps(figures, indent=2))
        bad = [name for name, figure in figures.items() if not figure["ok"]]
        if bad:
            raise CommandError(f"not ready: {', '.join(bad)}")
