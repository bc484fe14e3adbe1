"""The OpenAPI document: what every address takes, gives and refuses. PLT-2"""

from functools import lru_cache

from django.apps import apps
from django.db import models
from django.utils.translation import get_language
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiJsonRenderer2, OpenApiYamlRenderer
from drf_spectacular.utils import OpenApiParameter

from .problems import TITLES
from .scopes import needed
from .serializers import Ref, Strict, StrictSerializer

PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "description": "An address that explains this kind of problem."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "The kind of problem in one word."},
        "detail": {"type": "string", "description": "What happened and what to do, in the language asked for."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {
                    "field": {
                        "type": "string",
                        "description": "A JSON pointer into the body, `?name` in the query, `Name:` in the headers.",
                    },
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
REFUSED = {"$ref": "#/components/responses/Problem"}
TAG = {"ETag": {"description": "The version of the answer.", "schema": {"type": "string"}}}


def header(name, description, **schema):
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": description,
        "schema": {"type": "string", **schema},
    }


IF_NONE_MATCH = header("If-None-Match", "An ETag you hold; 304 when nothing changed since.")
IF_MATCH = header("If-Match", "The ETag you have read; 412 when the thing changed since.")
IDEMPOTENCY_KEY = header(
    "Idempotency-Key",
    "Makes a repeated request safe: the first answer is given again for 24 hours.",
    maxLength=200,
    pattern="^[!-~]+$",
)


class RefSchema(OpenApiSerializerFieldExtension):
    """Say of what a reference is the id."""

    target_class = Ref

    def map_serializer_field(self, auto_schema, direction):
        model = apps.get_model(self.target.model) if isinstance(self.target.model, str) else self.target.model
        words = f"The id of a {model._meta.verbose_name} you may see."
        return {"type": "integer", "minimum": 1, "description": words, "x-thing": model._meta.label_lower}


class Described(AutoSchema):
    """Describes what the house's views do without being told: strict bodies, tags, keys, problems."""

    def get_operation(self, *args, **kwargs):
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        operation["parameters"] = [*operation.get("parameters", []), *self.headers()]
        for status in self.refusals():
            operation["responses"].setdefault(status, REFUSED)
        for status, response in operation["responses"].items():
            if status.startswith("2") and self.is_tagged():
                response.setdefault("headers", {}).update(TAG)
        if self.method == "GET":
            operation["responses"].setdefault("304", {"description": "Not changed."})
        scope = getattr(self.view, "scope", None)
        if scope and not getattr(self.view, "public", False):
            operation["x-scope"] = needed(self.view, self.method)
        return operation

    def is_write(self):
        return self.method not in ("GET", "HEAD")

    def handler(self):
        return getattr(self.view, getattr(self.view, "action", None) or self.method.lower(), None)

    def is_tagged(self):
        return self.method == "GET" or hasattr(self.view, "answer") or getattr(self.view, "versioned", False)

    def headers(self):
        if not self.is_write():
            return [IF_NONE_MATCH]
        return [IF_MATCH, IDEMPOTENCY_KEY] if self.is_held() else [IDEMPOTENCY_KEY]

    def is_held(self):
        has_version = getattr(self.view, "detail", False) or getattr(self.view, "versioned", False)
        return self.is_write() and has_version

    def refusals(self):
        found = {"400", "406", "429", "503"}
        if not getattr(self.view, "public", False):
            found |= {"401", "403"}
        if "{" in self.path:
            found.add("404")
        if self.is_write():
            found |= {"409", "413", "415"}
        return sorted(found | {"412"} if self.is_held() else found)

    def get_override_parameters(self):
        """Say what the id in a path looks like, whatever the model calls it."""
        model = getattr(self.view, "model", None)
        if model is None or "{id}" not in self.path:
            return []
        is_number = isinstance(model._meta.pk, models.IntegerField)
        kind = {"type": "integer", "minimum": 1} if is_number else {"type": "string", "format": "uuid"}
        words = f"The id of the {model._meta.verbose_name}."
        return [OpenApiParameter("id", kind, OpenApiParameter.PATH, description=words)]

    def get_serializer_name(self, serializer, direction):
        """Two rooms may take a Reason of their own: what is not a model's carries its room's name."""
        name, room = type(serializer).__name__, type(serializer).__module__.split(".")[0]
        is_local = isinstance(serializer, StrictSerializer) and room != "doors"
        return f"{room.title()}{name}" if is_local else name

    def get_auth(self):
        return [{}] if getattr(self.view, "public", False) else super().get_auth()

    def get_request_serializer(self):
        handler = self.handler()
        if hasattr(handler, "takes"):
            return handler.takes
        if self.method == "POST" and hasattr(self.view, "create_serializer_class"):
            return self.view.create_serializer_class
        if self.method == "PATCH" and hasattr(self.view, "edit_serializer_class"):
            return self.view.edit_serializer_class
        return super().get_request_serializer()

    def get_response_serializers(self):
        handler = self.handler()
        if hasattr(handler, "gives"):
            return {handler.answers: handler.gives or self.view.get_serializer_class()}
        return super().get_response_serializers()

    def get_tags(self):
        return [getattr(self.view, "scope", None) or super().get_tags()[0]]

    def _map_basic_serializer(self, serializer, direction):
        schema = super()._map_basic_serializer(serializer, direction)
        if isinstance(serializer, Strict):
            schema["additionalProperties"] = False
        return schema


def finish(result, generator, request, public):
    """Put the problem answer where every operation points to, and take the maker's own notes out."""
    _forget(result, "x-spec-enum-id")
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    titles = "; ".join(f"{status}: {title}" for status, title in TITLES.items())
    components.setdefault("responses", {})["Problem"] = {"description": titles, "content": content}
    return result


def _forget(node, name):
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _forget(inner, name)
    if isinstance(node, dict):
        node.pop(name, None)


def document() -> dict:
    """Give the document in the reader's language, made once a process."""
    return _document(get_language())


@lru_cache(maxsize=8)
def _document(language):
    return SchemaGenerator().get_schema(request=None, public=True)


RENDERERS = [OpenApiJsonRenderer, OpenApiJsonRenderer2, OpenApiYamlRenderer]
