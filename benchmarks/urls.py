"""Dewan's addresses, and floors behind the same middleware."""

from django.urls import include, path

from benchmarks import floors

urlpatterns = [
    path("api/floor/account", floors.account_as_json),
    path("api/floor/accounts", floors.AccountList.as_view()),
    path("floor/account", floors.account_as_page),
    path("", include("governance.urls")),
]
handler400 = "doors.refusals.bad_request"
handler403 = "doors.refusals.forbidden"
handler404 = "doors.refusals.not_found"
handler500 = "doors.refusals.broken"
