"""The API door of access and its reviews. PLT-2 REG-5 ORG-7"""

from rest_framework import serializers

from accounts import actions
from accounts.api.shapes import PlatformField
from accounts.filters.access import AccessApiFilter, ReviewApiFilter, ReviewItemApiFilter
from accounts.models import AccessGrant, AccessReview, Cadence, ReviewItem, ReviewPlan, Route, Silence, Subject
from accounts.rules.access import access_terms, flags_of
from doors.api import Creates, GovernedViewSet, Named, Ref, StrictModelSerializer, StrictSerializer, Why, verb


class GrantOut(StrictModelSerializer):
    """Somebody who can get in, or could."""

    account = Named()
    person = Named()
    granted_by = Named()
    platform = serializers.CharField(source="account.platform_id", read_only=True)
    removal_reason = serializers.CharField(source="removal_words", read_only=True)
    flags = serializers.SerializerMethodField()

    class Meta:
        model = AccessGrant
        fields = (
            *("id", "account", "platform", "person", "platform_role", "is_admin", "route", "via", "reason"),
            *("granted_by", "from_at", "expires_on", "until_at", "removal_ordered_at", "removal_reason"),
            *("flags", "version"),
        )

    def get_flags(self, grant) -> list[str]:
        if "access_terms" not in self.context:
            self.context["access_terms"] = access_terms()
        return [flag.key for flag in flags_of(grant, self.context["access_terms"])]


class Extension(StrictSerializer):
    expires_on = serializers.DateField(allow_null=True)
    why = serializers.CharField(max_length=2000)


class AccessViewSet(GovernedViewSet):
    """Who can get into official accounts, ended access included. REG-5"""

    model = AccessGrant
    scope = "access"
    serializer_class = GrantOut
    filterset_class = AccessApiFilter
    ordering_fields = ("from_at", "expires_on", "id")
    ordering = "id"

    def rows(self):
        return super().rows().with_people().with_evidence()

    @verb(Extension)
    def extend_access(self, grant, data, *, by):
        """Give an open access another last day. REG-5"""
        return actions.extend_access(grant, data["expires_on"], by=by, why=data["why"])

    @verb(Why)
    def end_access(self, grant, data, *, by):
        """Record that it was taken away on the platform. REG-5"""
        return actions.end_access(grant, by=by, why=data.get("why", ""))


class ReviewOut(StrictModelSerializer):
    unit = Named()
    opened_by = Named()
    platform = serializers.CharField(source="platform_id", read_only=True, allow_null=True)
    undecided = serializers.IntegerField(read_only=True)

    class Meta:
        model = AccessReview
        fields = (
            *("id", "title", "subject", "unit", "platform", "route", "is_admin_only", "silence", "due_on"),
            *("opened_by", "opened_at", "closed_at", "status", "total", "undecided", "version"),
        )


class ReviewIn(StrictSerializer):
    unit = Ref(model="people.Unit")
    title = serializers.CharField(max_length=120, required=False, allow_blank=True)
    subject = serializers.ChoiceField(Subject.choices, required=False)
    platform = PlatformField(required=False, allow_null=True)
    route = serializers.ChoiceField(Route.choices, required=False, allow_blank=True)
    is_admin_only = serializers.BooleanField(required=False)
    due_on = serializers.DateField(required=False)
    silence = serializers.ChoiceField(Silence.choices, required=False)
    why = serializers.CharField(max_length=2000, required=False, allow_blank=True)


def keys_field():
    """Ids of items of one review."""
    return serializers.ListField(child=serializers.IntegerField(min_value=1), min_length=1, max_length=500)


class Kept(StrictSerializer):
    items = keys_field()
    why = serializers.CharField(max_length=2000)


class Revoked(Why):
    items = keys_field()


class CalledOff(StrictSerializer):
    why = serializers.CharField(max_length=2000)


class HandedOn(Why):
    reviewer = Ref(model="people.Person")
    person = Ref(model="people.Person")


class ReviewViewSet(Creates, GovernedViewSet):
    """Reviews of access and of roles. REG-5 ORG-7"""

    model = AccessReview
    scope = "access"
    serializer_class = ReviewOut
    create_serializer_class = ReviewIn
    filterset_class = ReviewApiFilter
    ordering_fields = ("opened_at", "due_on", "id")
    ordering = "-opened_at"

    def rows(self):
        return super().rows().with_progress().select_related("unit", "opened_by")

    def create_with(self, data, *, by):
        return actions.open_review(data.pop("unit"), **data, by=by)

    @verb(Kept)
    def keep_access(self, review, data, *, by):
        """Attest that each of these items is still needed. REG-5"""
        return actions.keep_access(review, data["items"], by=by, why=data["why"])

    @verb(Revoked)
    def revoke_access(self, review, data, *, by):
        """Order each of these items away. REG-5"""
        return actions.revoke_access(review, data["items"], by=by, why=data.get("why", ""))

    @verb(CalledOff)
    def cancel_review(self, review, data, *, by):
        """Call the review off. REG-5"""
        return actions.cancel_review(review, by=by, why=data["why"])

    @verb(HandedOn)
    def hand_on_items(self, review, data, *, by):
        """Let somebody else answer what waits for a reviewer. REG-5"""
        actions.hand_on_items(review, data["reviewer"], data["person"], by=by, why=data.get("why", ""))
        return review


class ItemOut(StrictModelSerializer):
    """One access or role in a review; exactly one of `access` and `role_grant` is set."""

    access = serializers.IntegerField(source="grant_id", read_only=True, allow_null=True)
    role_grant = serializers.IntegerField(source="role_grant_id", read_only=True, allow_null=True)
    review = serializers.IntegerField(source="review_id", read_only=True)
    holder = Named()
    unit = Named()
    reviewer = Named()
    decided_by = Named()

    class Meta:
        model = ReviewItem
        fields = (
            *("id", "review", "access", "role_grant", "holder", "unit", "reviewer", "status", "due_on"),
            *("decided_at", "decided_by", "reason"),
        )


class ReviewItemViewSet(GovernedViewSet):
    """What reviews ask about, of whom, and what was answered. REG-5"""

    model = ReviewItem
    scope = "access"
    serializer_class = ItemOut
    filterset_class = ReviewItemApiFilter
    ordering_fields = ("id",)
    ordering = "id"
    related = ("holder", "unit", "reviewer", "decided_by")


class PlanOut(StrictModelSerializer):
    unit = Named()

    class Meta:
        model = ReviewPlan
        fields = ("id", "unit", "subject", "months", "next_on", "days", "silence", "stopped_at", "version")


class PlanIn(StrictSerializer):
    """A unit has one running plan for each subject; a second one takes the place of the first."""

    unit = Ref(model="people.Unit")
    subject = serializers.ChoiceField(Subject.choices, required=False)
    months = serializers.ChoiceField(Cadence.choices)
    next_on = serializers.DateField()
    days = serializers.IntegerField(min_value=1, max_value=180, required=False)
    silence = serializers.ChoiceField(Silence.choices, required=False)
    why = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class ReviewPlanViewSet(Creates, GovernedViewSet):
    """How often which unit is reviewed by itself. REG-5"""

    model = ReviewPlan
    scope = "access"
    serializer_class = PlanOut
    create_serializer_class = PlanIn
    ordering_fields = ("id",)
    ordering = "id"
    related = ("unit",)

    def create_with(self, data, *, by):
        return actions.set_review_plan(data.pop("unit"), **data, by=by)

    @verb(Why)
    def stop_review_plan(self, plan, data, *, by):
        """End the plan; the one above counts again. REG-5"""
        return actions.stop_review_plan(plan, by=by, why=data.get("why", ""))


routes = [
    ("access", AccessViewSet, "access"),
    ("access-reviews", ReviewViewSet, "access_review"),
    ("access-review-items", ReviewItemViewSet, "access_review_item"),
    ("access-review-plans", ReviewPlanViewSet, "access_review_plan"),
]
