"""Serializers that take exactly what they name and say which key they do not. PLT-2"""

from collections.abc import Mapping

from django.apps import apps
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

WRONG_KIND = _("This is not %(kind)s.")
KINDS = (
    # (fields, what JSON may hold for them, its name); the first line that fits decides.
    (serializers.BooleanField, lambda value: isinstance(value, bool), _("true or false")),
    (serializers.IntegerField, lambda value: is_number(value) and value == int(value), _("a whole number")),
    (serializers.FloatField, lambda value: is_number(value), _("a number")),
    (serializers.DecimalField, lambda value: is_number(value) or isinstance(value, str), _("a number")),
    (serializers.ChoiceField, lambda value: isinstance(value, str | int | list), _("one of the choices")),
    (serializers.CharField, lambda value: isinstance(value, str), _("a text")),
    (serializers.DateField, lambda value: isinstance(value, str), _("a date")),
    (serializers.DateTimeField, lambda value: isinstance(value, str), _("a date with a time")),
)


def is_number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


class Strict:
    """Refuse unknown keys, keys that can only be read, and values of another JSON type."""

    def to_internal_value(self, data):
        if not isinstance(data, Mapping):
            return super().to_internal_value(data)
        # A form holds texts only, and its files stand beside it.
        is_form = isinstance(data, QueryDict)
        found = self.strange_keys(data) | ({} if is_form else self.strange_values(data))
        kept = data if is_form else {key: data[key] for key in data if key not in found}
        try:
            value = super().to_internal_value(kept)
        except serializers.ValidationError as exc:
            found = {**exc.detail, **found}
        if found:
            raise serializers.ValidationError(found)
        return value

    def strange_keys(self, data) -> dict:
        found = {}
        for key in data:
            field = self.fields.get(key)
            if field is None:
                found[key] = [ErrorDetail(_("There is no field of this name."), "unknown")]
            elif field.read_only:
                found[key] = [ErrorDetail(_("This field can only be read."), "read_only")]
        return found

    def strange_values(self, data) -> dict:
        found = {}
        for key, field in self.fields.items():
            if field.read_only or data.get(key) is None:
                continue
            for fields, fits, kind in KINDS:
                if isinstance(field, fields):
                    if not fits(data[key]):
                        found[key] = [ErrorDetail(WRONG_KIND % {"kind": kind}, "wrong_kind")]
                    break
        return found


class StrictSerializer(Strict, serializers.Serializer):
    """What may be written by one verb."""


class StrictModelSerializer(Strict, serializers.ModelSerializer):
    """What is read of one model, and what may be written of it."""


class Nothing(StrictSerializer):
    """A verb that needs no words."""


class Why(StrictSerializer):
    """A verb with a reason."""

    why = serializers.CharField(required=False, allow_blank=True, max_length=2000, help_text=_("Why, for the trail."))


class Ref(serializers.Field):
    """The id of a thing the reader can see; one that cannot be seen is answered like one that does not exist."""

    default_error_messages = {
        "not_found": _("There is nothing with this id, or nothing that you may see."),
        "wrong_kind": _("This is not an id."),
    }

    def __init__(self, model, **options):
        self.model = model
        super().__init__(**options)

    def to_internal_value(self, data):
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("wrong_kind")
        model = apps.get_model(self.model) if isinstance(self.model, str) else self.model
        thing = model.objects.visible_to(self.context["request"].user).filter(pk=data).first()
        return thing or self.fail("not_found")

    def to_representation(self, value):
        return value.pk


@extend_schema_field(
    {
        "type": "object",
        "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
        "required": ["id", "name"],
        "additionalProperties": False,
    }
)
class Named(serializers.Field):
    """A related thing by id and name."""

    def __init__(self, **options):
        super().__init__(read_only=True, **{"allow_null": True, **options})

    def to_representation(self, value):
        return {"id": value.pk, "name": str(value)}
