"""The shape of every address of the API: who sees a thing, what may be sent, which verbs it has. PLT-2, PLT-4"""

from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.metadata import BaseMetadata
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response
from rest_framework.views import APIView

from . import etags, scopes
from .cursors import CursorPagination
from .filters import StrictFilterBackend, check_query, offered_by
from .parsing import StrictJSONParser
from .scopes import SignedInWithScope
from .serializers import Nothing
from .throttling import PerCaller


class Metadata(BaseMetadata):
    """OPTIONS: what stands here; the fields are told by the schema."""

    def determine_metadata(self, request, view):
        return {"name": view.get_view_name(), "description": view.get_view_description()}


class Guarded:
    """What plain views and viewsets share: a strict body and query, tagged answers, nobody's cache."""

    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    permission_classes = [SignedInWithScope]
    parser_classes = [StrictJSONParser]
    throttle_classes = [PerCaller]
    metadata_class = Metadata
    public = False

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if request.method != "OPTIONS":
            check_query(request, *offered_by(self))

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache"
        if request.method in ("GET", "HEAD") and response.status_code == 200 and hasattr(response, "render"):
            tag = getattr(self, "answered_version", None)
            response.add_post_render_callback(etags.conditional(request, tag))
        return response


class PlainView(Guarded, APIView):
    """An address that is not a list of things: name its `query_parameters`, and its `scope` or `public = True`.

    One that shows or changes a thing with a version is `versioned` and gives it to `shown` and `etags.check_version`.
    """

    query_parameters: tuple[str, ...] = ()
    scope: str | None = None
    versioned = False

    def shown(self, thing, data):
        """Answer with a thing's data under its version's tag."""
        self.answered_version = etags.version_tag(thing)
        headers = {} if self.request.method in SAFE_METHODS else {"ETag": f'"{self.answered_version}"'}
        return Response(data, headers=headers)


class GovernedViewSet(Guarded, viewsets.GenericViewSet):
    """Lists and shows what the reader may see; the rest does not exist. Needs `model`, `scope`, `serializer_class`."""

    model = None
    scope: str
    related: tuple[str, ...] = ()
    ordering_fields: tuple[str, ...] = ()
    ordering = "id"
    filterset_class = None
    filter_backends = [StrictFilterBackend]
    pagination_class = CursorPagination

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        if cls.model is not None:
            writes = any(hasattr(cls, name) for name in ("create", "partial_update")) or any(
                hasattr(getattr(cls, name), "takes") for name in dir(cls)
            )
            scopes.register(cls.scope, cls.model._meta.verbose_name_plural, writes=writes)

    def rows(self):
        """Give what the reader may see; override to add annotations or prefetches."""
        rows = self.model.objects.visible_to(self.request.user)
        return rows.select_related(*self.related) if self.related else rows

    def get_queryset(self):
        return self.model._base_manager.none() if getattr(self, "swagger_fake_view", False) else self.rows()

    def list(self, request, *args, **kwargs):
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def retrieve(self, request, *args, **kwargs):
        thing = self.get_object()
        self.answered_version = etags.version_tag(thing)
        return Response(self.get_serializer(thing).data)

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    # Writing

    def taken(self, body, **options):
        """Read the body by its serializer, or refuse it."""
        serializer = body(data=self.request.data, context=self.get_serializer_context(), **options)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def seen_thing(self):
        """Give the thing to write to; with If-Match it is locked and is the version the writer saw."""
        thing = self.get_object()
        if "HTTP_IF_MATCH" not in self.request.META:
            return thing
        # The door of clients has made a request with If-Match one action; SQLite holds the whole database then.
        current = self.model._base_manager.select_for_update(of=("self",)).get(pk=thing.pk)
        etags.check_version(self.request, current)
        return self.get_object()

    def answer(self, result, thing=None, status=200):
        """Show what a verb did: the thing as it now is, with its new tag."""
        shown = result if isinstance(result, self.model) else thing
        fresh = self.rows().filter(pk=shown.pk).first() or shown
        response = Response(self.get_serializer(fresh).data, status=status)
        tag = etags.version_tag(fresh)
        if tag:
            response["ETag"] = f'"{tag}"'
        return response


class Creates:
    """POST to the list. Needs `create_serializer_class` and `create_with(data, by=)`."""

    create_serializer_class = None

    def create(self, request, *args, **kwargs):
        thing = self.create_with(self.taken(self.create_serializer_class), by=request.user)
        response = self.answer(thing, thing, status=201)
        response["Location"] = self.reverse_action("detail", args=[thing.pk])
        return response


class Edits:
    """PATCH of one thing; absent keys stay. Needs `edit_serializer_class` and `edit_with(thing, data, by=)`."""

    edit_serializer_class = None

    def partial_update(self, request, *args, **kwargs):
        thing = self.seen_thing()
        data = self.taken(self.edit_serializer_class, partial=True)
        return self.answer(self.edit_with(thing, data, by=request.user), thing)


def verb(body=Nothing, *, out=None, status=200):
    """Offer a method `(self, thing, data, *, by)` as POST /things/{id}/its-name/.

    The answer is the thing as it then is, or what the method returned, written by `out`.
    """

    def offered(method):
        def handler(self, request, *args, **kwargs):
            thing = self.seen_thing()
            result = method(self, thing, self.taken(body), by=request.user)
            if out is None:
                return self.answer(result, thing, status)
            shown = out(result, context=self.get_serializer_context())
            return Response(shown.data, status=status)

        handler.__name__, handler.__doc__, handler.__module__ = method.__name__, method.__doc__, method.__module__
        handler.takes, handler.gives, handler.answers = body, out, status
        name = method.__name__
        return action(detail=True, methods=["post"], url_path=name.replace("_", "-"), url_name=name)(handler)

    return offered
