"""Every address of Dewan, by room."""

from importlib.util import find_spec

from django.urls import include, path

from governance import health

ROOMS = [
    ("", "home.urls"),
    ("accounts/", "accounts.urls"),
    ("audits/", "audits.urls"),
    ("clients/", "clients.urls"),
    ("imports/", "imports.urls"),
    ("notices/", "notices.urls"),
    ("official/", "accounts.public_urls"),
    ("", "people.urls"),
]
urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("readyz/banner", health.banner, name="readiness_banner"),
    path("api/v1/", include("governance.api")),
    *[path(prefix, include(urls)) for prefix, urls in ROOMS if find_spec(urls)],
]
urlpatterns += [path("", include("doors.urls"))]
handler400 = "doors.refusals.bad_request"
handler403 = "doors.refusals.forbidden"
handler404 = "doors.refusals.not_found"
handler500 = "doors.refusals.broken"
