"""The root of /api/v1/: the routes that each room keeps in its api.py. PLT-2"""

from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.urls import path, re_path
from django.utils.module_loading import module_has_submodule
from rest_framework.routers import SimpleRouter

from doors.api.docs import NothingHere, SchemaView, docs_page

app_name = "api"
router = SimpleRouter()
urlpatterns = [
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", docs_page, name="docs"),
]
for room in settings.ROOMS:
    if module_has_submodule(apps.get_app_config(room).module, "api"):
        doors = import_module(f"{room}.api")
        urlpatterns += getattr(doors, "urlpatterns_api", [])
        for prefix, viewset, name in getattr(doors, "routes", []):
            router.register(prefix, viewset, name)
urlpatterns += router.urls
urlpatterns.append(re_path("", NothingHere.as_view(), name="nothing_here"))
