"""The API door of notices. PLT-5 PLT-2"""

from django.core.exceptions import ValidationError
from django.urls import path
from rest_framework import serializers
from rest_framework.response import Response

from doors.api import (
    FilterSet,
    GovernedViewSet,
    PlainView,
    StrictModelSerializer,
    StrictSerializer,
    extend_schema,
    verb,
)
from notices import actions, letters
from notices.actions.choice import next_digest_of, ways_of
from notices.forms import time_of
from notices.kinds import WAYS, chosen_kinds
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


class DigestTimeOut(serializers.Serializer):
    """The hour in the person's own time zone; `next_at` is null when nothing waits."""

    hour = serializers.IntegerField()
    is_weekdays_only = serializers.BooleanField()
    next_at = serializers.DateTimeField(allow_null=True)


class KindOut(serializers.Serializer):
    """A kind of notice, how it reaches you, its default, and what may be chosen, the loudest first."""

    kind = serializers.CharField()
    label = serializers.CharField()
    description = serializers.CharField()
    group = serializers.CharField()
    way = serializers.ChoiceField(choices=list(WAYS))
    default = serializers.ChoiceField(choices=list(WAYS))
    ways = serializers.ListField(child=serializers.ChoiceField(choices=list(WAYS)))


class ChoicesOut(serializers.Serializer):
    digest = DigestTimeOut()
    kinds = KindOut(many=True)


class DigestTimeIn(StrictSerializer):
    hour = serializers.IntegerField(min_value=0, max_value=23, required=False)
    is_weekdays_only = serializers.BooleanField(required=False)


class ChoicesIn(StrictSerializer):
    """What is absent stays. `ways` is {kind: now | digest | app, or null for its default}."""

    ways = serializers.DictField(
        child=serializers.ChoiceField(choices=list(WAYS), allow_null=True), required=False, allow_empty=True
    )
    digest = DigestTimeIn(required=False)


class ChoicesView(PlainView):
    """What reaches you how, and when the daily digest comes. PLT-5"""

    scope = "notices"

    @extend_schema(responses=ChoicesOut)
    def get(self, request):
        return Response(_choices(request.user))

    @extend_schema(request=ChoicesIn, responses=ChoicesOut)
    def patch(self, request):
        body = ChoicesIn(data=request.data)
        body.is_valid(raise_exception=True)
        try:
            actions.choose_some(request.user, by=request.user, **body.validated_data)
        except ValidationError as error:
            raise ValidationError({"ways": error.messages}) from error
        return Response(_choices(request.user))


def _choices(person):
    ways, time = ways_of(person), time_of(person)
    digest = {"hour": time.hour, "is_weekdays_only": time.is_weekdays_only, "next_at": next_digest_of(person)}
    kinds = [
        {
            "kind": kind.name,
            "label": kind.label,
            "description": kind.description,
            "group": kind.group,
            "way": ways[kind.name],
            "default": kind.default,
            "ways": kind.ways,
        }
        for kind in chosen_kinds()
    ]
    return ChoicesOut({"digest": digest, "kinds": kinds}).data


urlpatterns_api = [path("me/notice-choices/", ChoicesView.as_view(), name="notice_choices")]
routes = [("notices", NoticeViewSet, "notice"), ("letters", LetterViewSet, "letter")]
