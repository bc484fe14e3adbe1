"""The API door of notices. PLT-5 PLT-2"""

from rest_framework import serializers

from doors.api import FilterSet, GovernedViewSet, StrictModelSerializer, verb
from notices import actions, letters
from notices.models import Letter, Notice


class NoticeOut(StrictModelSerializer):
    """What the reader was told; `title` in the reader's language."""

    title = serializers.SerializerMethodField()

    class Meta:
        model = Notice
        fields = (
            "id", "kind", "title", "subject_type", "subject_id", "subject_text", "url", "params", "at", "read_at",
        )  # fmt: skip
        read_only_fields = fields

    def get_title(self, notice) -> str:
        return letters.title(notice)


class NoticeFilter(FilterSet):
    class Meta:
        model = Notice
        fields = {"kind": ["exact"], "read_at": ["isnull"]}


class NoticeViewSet(GovernedViewSet):
    """Your own notices."""

    model = Notice
    scope = "notices"
    serializer_class = NoticeOut
    filterset_class = NoticeFilter
    ordering_fields = ("at",)
    ordering = "-at"

    @verb()
    def read_notice(self, notice, data, *, by):
        """Mark it as read."""
        return actions.read_notice(notice, by=by)


class LetterOut(StrictModelSerializer):
    """A mail in the outbox; its text is made when it is sent."""

    class Meta:
        model = Letter
        fields = (
            "id", "person", "kind", "channel", "status", "created_at", "attempts", "next_at", "last_error", "sent_at",
        )  # fmt: skip
        read_only_fields = fields


class LetterFilter(FilterSet):
    class Meta:
        model = Letter
        fields = {"status": ["exact"]}


class LetterViewSet(GovernedViewSet):
    """Mail of the outbox, for administrators."""

    model = Letter
    scope = "letters"
    serializer_class = LetterOut
    filterset_class = LetterFilter
    ordering_fields = ("created_at",)
    ordering = "-created_at"

    @verb()
    def send_again(self, letter, data, *, by):
        """Put a dead letter back into the outbox, under the same id."""
        return actions.send_again(letter, by=by)


routes = [("notices", NoticeViewSet, "notice"), ("letters", LetterViewSet, "letter")]
