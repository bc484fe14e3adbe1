"""What surrounds a page: rooms, organisation, reader, count of notices. Rooms provide it, nobody is imported. PLT-7

A room that knows an answer says so in its `AppConfig.ready()`: `frame.provide("organisation", fn)`.
Questions: organisation() · holds(person, roles) · role_line(person) · unread(person) · rail_count:<room>(person).
"""

from django.conf import settings
from django.utils.functional import cached_property

from doors import rail

_answers = {}


def provide(question, answer):
    _answers[question] = answer


def ask(question, *about, default=""):
    """Return what the room that knows says; `default` when no room does."""
    return _answers[question](*about) if question in _answers else default


def initials(name):
    """Return at most two letters that stand for a name: "Budi Prasetyo" is BP."""
    words = [word for word in str(name).split() if word[:1].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


class Frame:
    """Answers asked at most once a page, and only by the pages that show them."""

    def __init__(self, request):
        self.request = request
        self.person = getattr(request, "user", None)

    @cached_property
    def organisation(self):
        return ask("organisation") or "Dewan"

    @property
    def address(self):
        """Where Dewan is run for, whatever address the reader came by."""
        return settings.BASE_URL

    @cached_property
    def initials(self):
        return initials(self.organisation)

    @cached_property
    def rooms(self):
        return rail.rooms(self.request, ask)

    @property
    def groups(self):
        return [group for group in ([r for r in self.rooms if r.group == n] for n in range(3)) if group]

    @property
    def tabs(self):
        return self.rooms[:4]

    @property
    def more_is_current(self):
        return any(room.is_current for room in self.rooms[4:])

    @cached_property
    def unread(self):
        return ask("unread", self.person, default=0)

    @cached_property
    def role_line(self):
        return ask("role_line", self.person)

    @cached_property
    def is_operated_by_reader(self):
        """Whether the reader is told when Dewan itself is not well."""
        return ask("holds", self.person, ("administrator",), default=False)

    @property
    def theme(self):
        theme = getattr(self.person, "theme", "")
        return theme if theme in ("light", "dark") else ""

    @property
    def address_without_language(self):
        """The query of this page without `lang`, ready to be followed by another language."""
        query = self.request.GET.copy()
        query.pop("lang", None)
        return f"?{query.urlencode()}&" if query else "?"


def context(request):
    return {"frame": Frame(request)}
