from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.replay import BadRows, is_empty, read_events, read_standing, replay
from trail import clock
from trail.actions import came_from


class Command(BaseCommand):
    help = "Play dated events of a register again as the history of an empty Dewan, each at its own instant. REG-2"

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help=_("the events, as CSV"))
        parser.add_argument("--register", metavar="FILE", help=_("the register after the last event, as CSV"))
        parser.add_argument("--name", default=_("Organisation"), help=_("what the organisation is called"))

    def handle(self, *, file, register, name, **options):
        if not is_empty():
            raise CommandError(
                _("A history begins in an empty database; this one has people or accounts."), returncode=2
            )
        try:
            events = read_events(file)
            after = read_standing(register) if register else {}
            with came_from("command replay"):
                instants = replay(events, after, name=name)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}", returncode=2) from None
        except BadRows as bad:
            raise CommandError(str(bad)) from None
        finally:
            clock.clear()
        live = Account.objects.live().count()
        self.stdout.write(f"events={len(events)} instants={instants} accounts={Account.objects.count()} live={live}")
