"""The API door of reported accounts and look-alikes. PLT-2 REG-11"""

from rest_framework import serializers

from accounts import actions
from accounts.api.parts import part_of
from accounts.api.shapes import PlatformField, Reason
from accounts.filters.report import LookalikeApiFilter, ReportApiFilter
from accounts.models import Concern, Lookalike, Report, Result, Sighting, TakedownStep
from accounts.models.report import ANSWERS
from doors.api import Creates, GovernedViewSet, Named, Ref, StrictModelSerializer, StrictSerializer, Why, verb
from people.permissions import may


class SightingOut(StrictModelSerializer):
    """What one reporter told; the e-mail address only for those who may ask them."""

    person = Named()
    email = serializers.SerializerMethodField()

    class Meta:
        model = Sighting
        fields = ("id", "reference", "person", "email", "concern", "seen", "evidence_url", "at", "erased_at")

    def get_email(self, sighting) -> str:
        return sighting.email if self.context.get("shows_email") else ""


class TakedownStepOut(StrictModelSerializer):
    by = Named()

    class Meta:
        model = TakedownStep
        fields = ("id", "kind", "on", "channel", "reference", "link", "answer", "note", "by", "recorded_at")


class ReportRow(StrictModelSerializer):
    """A case as lists show it; `account` is the account of ours that is meant."""

    platform = serializers.CharField(source="platform_id", read_only=True)
    unit = Named()
    account = Named()

    class Meta:
        model = Report
        fields = (
            "id",
            "platform",
            "handle",
            "url",
            "unit",
            "account",
            "status",
            "times",
            "first_at",
            "last_at",
            "again_at",
            "triaged_at",
            "asked_on",
            "follow_up_on",
            "result",
            "closed_on",
            "version",
        )


class ReportOut(ReportRow):
    """A case alone, with what was reported and how far its take-down is; reporters see their own words only."""

    triaged_by = Named()
    sightings = serializers.SerializerMethodField()
    steps = serializers.SerializerMethodField()

    class Meta(ReportRow.Meta):
        fields = (*ReportRow.Meta.fields, "triaged_by", "sightings", "steps")

    def get_sightings(self, report) -> SightingOut(many=True):
        reader = self.context["request"].user
        rows = report.sightings.select_related("person").order_by("-at", "-pk")
        if not may(reader, "see_sightings", report):
            rows = rows.filter(person=reader.pk)
        context = {"shows_email": may(reader, "erase_sighting", report)}
        return SightingOut(rows[:100], many=True, context=context).data

    def get_steps(self, report) -> TakedownStepOut(many=True):
        return TakedownStepOut(report.steps.select_related("by"), many=True).data


class ReportIn(StrictSerializer):
    """A handle with its platform, or an address."""

    handle = serializers.CharField(max_length=500)
    platform = PlatformField(required=False)
    concern = serializers.ChoiceField(Concern.choices, required=False)
    seen = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    evidence_url = serializers.URLField(max_length=500, required=False, allow_blank=True)


class Impostor(Reason):
    account = Ref(model="accounts.Account", required=False, allow_null=True)


class Assignment(Why):
    unit = Ref(model="people.Unit")
    account = Ref(model="accounts.Account", allow_null=True)


class Erasure(Reason):
    sighting = serializers.IntegerField(min_value=1, help_text="The id of an entry in `sightings`.")


class Step(StrictSerializer):
    on = serializers.DateField(required=False)
    channel = serializers.ChoiceField(TakedownStep.Channel.choices)
    reference = serializers.CharField(max_length=100, required=False, allow_blank=True)
    follow_up_on = serializers.DateField(required=False, allow_null=True)
    link = serializers.URLField(max_length=500, required=False, allow_blank=True)
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class PlatformAnswer(StrictSerializer):
    answer = serializers.ChoiceField(ANSWERS)
    on = serializers.DateField(required=False)
    reference = serializers.CharField(max_length=100, required=False, allow_blank=True)
    follow_up_on = serializers.DateField(required=False, allow_null=True)
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class Closing(StrictSerializer):
    result = serializers.ChoiceField(Result.choices)
    on = serializers.DateField(required=False)
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class Back(StrictSerializer):
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class ReportViewSet(Creates, GovernedViewSet):
    """Accounts that somebody found suspicious. Anybody may report one; a known case is joined. REG-11"""

    model = Report
    scope = "reports"
    serializer_class = ReportOut
    create_serializer_class = ReportIn
    filterset_class = ReportApiFilter
    ordering_fields = ("last_at", "times", "handle_key", "id")
    ordering = "-last_at"
    related = ("unit", "account__platform", "triaged_by", "platform")

    def get_serializer_class(self):
        return ReportRow if self.action == "list" else ReportOut

    def create_with(self, data, *, by):
        return actions.report_account(**data, by=by).report

    @verb(Why)
    def find_official(self, report, data, *, by):
        """It was ours all along. REG-11"""
        return actions.find_official(report, by=by, **data)

    @verb(Why)
    def claim_account(self, report, data, *, by):
        """It is ours, but nobody registered it. REG-11"""
        return actions.claim_account(report, by=by, **data)

    @verb(Reason)
    def find_fan(self, report, data, *, by):
        """Not ours, and harmless. REG-11"""
        return actions.find_fan(report, by=by, **data)

    @verb(Impostor)
    def confirm_impostor(self, report, data, *, by):
        """It pretends to be us: the public is warned from now on. REG-9 REG-11"""
        return actions.confirm_impostor(report, by=by, **data)

    @verb(Why)
    def keep_finding(self, report, data, *, by):
        """It was reported again, and what was found still holds. REG-11"""
        return actions.keep_finding(report, by=by, **data)

    @verb(Reason)
    def reopen_report(self, report, data, *, by):
        """Look at it anew; what was found no longer counts. REG-11"""
        return actions.reopen_report(report, by=by, **data)

    @verb(Assignment)
    def assign_report(self, report, data, *, by):
        """Say which unit it concerns, and which account of ours is meant. REG-11"""
        return actions.assign_report(report, by=by, **data)

    @verb(Erasure)
    def erase_sighting(self, report, data, *, by):
        """Forget what one reporter told. AUD-6"""
        sighting = part_of(report.sightings, "sighting", data)
        actions.erase_sighting(sighting, by=by, why=data["why"])
        return report

    @verb(Step)
    def ask_takedown(self, report, data, *, by):
        """Record that the platform was asked to take it down. REG-11"""
        return actions.ask_takedown(report, by=by, **data)

    @verb(Step)
    def remind_platform(self, report, data, *, by):
        """Record that the platform was asked again. REG-11"""
        return actions.remind_platform(report, by=by, **data)

    @verb(Step)
    def escalate_takedown(self, report, data, *, by):
        """Record that somebody higher was asked. REG-11"""
        return actions.escalate_takedown(report, by=by, **data)

    @verb(PlatformAnswer)
    def record_answer(self, report, data, *, by):
        """Record what the platform answered. REG-11"""
        return actions.record_answer(report, by=by, **data)

    @verb(Closing)
    def close_report(self, report, data, *, by):
        """End the case; the public stays warned. REG-11"""
        return actions.close_report(report, by=by, **data)

    @verb(Back)
    def find_again(self, report, data, *, by):
        """The impostor is back. REG-11"""
        return actions.find_again(report, by=by, **data)


class LookalikeOut(StrictModelSerializer):
    """Two accounts of ours on one platform that are taken for each other."""

    platform = serializers.CharField(source="account.platform_id", read_only=True)
    account = Named()
    twin = Named()
    decided_by = Named()

    class Meta:
        model = Lookalike
        fields = (
            "id",
            "platform",
            "account",
            "twin",
            "likeness",
            "status",
            "found_at",
            "decided_by",
            "decided_at",
            "reason",
            "version",
        )


class LookalikeViewSet(GovernedViewSet):
    """Look-alikes among accounts of ours, as the last scan found them. REG-11"""

    model = Lookalike
    scope = "reports"
    serializer_class = LookalikeOut
    filterset_class = LookalikeApiFilter
    ordering_fields = ("found_at", "id")
    ordering = "-found_at"
    related = ("account__platform", "twin__platform", "decided_by")

    @verb(Reason)
    def dismiss_lookalike(self, lookalike, data, *, by):
        """These two are no concern. REG-11"""
        return actions.dismiss_lookalike(lookalike, by=by, **data)

    @verb(Why)
    def restore_lookalike(self, lookalike, data, *, by):
        """They are a concern after all. REG-11"""
        return actions.restore_lookalike(lookalike, by=by, **data)
