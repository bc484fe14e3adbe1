"""Bring the database, the catalogues and the static files up to the code, in one go. PLT-9"""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from governance import catalogue


class Command(BaseCommand):
    help = "Migrate, compile the catalogues, collect the static files; with DEMO=1 seed an empty database."

    def add_arguments(self, parser):
        parser.add_argument("--without-database", action="store_true", help="only what belongs to the release")

    def handle(self, *, without_database, **_):
        catalogue.compile_stale()
        self.collect_static()
        if without_database:
            return
        call_command("migrate", verbosity=0)
        if settings.DEMO:
            call_command("seed_demo", if_empty=True)

    def collect_static(self):
        """Only when a source has changed: compressing takes seconds."""
        signature, stamp = self.signature(), Path(settings.STATIC_ROOT) / ".signature"
        if stamp.exists() and stamp.read_text() == signature:
            return
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(signature)

    def signature(self):
        digest = hashlib.sha256()
        for finder in get_finders():
            for name, storage in finder.list([]):
                file = Path(storage.path(name)).stat()
                digest.update(f"{name} {file.st_size} {file.st_mtime_ns}\n".encode())
        return digest.hexdigest()
