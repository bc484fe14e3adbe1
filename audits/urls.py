"""Addresses of audits."""

from django.urls import path

from audits import views

app_name = "audits"
urlpatterns = [
    path("trail/", views.entry_list, name="entry_list"),
    path("trail/export.<str:form>", views.export_entries, name="export_entries"),
    path("trail/verify/", views.verify_trail, name="verify_trail"),
]
