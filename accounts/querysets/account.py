"""Words for asking the register. REG-1 REG-2"""

import json
from datetime import timedelta

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    JSONField,
    Lookup,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from people.querysets import Governed

REMINDED_AHEAD = timedelta(days=7)


@JSONField.register_lookup
class Holding(Lookup):
    """`purposes__holding="sales"`: a JSON list that has this text in it; neither engine has to read it as text."""

    lookup_name = "holding"
    prepare_rhs = False

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"{column} @> %s::jsonb", [*params, json.dumps([self.rhs])]

    def as_sqlite(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"EXISTS (SELECT 1 FROM json_each({column}) WHERE value = %s)", [*params, self.rhs]  # noqa: S608


def _by_verb(states):
    return Case(*(When(verb=verb, then=Value(state.value)) for verb, state in states.items()))


class AccountQuerySet(Governed):
    def live(self):
        """Official: in use by us, whatever befell it. REG-7"""
        return self.filter(status__in=self.model.LIVE)

    def standing(self):
        """Live, or being set up: it holds its handle, and somebody answers for it. REG-2 REG-3"""
        return self.filter(status__in=self.model.STANDING)

    def public(self):
        """What the public may ask about: official, or retired. REG-9"""
        return self.filter(status__in=self.model.PUBLIC)

    def with_people(self):
        """Everything a row of the list shows, in one query."""
        return self.with_tools().select_related("platform", "unit__parent", "owner", "backup", "custodian")

    def with_tools(self):
        """What the gaps ask of connected tools, in the same query: `first_token_ends_on`, `has_orphaned_tool`. REG-1"""
        from accounts.models import ConnectedTool

        tools = ConnectedTool.objects.connected().filter(account=OuterRef("pk")).order_by()
        ends = tools.filter(token_expires_on__isnull=False).order_by("token_expires_on").values("token_expires_on")
        return self.annotate(first_token_ends_on=Subquery(ends[:1]), has_orphaned_tool=Exists(tools.orphaned()))

    def for_api(self):
        """What a row of the API's list says, its gaps included, and of people and units the names only."""
        names = ("unit__name", "owner__name", "owner__email", "backup__name", "custodian__name")
        unsaid = ("skeleton", "recovery_phone", "rotated_on", "source", "created_at", "archive_place")
        said = [field.name for field in self.model._meta.concrete_fields if field.name not in unsaid]
        return self.with_tools().select_related("unit", "owner", "backup", "custodian").only(*said, *names)

    def with_gap(self, gap, terms):
        """Live accounts that have this gap. REG-1"""
        return self.live().filter(gap.where(terms))

    def to_remind(self, today):
        """Live accounts whose password is due within a week, or was, and nobody was reminded of that day. REG-6"""
        not_yet = Q(rotation_reminded_for=None) | ~Q(rotation_reminded_for=F("rotation_due_on"))
        return self.live().filter(not_yet, rotation_due_on__lte=today + REMINDED_AHEAD)

    def count_gaps(self, gaps, terms):
        """How many live accounts have each gap, and how many have any: one pass. REG-1"""
        any_gap = Q()
        for gap in gaps:
            any_gap |= gap.where(terms)
        counts = {gap.key: Count("pk", filter=gap.where(terms)) for gap in gaps}
        return self.live().order_by().aggregate(total=Count("pk"), any=Count("pk", filter=any_gap), **counts)

    def on_record(self, at):
        """The accounts that were on the register at an instant, or for which somebody is known to have answered
        before they were. REG-2"""
        from accounts.models import Tenure

        then = Tenure.objects.as_of(at).filter(account=OuterRef("pk"))
        return self.filter(Q(created_at__lte=at) | Exists(then))

    def answered_at(self, at):
        """Adds `owner_then`, `backup_then`, `custodian_then`: the names at an instant. REG-2"""
        from accounts.models import Part, Tenure

        then = Tenure.objects.as_of(at).filter(account=OuterRef("pk"))
        return self.annotate(
            **{f"{part.value}_then": Subquery(then.filter(part=part).values("person__name")[:1]) for part in Part},
            **{f"{part.value}_then_id": Subquery(then.filter(part=part).values("person")[:1]) for part in Part},
        )

    def as_it_stood(self, at):
        """The register at an instant: adds to who answered `handle_then` and `status_then`. REG-2 REG-7

        The state is read from the trail, which holds every move and can lose none; before the first move an account
        stood as it was born.
        """
        from accounts.models import PreviousHandle, Status
        from trail.models import Entry

        moved = Entry.objects.filter(
            object_type=self.model._meta.label_lower,
            object_id=Cast(OuterRef("pk"), CharField()),
            verb__in=self.model.MOVES,
        )
        reached = {verb: target for verb, (_sources, target) in self.model.MOVES.items()}
        born = {
            verb: Status.PROVISIONING if Status.PROVISIONING in sources else Status.ACTIVE
            for verb, (sources, _target) in self.model.MOVES.items()
        }
        last = moved.filter(at__lte=at).order_by("-seq").values(state=_by_verb(reached))[:1]
        first = moved.order_by("seq").values(state=_by_verb(born))[:1]
        stood = Coalesce(Subquery(last), Subquery(first), F("status"))
        renamed = PreviousHandle.objects.filter(account=OuterRef("pk"), until_at__gt=at).order_by("until_at", "pk")
        return (
            self.on_record(at)
            .answered_at(at)
            .annotate(
                status_then=Case(When(created_at__lte=at, then=stood), default=Value("")),
                handle_then=Coalesce(Subquery(renamed.values("handle")[:1]), F("handle")),
            )
        )

    def at(self, platform_key, handle_key, uid=""):
        """The accounts at an address: by normalised handle, or by the platform's own id. REG-9

        `uid` is an id only where the address itself carries it as one: on X anybody may be called like a number.
        """
        found = Q(handle_key=handle_key)
        if uid:
            found |= Q(platform_uid=uid)
        return self.filter(found, **({"platform_id": platform_key} if platform_key else {}))
