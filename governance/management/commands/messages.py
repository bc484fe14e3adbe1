from django.core.management.base import BaseCommand, CommandError

from governance import catalogue


class Command(BaseCommand):
    help = "Bring the message catalogues up to the sources, compile them, or list what is untranslated. PLT-1"

    def add_arguments(self, parser):
        parser.add_argument("--update", action="store_true", help="write new messages into locale/")
        parser.add_argument("--compile", action="store_true", help="write the .mo files")
        parser.add_argument("--check", action="store_true", help="fail when a message is untranslated")

    def handle(self, *, update, check, **options):
        for language in catalogue.LANGUAGES:
            if update:
                self.stdout.write(f"{language}: {len(catalogue.update(language))} messages")
            if options["compile"]:
                self.stdout.write(f"{language}: {catalogue.compile_catalogue(language).name} written")
            lacking = catalogue.missing(language) if check else []
            if lacking:
                raise CommandError(f"{language}: {len(lacking)} untranslated:\n" + "\n".join(lacking))
