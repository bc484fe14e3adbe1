"""Run every sweep once, without Celery and without a broker. PLT-9"""

import logging

from django.core.management.base import BaseCommand, CommandError

from governance.sweeps import run, sweeps

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Run every sweep once, as Celery would; each does only what is due."

    def add_arguments(self, parser):
        parser.add_argument("--list", action="store_true", help="only list the sweeps and their intervals")

    def handle(self, *, list, **_):
        failed = []
        for sweep in sweeps():
            if list:
                self.stdout.write(f"{sweep.name:<28} every {sweep.every:>5} s")
                continue
            try:
                run(sweep)
            except Exception:
                log.exception("sweep %s failed", sweep.name)
                failed.append(sweep.name)
        if failed:
            raise CommandError(f"failed: {', '.join(failed)}")
