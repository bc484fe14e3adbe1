"""The API door of who does what. ORG-6 PLT-2"""

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.response import Response

from doors.api import (
    Creates,
    FilterSet,
    GovernedViewSet,
    Named,
    PlainView,
    Ref,
    StrictModelSerializer,
    StrictSerializer,
    Why,
    extend_schema,
    verb,
)
from doors.api.filters import YesNoFilter
from people import actions
from people.models import Activity, Letter, Responsibility, Unit
from people.raci import Matrix


class ResponsibilityOut(StrictModelSerializer):
    unit, person, team = Named(), Named(), Named()

    class Meta:
        model = Responsibility
        fields = ("id", "unit", "activity", "letter", "person", "team", "from_at", "until_at")


class ResponsibilityIn(StrictSerializer):
    unit = Ref("people.Unit")
    activity = serializers.ChoiceField(choices=Activity.choices)
    letter = serializers.ChoiceField(choices=Letter.choices)
    person = Ref("people.Person", required=False, allow_null=True)
    team = Ref("people.Unit", required=False, allow_null=True)
    why = serializers.CharField(max_length=1000, required=False, allow_blank=True)


class ResponsibilityApiFilter(FilterSet):
    current = YesNoFilter(field_name="until_at", lookup_expr="isnull")

    class Meta:
        model = Responsibility
        fields = {
            **{"unit": ["exact"], "person": ["exact"], "team": ["exact"]},
            **{"activity": ["exact"], "letter": ["exact"]},
        }


class ResponsibilityViewSet(Creates, GovernedViewSet):
    """Who is accountable, responsible, consulted or informed for an activity of a unit, now and before. ORG-6"""

    model = Responsibility
    scope = "responsibilities"
    related = ("unit", "person", "team")
    serializer_class = ResponsibilityOut
    create_serializer_class = ResponsibilityIn
    filterset_class = ResponsibilityApiFilter
    ordering_fields = ("from_at", "id")
    ordering = "-from_at"

    def create_with(self, data, *, by):
        return actions.assign_responsibility(data.pop("unit"), data.pop("activity"), data.pop("letter"), by=by, **data)

    @verb(Why)
    def end_responsibility(self, row, data, *, by):
        """Somebody is no longer named; what the unit above says then holds again. ORG-6"""
        return actions.end_responsibility(row, by=by, **data)


class Who(serializers.Serializer):
    letter = serializers.ChoiceField(choices=Letter.choices)
    person = Named()
    team = Named()
    taken_over_from = Named(help_text="The unit above that says so; null where the unit itself does.")


class Wrong(serializers.Serializer):
    letter = serializers.ChoiceField(choices=Letter.choices)
    kind = serializers.ChoiceField(choices=[(kind, kind) for kind in ("nobody", "gone", "empty", "overlap")])


class CellOut(serializers.Serializer):
    activity = serializers.ChoiceField(choices=Activity.choices)
    who = Who(many=True)
    problems = Wrong(many=True)


class UnitResponsibilitiesView(PlainView):
    """What holds for the five activities of a unit, with what it takes over and what is wrong. ORG-6"""

    scope = ResponsibilityViewSet.scope

    @extend_schema(responses=CellOut(many=True))
    def get(self, request, pk):
        unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
        return Response(
            CellOut([_as_json(cell) for cell in Matrix(Unit.objects.filter(pk=pk)).cells(unit)], many=True).data
        )


def _as_json(cell):
    who = [
        {"letter": letter, "person": row.person, "team": row.team, "taken_over_from": origin}
        for letter, rows, origin in cell.letters
        for row in rows
    ]
    return {"activity": cell.activity, "who": who, "problems": cell.problems}
