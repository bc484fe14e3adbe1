"""The addresses anyone may ask. REG-9"""

from django.urls import path

from accounts.public import official, report

app_name = "accounts_public"
urlpatterns = [
    path("", official.official, name="official"),
    path("all/", official.official_list, name="official_list"),
    path("report/", report.report_publicly, name="report_publicly"),
    path("report/thanks/<slug:reference>/", report.report_thanks, name="report_thanks"),
]
