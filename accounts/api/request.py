"""Requests for accounts by the API: the same verbs as the page, and the same people. PLT-2 REG-3"""

import django_filters
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts import actions
from accounts.api.shapes import PlatformField, Reason
from accounts.filters.account import PlatformKey
from accounts.forms import choosable
from accounts.models import AccountRequest, Audience, Purpose, RequestStatus
from accounts.rules.duplicates import duplicates_of
from doors.api import (
    Creates,
    Edits,
    FilterSet,
    GovernedViewSet,
    Named,
    Ref,
    StrictModelSerializer,
    StrictSerializer,
    Why,
    extend_schema_field,
    verb,
)
from people.governance import approvers, waiting_for


@extend_schema_field({"type": "integer"})
class Colleague(Ref):
    """A person by id whom the writer sees, or a colleague of the own unit, as in the pickers of the page."""

    def __init__(self, **options):
        super().__init__("people.Person", **options)

    def to_internal_value(self, data):
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("wrong_kind")
        return choosable(self.context["request"].user).filter(pk=data).first() or self.fail("not_found")


class Like(serializers.Serializer):
    """Something there is already that resembles the wish."""

    kind = serializers.ChoiceField(["same", "alike", "serving", "asked"])
    platform = serializers.CharField()
    handle = serializers.CharField()
    unit = serializers.CharField()
    status = serializers.CharField()


class RequestRow(StrictModelSerializer):
    """A request as lists show it."""

    platform = serializers.CharField(source="platform_id", read_only=True, allow_null=True)
    unit = Named()
    requester = Named()
    owner = Named()
    backup = Named()
    answering_unit = Named()
    answering_lead = Named()
    decided_by = Named()
    account = Named()

    class Meta:
        model = AccountRequest
        fields = (
            "id",
            "number",
            "status",
            "unit",
            "requester",
            "platform",
            "handle",
            "url",
            "purposes",
            "audiences",
            "languages",
            "why_not_existing",
            "planned_content",
            "owner",
            "backup",
            "answering_unit",
            "answering_lead",
            "answering",
            "created_at",
            "submitted_at",
            "decided_at",
            "decided_by",
            "reason",
            "reference",
            "account",
            "version",
        )


class RequestOut(RequestRow):
    """A request alone, with who decides next and what it would repeat; both are empty once it is settled."""

    deciders = serializers.SerializerMethodField()
    duplicates = serializers.SerializerMethodField()

    class Meta(RequestRow.Meta):
        fields = (*RequestRow.Meta.fields, "deciders", "duplicates")

    def get_deciders(self, asked) -> list[dict]:
        people = approvers(asked.unit, asked.requester).order_by("name") if asked.is_open else ()
        return [{"id": person.pk, "name": person.name} for person in people]

    def get_duplicates(self, asked) -> Like(many=True):
        if not asked.is_open:
            return []
        found = duplicates_of(asked)
        return [
            {
                "kind": kind,
                "platform": thing.platform_id,
                "handle": thing.handle,
                "unit": thing.unit.name,
                "status": thing.status,
            }
            for kind in ("same", "alike", "serving", "asked")
            for thing in getattr(found, kind)
        ]


class RequestEdit(StrictSerializer):
    """What a draft may say; a draft may leave any of it open."""

    unit = Ref(model="people.Unit", required=False)
    platform = PlatformField(required=False, allow_null=True)
    handle = serializers.CharField(max_length=500, required=False, allow_blank=True)
    purposes = serializers.ListField(child=serializers.ChoiceField(Purpose.choices), required=False)
    audiences = serializers.ListField(child=serializers.ChoiceField(Audience.choices), required=False)
    languages = serializers.ListField(child=serializers.CharField(max_length=20), required=False, max_length=20)
    why_not_existing = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    planned_content = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    owner = Colleague(required=False, allow_null=True)
    backup = Colleague(required=False, allow_null=True)
    answering_unit = Ref(model="people.Unit", required=False, allow_null=True)
    answering_lead = Colleague(required=False, allow_null=True)
    answering = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    why = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class RequestIn(RequestEdit):
    """A new draft, for a unit of one's own."""

    unit = Ref(model="people.Unit")


class RequestApiFilter(FilterSet):
    """`waiting=true`: those that the caller decides."""

    waiting = django_filters.BooleanFilter(method="decided_by_me", label=_("For me to decide"))
    platform = PlatformKey(field_name="platform_id")

    class Meta:
        model = AccountRequest
        fields = {"status": ["exact"], "unit": ["exact"], "requester": ["exact"], "owner": ["exact"]}

    def decided_by_me(self, queryset, _name, is_asked):
        waiting = waiting_for(self.request.user, queryset.filter(status=RequestStatus.SUBMITTED))
        return waiting if is_asked else queryset.exclude(pk__in=waiting.values("pk"))


class AccountRequestViewSet(Creates, Edits, GovernedViewSet):
    """Requests for official accounts: who asks, what for, and what was decided. REG-3"""

    model = AccountRequest
    scope = "requests"
    serializer_class = RequestOut
    create_serializer_class = RequestIn
    edit_serializer_class = RequestEdit
    filterset_class = RequestApiFilter
    ordering_fields = ("created_at", "status", "id")
    ordering = "-created_at"

    def get_serializer_class(self):
        return RequestRow if self.action == "list" else RequestOut

    def rows(self):
        return super().rows().with_all()

    def create_with(self, data, *, by):
        return actions.draft_request(data.pop("unit"), **data, by=by)

    def edit_with(self, asked, data, *, by):
        return actions.edit_request(asked, **data, by=by)

    @verb()
    def submit_request(self, asked, data, *, by):
        """Put the request before the people who decide. REG-3"""
        return actions.submit_request(asked, by=by)

    @verb(Why)
    def withdraw_request(self, asked, data, *, by):
        """Take the request back. REG-3"""
        return actions.withdraw_request(asked, by=by, **data)

    @verb(Why)
    def approve_request(self, asked, data, *, by):
        """Allow the account; it is set up from now on. REG-3"""
        return actions.approve_request(asked, by=by, **data)

    @verb(Reason)
    def request_changes(self, asked, data, *, by):
        """Give the request back to its author. REG-3"""
        return actions.request_changes(asked, by=by, **data)

    @verb(Reason)
    def reject_request(self, asked, data, *, by):
        """Refuse the request; the reason stays on record. REG-3"""
        return actions.reject_request(asked, by=by, **data)
