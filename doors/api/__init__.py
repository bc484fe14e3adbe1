"""The API door: conventions every room's api.py stands on. PLT-2

`GovernedViewSet` with `Creates`, `Edits` and `@verb`, `PlainView` for the rest; strict serializers; cursor pages;
tags; problems. A room names its routes, governance/api.py collects them.
"""

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field

from .cursors import CursorPagination
from .etags import check_version, expected_version
from .filters import FilterSet
from .problems import Problem, invalid
from .serializers import Named, Nothing, Ref, StrictModelSerializer, StrictSerializer, Why
from .viewsets import Creates, Edits, GovernedViewSet, PlainView, verb

__all__ = [
    "Creates",
    "CursorPagination",
    "Edits",
    "FilterSet",
    "GovernedViewSet",
    "Named",
    "Nothing",
    "OpenApiParameter",
    "PlainView",
    "Problem",
    "Ref",
    "StrictModelSerializer",
    "StrictSerializer",
    "Why",
    "check_version",
    "expected_version",
    "extend_schema",
    "extend_schema_field",
    "invalid",
    "verb",
]
