"""The API door of imports: a file in, watch it, apply it. REG-10 PLT-2"""

from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser

from doors.api import (
    Creates,
    FilterSet,
    GovernedViewSet,
    Named,
    StrictModelSerializer,
    StrictSerializer,
    extend_schema,
    verb,
)
from imports import actions
from imports.export_kinds import export_kinds
from imports.exports import FORMATS as WRITTEN
from imports.kinds import kind_of, kinds
from imports.mapping import read_maps
from imports.models import Export, Import, ImportRow
from imports.readers import FORMATS, inspect
from imports.readers.refused import MAX_BYTES
from imports.rules import progress
from imports.views.incoming import opener_of
from imports.views.outgoing import file_of
from people.models import Unit
from people.permissions import require


class ImportOut(StrictModelSerializer):
    """Where an import stands; `progress` is in percent."""

    source = serializers.CharField(source="source_name", read_only=True)
    sheet = serializers.SerializerMethodField()
    sheets = serializers.SerializerMethodField()
    by = Named()
    unit = Named()
    retired = serializers.IntegerField(source="dropped", read_only=True)
    progress = serializers.SerializerMethodField()

    class Meta:
        model = Import
        fields = (
            "id", "kind", "source", "filename", "size", "sha256", "by", "unit", "status", "sheet", "sheets", "mapping",
            "created",
            "updated", "unchanged", "retired", "errors", "warnings", "covered", "progress", "failure", "created_at",
            "finished_at", "version",
        )  # fmt: skip
        read_only_fields = fields

    def get_sheet(self, job) -> str:
        return job.shape.get("sheet", "")

    def get_sheets(self, job) -> list[str]:
        return job.shape.get("sheets", [])

    def get_progress(self, job) -> int:
        return progress(job)


class UploadIn(StrictSerializer):
    """A file as multipart/form-data. `map` may come several times, each as column=field."""

    kind = serializers.CharField(max_length=20)
    file = serializers.FileField(allow_empty_file=True)
    source = serializers.CharField(max_length=100, required=False)
    unit = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    format = serializers.ChoiceField(choices=list(FORMATS), required=False)
    sheet = serializers.CharField(max_length=100, required=False)
    map = serializers.ListField(child=serializers.CharField(max_length=500), required=False, max_length=500)

    def validate_kind(self, name):
        if name not in {kind.name for kind in kinds()}:
            raise serializers.ValidationError("people | accounts", "unknown")
        return name

    def validate_file(self, file):
        if file.size > MAX_BYTES:
            raise serializers.ValidationError("> 256 MB", "too_large")
        return file

    def validate_unit(self, pk):
        unit = Unit.objects.visible_to(self.context["request"].user).filter(pk=pk).first()
        if unit is None:
            raise serializers.ValidationError("0", "not_found")
        return unit


class MapIn(StrictSerializer):
    """{column: field}; "" leaves a column out."""

    mapping = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=100))


class SheetIn(StrictSerializer):
    """The name of a visible sheet of the workbook."""

    sheet = serializers.CharField(max_length=100)


class ApplyIn(StrictSerializer):
    """`accept_drop`: the exact number of missing things, when the guard has stopped the import.

    `reason`: why rows with `warnings`, which look as if they held a secret, hold none.
    """

    accept_drop = serializers.IntegerField(min_value=0, max_value=2**31 - 1, required=False)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True)


class ImportFilter(FilterSet):
    class Meta:
        model = Import
        fields = {"kind": ["exact"], "status": ["exact"]}


class ImportViewSet(Creates, GovernedViewSet):
    """Imports of people and accounts. Upload, wait until `checked`, look at its rows, apply."""

    model = Import
    scope = "imports"
    serializer_class = ImportOut
    create_serializer_class = UploadIn
    filterset_class = ImportFilter
    ordering_fields = ("created_at",)
    ordering = "-created_at"
    related = ("source", "by", "unit")

    def get_parsers(self):
        return [MultiPartParser()] if self.request and self.detail is False else super().get_parsers()

    def create_with(self, data, *, by):
        """Store the file and have it checked with the columns that name themselves, and `map`."""
        asked = read_maps(data.get("map", ()))
        file = data["file"]
        opened = opener_of(file)
        # before the file is looked at, which may take a while
        require(by, kind_of(data["kind"]).permission, data.get("unit") or Unit.objects.root() or Unit())
        shape = inspect(opened, data.get("format"), data.get("sheet", ""))
        return actions.take_in(
            data["kind"], opened, file.name, asked, shape=shape,
            source=data.get("source", "default"), unit=data.get("unit"), format=data.get("format"),
            sheet=data.get("sheet", ""), by=by,
        )  # fmt: skip

    @verb(MapIn)
    def map_import(self, job, data, *, by):
        """Say what the columns mean and have the rows checked again."""
        return actions.map_import(job, data["mapping"], by=by)

    @verb(SheetIn)
    def choose_sheet(self, job, data, *, by):
        """Read another sheet of the workbook, before its rows are checked."""
        return actions.choose_sheet(job, data["sheet"], by=by)

    @verb(ApplyIn)
    def apply_import(self, job, data, *, by):
        """Write a checked import: everything or nothing, soon, by a worker."""
        return actions.apply_import(job, accept_drop=data.get("accept_drop"), reason=data.get("reason", ""), by=by)

    @verb()
    def cancel_import(self, job, data, *, by):
        """Leave it be."""
        return actions.cancel_import(job, by=by)


class ExportOut(StrictModelSerializer):
    """Where an export stands; `progress` is in percent. Download it from `exports/{id}/download/` once it is `ready`."""

    filters = serializers.CharField(source="query", read_only=True)
    progress = serializers.IntegerField(source="percent", read_only=True)

    class Meta:
        model = Export
        fields = (
            "id", "kind", "format", "filters", "filename", "status", "done", "total", "progress", "size", "sha256",
            "failure", "created_at", "finished_at", "expires_at", "version",
        )  # fmt: skip
        read_only_fields = fields


class ExportIn(StrictSerializer):
    """`filters`: the query string of the list's page, such as status=active&unit=3."""

    kind = serializers.CharField(max_length=20)
    format = serializers.ChoiceField(choices=list(WRITTEN))
    filters = serializers.CharField(max_length=2000, required=False, allow_blank=True)

    def validate_kind(self, name):
        known = [kind.name for kind in export_kinds()]
        if name not in known:
            raise serializers.ValidationError(" | ".join(known), "unknown")
        return name


class ExportFilter(FilterSet):
    class Meta:
        model = Export
        fields = {"kind": ["exact"], "status": ["exact"]}


class ExportViewSet(Creates, GovernedViewSet):
    """Your own exports: ask for one, wait until it is `ready`, download it."""

    model = Export
    scope = "exports"
    serializer_class = ExportOut
    create_serializer_class = ExportIn
    filterset_class = ExportFilter
    ordering_fields = ("created_at",)
    ordering = "-created_at"
    related = ("by",)

    def create_with(self, data, *, by):
        """Have the rows you may see written to a file, by a worker."""
        return actions.request_export(data["kind"], data["format"], data.get("filters", ""), by=by)

    @verb()
    def cancel_export(self, job, data, *, by):
        """Stop it, or throw the file away."""
        return actions.cancel_export(job, by=by)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, pagination_class=None, filter_backends=())
    def download(self, request, pk=None):
        """The file itself, while you still have the rights it was written with."""
        job = self.get_object()
        actions.check_download(job, by=request.user)
        return file_of(job)


class RowOut(StrictModelSerializer):
    """One row of the file: its line, what would happen, and what is wrong as [field, message] pairs."""

    class Meta:
        model = ImportRow
        fields = ("id", "job", "number", "verdict", "values", "errors", "warnings", "target")
        read_only_fields = fields


class RowFilter(FilterSet):
    class Meta:
        model = ImportRow
        fields = {"job": ["exact"], "verdict": ["exact"]}


class RowViewSet(GovernedViewSet):
    """Rows of imports that are not over yet."""

    model = ImportRow
    scope = "imports"
    serializer_class = RowOut
    filterset_class = RowFilter


routes = [
    ("exports", ExportViewSet, "export"),
    ("imports", ImportViewSet, "import"),
    ("import-rows", RowViewSet, "import-row"),
]
