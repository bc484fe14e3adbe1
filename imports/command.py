"""What `import_people` and `import_accounts` share. REG-10"""

import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imports.engine import GUARD, USAGE, import_file
from imports.kinds import kind_of
from imports.lookups import UnitFinder
from imports.mapping import BadMapping
from imports.readers import FORMATS, FileRefused
from people.models import Person, Unit
from trail.actions import SYSTEM, came_from


class ImportCommand(BaseCommand):
    """Exit status: 0 applied, 1 row errors (nothing is written), 2 wrong use, 3 stopped by the guard."""

    kind = ""

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help=_("Excel workbook (.xlsx), CSV or JSON Lines"))
        parser.add_argument("--dry-run", action="store_true", help=_("say what would happen and write nothing"))
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="COLUMN=FIELD",
            help=_("which column means which field; COLUMN= leaves it out; remembered for the source"),
        )
        parser.add_argument("--source", default="default", help=_("where the file comes from"))
        parser.add_argument("--unit", help=_("unit of rows that name none: its name, path or number"))
        parser.add_argument("--format", metavar="|".join(FORMATS), help=_("if it cannot be told from the file"))
        parser.add_argument("--sheet", default="", help=_("which sheet of a workbook; without it, the first"))
        parser.add_argument("--by", metavar="EMAIL", help=_("in whose name; without it, in Dewan's own"))
        parser.add_argument(
            "--accept-drop",
            type=int,
            metavar="NUMBER",
            help=_("let the guard pass: the exact number of things that are missing from the file"),
        )

        parser.add_argument(
            "--reason", default="", help=_("why rows that look as if they held a secret hold none; it is recorded")
        )

    def handle(self, *args, **options):
        if options["format"] not in (None, *FORMATS):
            raise CommandError(
                _("“%(format)s” is not a format. The formats are: %(known)s.")
                % {"format": options["format"], "known": ", ".join(FORMATS)},
                returncode=USAGE,
            )
        by, unit = self._by(options["by"]), self._unit(options["unit"])
        try:
            with came_from(f"command import_{self.kind}"):
                outcome = import_file(
                    self.kind,
                    options["file"],
                    by=by,
                    source=options["source"],
                    unit=unit,
                    maps=options["map"],
                    format=options["format"],
                    sheet=options["sheet"],
                    dry_run=options["dry_run"],
                    accept_drop=options["accept_drop"],
                    reason=options["reason"],
                    say=self.stderr.write,
                )
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}", returncode=USAGE) from error
        except (FileRefused, BadMapping) as refusal:
            raise CommandError(str(refusal.message), returncode=USAGE) from refusal
        self._explain(outcome)
        self.stdout.write(outcome.line)
        if outcome.code:
            sys.exit(outcome.code)

    def _explain(self, outcome):
        job = outcome.job
        if job.unmapped:
            self.stdout.write(_("Not used: %(columns)s") % {"columns": ", ".join(job.unmapped)})
        for message in outcome.messages:
            self.stderr.write(str(message))
        if outcome.code == GUARD:
            self.stderr.write(
                ngettext(
                    "Stopped: %(dropped)s of the %(covered)s that source “%(source)s” holds is missing from the file.",
                    "Stopped: %(dropped)s of the %(covered)s that source “%(source)s” holds are missing from the file.",
                    job.dropped,
                )
                % {"dropped": job.dropped, "covered": job.covered, "source": job.source_name}
            )
            self.stderr.write(
                _("If that is right, run it again with --accept-drop %(dropped)s.") % {"dropped": job.dropped}
            )

    def _by(self, email):
        if email is None:
            return SYSTEM
        person = Person.objects.by_email(email).first()
        if person is None:
            raise CommandError(_("Nobody has the e-mail %(email)s.") % {"email": email}, returncode=USAGE)
        return person

    def _unit(self, text):
        if text is None:
            return None
        try:
            return Unit.objects.get(pk=UnitFinder().find(text))
        except LookupError as error:
            raise CommandError(f"--unit: {error}", returncode=USAGE) from error

    @property
    def help(self):
        return _("Import %(kind)s from a file: all rows or none.") % {"kind": kind_of(self.kind).label}
