"""The addresses anyone may ask. REG-9"""

from django.urls import path

from accounts import public, public_report

app_name = "accounts_public"
urlpatterns = [
    path("", public.official, name="official"),
    path("all/", public.official_list, name="official_list"),
    path("report/", public_report.report_publicly, name="report_publicly"),
    path("report/thanks/<slug:reference>/", public_report.report_thanks, name="report_thanks"),
]
