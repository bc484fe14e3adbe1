"""The description of the API for programs and for people; both are public and hold no data. PLT-2"""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from . import scopes
from .problems import TITLES, Problem
from .schema import RENDERERS, document
from .viewsets import PlainView

METHODS = ("get", "post", "patch", "delete")


@extend_schema(exclude=True)
class SchemaView(PlainView):
    """The OpenAPI 3 document, as JSON or YAML."""

    public = True
    renderer_classes = RENDERERS

    def get(self, request):
        return Response(document(), headers={"Cache-Control": "public, max-age=300"})


@extend_schema(exclude=True)
class NothingHere(PlainView):
    """Every other address under /api/v1/, so that a mistyped one is answered like the rest."""

    public = True
    http_method_names = [*PlainView.http_method_names, "put", "trace"]

    def initial(self, request, *args, **kwargs):
        words = _("There is no address %(path)s.") % {"path": request.path}
        if not request.path.endswith("/"):
            words += " " + _("Addresses of the API end with a slash.")
        raise Problem(404, "not_found", words)


@login_not_required
@require_safe
def docs_page(request):
    """Show the OpenAPI document as a page without scripts."""
    return render(request, "doors/api_docs.html", {"rooms": rooms(document()), "titles": TITLES.items()})


def rooms(described) -> list[dict]:
    """Group the operations by room, as the page shows them."""
    found = {}
    for path, operations in described["paths"].items():
        for method in METHODS:
            if method in operations:
                operation = operations[method]
                found.setdefault(operation["tags"][0], []).append(shown(described, path, method, operation))
    labels = {"official": _("Public answer")} | {scope: label for scope, label, _uses in scopes.rooms()}
    return [
        {"name": name, "label": labels.get(name, name.capitalize()), "operations": operations}
        for name, operations in found.items()
    ]


def shown(described, path, method, operation) -> dict:
    content = operation.get("requestBody", {}).get("content", {})
    given = [answer for status, answer in operation["responses"].items() if status.startswith("2")]
    answer = given[0].get("content", {}) if given else {}
    return {
        "id": operation["operationId"],
        "path": path,
        "method": method.upper(),
        "text": operation.get("description", ""),
        "scope": operation.get("x-scope"),
        "parameters": operation["parameters"],
        "takes": fields(described, next(iter(content.values()), {}).get("schema")),
        "gives": fields(described, next(iter(answer.values()), {}).get("schema")),
        "statuses": sorted(operation["responses"]),
    }


def fields(described, schema) -> list[dict]:
    """List the fields of a schema, one level deep."""
    schema = resolved(described, schema)
    required = schema.get("required", ())
    return [
        {
            "name": name,
            "kind": kind(described, one),
            "is_required": name in required,
            "choices": [str(choice) for choice in resolved(described, one).get("enum", ()) if choice is not None],
            "text": one.get("description", "") or resolved(described, one).get("description", ""),
        }
        for name, one in schema.get("properties", {}).items()
    ]


def resolved(described, schema) -> dict:
    schema = schema or {}
    if "allOf" in schema and len(schema["allOf"]) == 1:
        schema = {**schema["allOf"][0], **{key: value for key, value in schema.items() if key != "allOf"}}
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return {**described["components"]["schemas"][name], **schema}
    return schema


def kind(described, schema) -> str:
    """Name a schema in one or two words."""
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    whole = resolved(described, schema)
    if either := [one for one in whole.get("oneOf", ()) if "$ref" in one or one.get("type")]:
        return kind(described, either[0])
    if whole.get("type") == "array":
        return f"[{kind(described, whole.get('items', {}))}]"
    return name or " ".join(filter(None, (whole.get("type", ""), whole.get("format", ""))))
