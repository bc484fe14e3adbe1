"""The API door of the trail. AUD-1 PLT-2"""

import json

from django.db.models import OuterRef, Subquery
from rest_framework import serializers

from audits.filters import EntryApiFilter
from audits.permissions import seen_entries
from doors.api import GovernedViewSet, StrictModelSerializer
from trail.models import Entry, Payload


class EntryOut(StrictModelSerializer):
    """One entry; `payload` is null when it was erased."""

    payload = serializers.SerializerMethodField()

    class Meta:
        model = Entry
        fields = (
            *("seq", "at", "kind", "verb", "actor", "object_type", "object_id", "unit_id"),
            *("commitment", "prev", "hash", "payload"),
        )
        read_only_fields = fields

    def get_payload(self, entry) -> dict | None:
        return json.loads(entry.content) if entry.content else None


class EntryViewSet(GovernedViewSet):
    """The audit trail of the units you audit, by its number."""

    model = Entry
    scope = "trail"
    serializer_class = EntryOut
    filterset_class = EntryApiFilter
    ordering_fields = ("seq",)
    ordering = "-seq"

    def rows(self):
        content = Payload.objects.filter(seq=OuterRef("seq")).values("content")
        return seen_entries(self.request.user).annotate(content=Subquery(content))


routes = [("trail", EntryViewSet, "entry")]
