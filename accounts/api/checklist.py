"""The API door of checklists: open one, settle its steps, read what shows them; and their templates. REG-4 PLT-2"""

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser

from accounts import actions
from accounts.api.parts import part_of
from accounts.api.shapes import Reason
from accounts.models import Checklist, ChecklistKind, ChecklistTemplate, Evidence, EvidenceNeed, Purpose, Step
from accounts.views.checklist import send_evidence
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
from doors.api.parsing import StrictJSONParser


class EvidenceOut(StrictModelSerializer):
    added_by = Named()

    class Meta:
        model = Evidence
        fields = ("id", "name", "content_type", "size", "sha256", "added_by", "added_at")


class StepOut(StrictModelSerializer):
    """A step; `title` and `help` are texts in the language of the request, or English."""

    title = serializers.CharField(read_only=True)
    help = serializers.CharField(read_only=True)
    done_by = Named()
    evidence = serializers.SerializerMethodField()

    class Meta:
        model = Step
        fields = (
            "id",
            "position",
            "key",
            "title",
            "help",
            "is_required",
            "evidence_needed",
            "status",
            "done_by",
            "done_at",
            "note",
            "link",
            "evidence",
        )

    def get_evidence(self, step) -> EvidenceOut(many=True):
        return EvidenceOut([each for each in step.evidence.all() if each.removed_at is None], many=True).data


class TemplateUsed(StrictModelSerializer):
    platform = serializers.CharField(source="platform_key", read_only=True)

    class Meta:
        model = ChecklistTemplate
        fields = ("id", "platform", "purpose", "number")


class ChecklistOut(StrictModelSerializer):
    account = Named()
    opened_by = Named()
    closed_by = Named()
    templates = TemplateUsed(many=True, read_only=True)
    steps = StepOut(many=True, read_only=True)

    class Meta:
        model = Checklist
        fields = (
            "id",
            "account",
            "kind",
            "opened_at",
            "opened_by",
            "closed_at",
            "closed_by",
            "closed_why",
            "templates",
            "steps",
        )


class OpenChecklist(StrictSerializer):
    account = Ref(model="accounts.Account")
    kind = serializers.ChoiceField(ChecklistKind.choices)


class OfStep(StrictSerializer):
    step = serializers.IntegerField(min_value=1, help_text="The id of an entry in `steps`.")


class Attest(OfStep):
    """As JSON, or as multipart/form-data with a `file`. `why` explains a word that looks random."""

    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    link = serializers.URLField(max_length=500, required=False, allow_blank=True)
    file = serializers.FileField(required=False, allow_empty_file=True, max_length=500)
    why = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class StepReason(OfStep, Reason):
    """A step, and why."""


class RemoveEvidence(Reason):
    evidence = serializers.IntegerField(min_value=1, help_text="The id of an entry in `evidence`.")


class ChecklistFilter(FilterSet):
    class Meta:
        model = Checklist
        fields = {"account": ["exact"], "kind": ["exact"], "closed_at": ["isnull"]}


class ChecklistViewSet(Creates, GovernedViewSet):
    """Checklists of accounts: set-up, the playbooks of trouble, retirement. REG-4 REG-7"""

    model = Checklist
    scope = "accounts"
    serializer_class = ChecklistOut
    create_serializer_class = OpenChecklist
    filterset_class = ChecklistFilter
    ordering_fields = ("opened_at", "id")
    ordering = "-opened_at"

    def rows(self):
        rows = super().rows().select_related("account__platform", "opened_by", "closed_by")
        return rows.prefetch_related("templates", "steps__done_by", "steps__evidence__added_by")

    def create_with(self, data, *, by):
        return actions.open_checklist(data["account"], data["kind"], by=by)

    @verb(Attest)
    def attest_step(self, checklist, data, *, by):
        """Say that a step is done, and show it. REG-4"""
        step = part_of(checklist.steps, "step", data)
        actions.attest_step(step, by=by, **{name: data[name] for name in data if name != "step"})
        return checklist

    # A file comes as a form.
    attest_step.kwargs["parser_classes"] = [StrictJSONParser, MultiPartParser]

    @verb(StepReason)
    def skip_step(self, checklist, data, *, by):
        """Set a step aside with a reason. REG-4"""
        actions.skip_step(part_of(checklist.steps, "step", data), by=by, why=data["why"])
        return checklist

    @verb(StepReason)
    def reopen_step(self, checklist, data, *, by):
        """Take back that a step is settled. REG-4"""
        actions.reopen_step(part_of(checklist.steps, "step", data), by=by, why=data["why"])
        return checklist

    @verb(RemoveEvidence)
    def remove_evidence(self, checklist, data, *, by):
        """Delete a file that should not be here. REG-4"""
        evidence = part_of(Evidence.objects.filter(step__checklist=checklist), "evidence", data)
        actions.remove_evidence(evidence, by=by, why=data["why"])
        return checklist

    @verb(Why)
    def close_checklist(self, checklist, data, *, by):
        """End a checklist whose required steps are settled; with a reason also one that is not. REG-4"""
        return actions.close_checklist(checklist, by=by, why=data.get("why", ""))


class EvidenceView(PlainView):
    """The bytes of a file that shows a step. REG-4"""

    model = Evidence
    scope = "accounts"

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request, pk):
        evidence = get_object_or_404(Evidence.objects.visible_to(request.user).kept(), pk=pk)
        answer = send_evidence(evidence)
        answer["Content-Type"] = "application/octet-stream"
        return answer


class Texts(StrictSerializer):
    en = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    id = serializers.CharField(max_length=1000, required=False, allow_blank=True)


class TemplateStep(StrictSerializer):
    key = serializers.RegexField(r"^[a-z][a-z0-9_]{0,49}$", max_length=50)
    title = Texts()
    help = Texts(required=False)
    is_required = serializers.BooleanField(required=False, default=True)
    evidence = serializers.ChoiceField(EvidenceNeed.choices, required=False, default="")
    after = serializers.CharField(max_length=50, required=False, allow_blank=True, default="")


class TemplateOut(StrictModelSerializer):
    platform = serializers.CharField(source="platform_key", read_only=True)
    steps = TemplateStep(many=True, read_only=True)
    written_by = Named()

    class Meta:
        model = ChecklistTemplate
        fields = (
            "id",
            "kind",
            "platform",
            "purpose",
            "number",
            "steps",
            "last_checked_on",
            "is_delivered",
            "written_by",
            "written_at",
        )


class TemplateIn(Why):
    """A version; `seen` is the number of the one it follows, 0 where there is none."""

    kind = serializers.ChoiceField(ChecklistKind.choices)
    platform = serializers.CharField(max_length=50, required=False, allow_blank=True)
    purpose = serializers.ChoiceField(Purpose.choices, required=False, allow_blank=True)
    steps = TemplateStep(many=True)
    last_checked_on = serializers.DateField(required=False)
    seen = serializers.IntegerField(min_value=0, max_value=2**31 - 1, required=False)


class TemplateFilter(FilterSet):
    class Meta:
        model = ChecklistTemplate
        fields = {"kind": ["exact"], "purpose": ["exact"], "platform_key": ["exact"]}


class TemplateViewSet(Creates, GovernedViewSet):
    """Templates of checklists, every version; the highest number of each is in use. REG-4"""

    model = ChecklistTemplate
    scope = "accounts"
    serializer_class = TemplateOut
    create_serializer_class = TemplateIn
    filterset_class = TemplateFilter
    ordering_fields = ("id",)
    ordering = "-id"
    related = ("written_by",)

    def create_with(self, data, *, by):
        platform = data.pop("platform", "")
        return actions.write_template(data.pop("kind"), data.pop("steps"), platform_key=platform, by=by, **data)
