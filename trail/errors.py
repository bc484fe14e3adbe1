"""What an action refuses, in words a person can act on."""

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """An action said no: `message` is for the reader, `status` for the door."""

    status = 409
    default = _("This is not possible now.")

    def __init__(self, message=None):
        self.message = message or self.default
        super().__init__(self.message)

    def __str__(self):
        return str(self.message)


class IllegalMove(Refused):
    """The thing is not in a state this verb starts from; somebody may have been faster."""

    default = _("This is no longer possible, for it has changed meanwhile. Reload the page to see where it stands.")

    def __init__(self, thing=None, verb="", message=None):
        self.thing, self.verb = thing, verb
        super().__init__(message)


class Stale(Refused):
    """The thing is not the version the writer had seen."""

    status = 412
    default = _("Somebody has changed this meanwhile. Reload the page and look again.")


class OutsideAction(RuntimeError):
    """A change was recorded outside an action: a fault of the program, not of the reader."""
