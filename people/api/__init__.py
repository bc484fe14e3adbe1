"""The API door of people, units, roles and the organisation's settings. PLT-2 ORG-1 ORG-2 ORG-7"""

from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from doors.api import (
    Creates,
    Edits,
    FilterSet,
    GovernedViewSet,
    Named,
    PlainView,
    Ref,
    StrictModelSerializer,
    StrictSerializer,
    Why,
    check_version,
    extend_schema,
    scopes,
    verb,
)
from doors.api.filters import YesNoFilter
from people import actions, governance
from people.api.responsibility import ResponsibilityViewSet, UnitResponsibilitiesView
from people.models import GovernanceMode, Kind, Organisation, Person, Role, RoleGrant, Unit, UnitKind
from people.permissions import require


class PersonOut(StrictModelSerializer):
    unit, line_manager, sponsor = Named(), Named(), Named()

    class Meta:
        model = Person
        fields = (
            *("id", "name", "email", "unit", "kind", "status", "job_title", "responsibilities", "line_manager"),
            *("employer", "sponsor", "contract_ends_on", "leaving_on", "left_at", "source", "external_id", "version"),
        )


class PersonEdit(StrictSerializer):
    name = serializers.CharField(max_length=200)
    email = serializers.EmailField(max_length=254, required=False, allow_null=True)
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    job_title = serializers.CharField(max_length=200, required=False, allow_blank=True)
    responsibilities = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    line_manager = Ref("people.Person", required=False, allow_null=True)
    employer = serializers.CharField(max_length=200, required=False, allow_blank=True)
    sponsor = Ref("people.Person", required=False, allow_null=True)
    contract_ends_on = serializers.DateField(required=False, allow_null=True)
    source = serializers.CharField(max_length=100, required=False, allow_blank=True)
    external_id = serializers.CharField(max_length=200, required=False, allow_blank=True)


class PersonIn(PersonEdit):
    unit = Ref("people.Unit")
    from_on = serializers.DateField(required=False, help_text=_("Since when they stand in the unit; today by default."))


class Move(Why):
    unit = Ref("people.Unit")
    from_on = serializers.DateField(required=False)


class Leaving(Why):
    on = serializers.DateField(help_text=_("The last day."))


class Return(Why):
    unit = Ref("people.Unit", required=False)
    contract_ends_on = serializers.DateField(required=False)


class Reason(StrictSerializer):
    reason = serializers.CharField(max_length=2000)


class PersonApiFilter(FilterSet):
    class Meta:
        model = Person
        fields = {
            **{"status": ["exact"], "kind": ["exact"], "unit": ["exact"], "email": ["exact"]},
            **{"source": ["exact"], "external_id": ["exact"]},
        }


class PersonViewSet(Creates, Edits, GovernedViewSet):
    """People: who works here, who leaves, who has left. ORG-2 ORG-3"""

    model = Person
    scope = "people"
    related = ("unit", "line_manager", "sponsor")
    serializer_class = PersonOut
    create_serializer_class = PersonIn
    edit_serializer_class = PersonEdit
    filterset_class = PersonApiFilter
    ordering_fields = ("name", "id")
    ordering = "name"

    def create_with(self, data, *, by):
        return actions.add_person(by=by, **data)

    def edit_with(self, person, data, *, by):
        return actions.edit_person(person, by=by, **data)

    @verb(Move)
    def move_person(self, person, data, *, by):
        """Let a person stand in another unit. ORG-2"""
        return actions.move_person(person, by=by, **data)

    @verb(Leaving)
    def announce_leaving(self, person, data, *, by):
        """Set the last day; the same day again changes nothing. ORG-2"""
        return actions.announce_leaving(person, by=by, **data)

    @verb(Why)
    def withdraw_leaving(self, person, data, *, by):
        """The person stays after all. ORG-2"""
        return actions.withdraw_leaving(person, by=by, **data)

    @verb(Why)
    def mark_left(self, person, data, *, by):
        """The person is gone: out at the next request; again changes nothing. ORG-3"""
        return actions.mark_left(person, by=by, **data)

    @verb(Return)
    def bring_back(self, person, data, *, by):
        """The person returns, without former roles and accounts. ORG-2"""
        return actions.bring_back(person, by=by, **data)

    @verb(Reason)
    def reset_factors(self, person, data, *, by):
        """Take away the second factor of somebody who lost it; never one's own. PLT-3"""
        return actions.reset_factors(person, by=by, **data)

    @verb(Why)
    def end_sessions(self, person, data, *, by):
        """Sign a person out of every browser; tokens go on. PLT-3"""
        actions.end_sessions(person, by=by, **data)
        return person

    @verb()
    def invite_person(self, person, data, *, by):
        """Send the link for a first password. PLT-3"""
        return actions.invite_person(person, by=by)


class UnitOut(StrictModelSerializer):
    parent, head = Named(), Named()

    class Meta:
        model = Unit
        fields = ("id", "name", "kind", "parent", "head", "is_root", "governance_mode", "version")


class UnitEdit(StrictSerializer):
    name = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(choices=UnitKind.choices, required=False)


class UnitIn(UnitEdit):
    parent = Ref("people.Unit")
    head = Ref("people.Person", required=False, allow_null=True)


class NewParent(Why):
    parent = Ref("people.Unit")


class Head(Why):
    head = Ref("people.Person", allow_null=True)


class Mode(Why):
    mode = serializers.ChoiceField(
        choices=["", *GovernanceMode.values],
        allow_blank=True,
        help_text=_("Empty takes over the mode of the unit above."),
    )


class UnitApiFilter(FilterSet):
    class Meta:
        model = Unit
        fields = {"parent": ["exact"], "kind": ["exact"], "is_root": ["exact"]}


class UnitViewSet(Creates, Edits, GovernedViewSet):
    """The unit tree. ORG-1"""

    model = Unit
    scope = "units"
    related = ("parent", "head")
    serializer_class = UnitOut
    create_serializer_class = UnitIn
    edit_serializer_class = UnitEdit
    filterset_class = UnitApiFilter
    ordering_fields = ("name", "id")
    ordering = "name"

    def create_with(self, data, *, by):
        return actions.create_unit(by=by, **data)

    def edit_with(self, unit, data, *, by):
        return actions.edit_unit(unit, by=by, **data)

    @verb(NewParent)
    def move_unit(self, unit, data, *, by):
        """Put a unit with all below it under another parent. ORG-1"""
        return actions.move_unit(unit, data.pop("parent"), by=by, **data)

    @verb(Head)
    def set_head(self, unit, data, *, by):
        """Name the head, or none; the organisation itself always has one. ORG-1"""
        return actions.set_head(unit, data.pop("head"), by=by, **data)

    @verb(Mode)
    def set_governance_mode(self, unit, data, *, by):
        """Say where the unit's requests are decided; for an administrator of the unit above. ORG-4"""
        return actions.set_governance_mode(unit, data.pop("mode"), by=by, **data)


class Names(serializers.ListField):
    child = Named()


class Decided(serializers.Serializer):
    """Who decides what a unit asks for, and by what right. ORG-4 ORG-5"""

    mode = serializers.ChoiceField(choices=GovernanceMode.choices)
    set_at = Named(help_text=_("The unit where the mode is set."))
    office = serializers.ChoiceField(choices=[(one.value, one.value) for one in governance.Office])
    at = Named(help_text=_("The unit whose approvers or head decide."))
    people = Names()
    told = Names()


class ApproversView(PlainView):
    """Who decides the requests of a unit; `told` hear of it. ORG-4 ORG-5"""

    scope = UnitViewSet.scope

    @extend_schema(responses=Decided)
    def get(self, request, pk):
        unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
        (decided,) = governance.spell(governance.seat(unit))
        return Response(Decided(decided).data)


class RoleOut(StrictModelSerializer):
    person, unit, granted_by, ended_by = Named(), Named(), Named(), Named()

    class Meta:
        model = RoleGrant
        fields = (
            *("id", "person", "unit", "role", "reason", "granted_by", "granted_at", "ends_on"),
            *("ended_at", "ended_by", "end_reason"),
        )


class RoleIn(StrictSerializer):
    person = Ref("people.Person")
    unit = Ref("people.Unit")
    role = serializers.ChoiceField(choices=Role.choices)
    reason = serializers.CharField(max_length=2000)
    ends_on = serializers.DateField(required=False, allow_null=True)


class RoleApiFilter(FilterSet):
    in_force = YesNoFilter(field_name="ended_at", lookup_expr="isnull")

    class Meta:
        model = RoleGrant
        fields = {"person": ["exact"], "unit": ["exact"], "role": ["exact"]}


class RoleViewSet(Creates, GovernedViewSet):
    """Roles on units: who gave which, to whom, why and until when. ORG-7"""

    model = RoleGrant
    scope = "roles"
    related = ("person", "unit", "granted_by", "ended_by")
    serializer_class = RoleOut
    create_serializer_class = RoleIn
    filterset_class = RoleApiFilter
    ordering_fields = ("granted_at", "id")
    ordering = "-granted_at"

    def create_with(self, data, *, by):
        return actions.grant_role(by=by, **data)

    @verb(Reason)
    def end_role(self, grant, data, *, by):
        """End a role before its time; never one's own, never that of the last administrator. ORG-7"""
        return actions.end_role(grant, by=by, **data)


class OrganisationOut(StrictModelSerializer):
    second_factor_roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices))

    class Meta:
        model = Organisation
        fields = (
            *("email_domains", "language", "time_zone", "sync_guard_percent", "retire_notice_days"),
            *("verify_after_days", "access_notice_days", "second_factor_roles", "second_factor_heads", "version"),
        )


class OrganisationEdit(StrictModelSerializer):
    email_domains = serializers.ListField(child=serializers.CharField(max_length=253), max_length=200)
    second_factor_roles = serializers.ListField(
        child=serializers.ChoiceField(choices=Role.choices),
        max_length=20,
        help_text=_("Whoever holds one of these roles must have a second factor."),
    )

    class Meta:
        model = Organisation
        fields = (
            *("email_domains", "language", "time_zone", "sync_guard_percent", "retire_notice_days"),
            *("verify_after_days", "access_notice_days", "second_factor_roles", "second_factor_heads"),
        )


class OrganisationView(PlainView):
    """What the organisation has settled for itself. ORG-1"""

    scope = "organisation"
    versioned = True

    @extend_schema(responses=OrganisationOut)
    def get(self, request):
        require(request.user, "edit_organisation", Unit.objects.root())
        organisation = Organisation.current()
        return self.shown(organisation, OrganisationOut(organisation).data)

    @extend_schema(request=OrganisationEdit, responses=OrganisationOut)
    def patch(self, request):
        body = OrganisationEdit(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        check_version(request, Organisation.current())
        organisation = actions.edit_organisation(by=request.user, **body.validated_data)
        return self.shown(organisation, OrganisationOut(organisation).data)


scopes.register(OrganisationView.scope, _("Settings of the organisation"))
routes = [
    ("responsibilities", ResponsibilityViewSet, "responsibility"),
    ("people", PersonViewSet, "person"),
    ("units", UnitViewSet, "unit"),
    ("roles", RoleViewSet, "role"),
]
urlpatterns_api = [
    path("organisation/", OrganisationView.as_view(), name="organisation"),
    path("units/<int:pk>/responsibilities/", UnitResponsibilitiesView.as_view(), name="unit-responsibilities"),
    path("units/<int:pk>/approvers/", ApproversView.as_view(), name="unit-approvers"),
]
