"""Addresses of imports."""

from django.urls import path

from imports import views

app_name = "imports"
urlpatterns = [
    path("", views.import_list, name="import_list"),
    path("upload/", views.upload_import, name="upload_import"),
    path("<int:pk>/", views.import_detail, name="import_detail"),
    path("<int:pk>/progress/", views.import_progress, name="import_progress"),
    path("<int:pk>/errors.csv", views.import_errors, name="import_errors"),
    path("<int:pk>/choose-sheet/", views.choose_sheet, name="choose_sheet"),
    path("<int:pk>/map/", views.map_import, name="map_import"),
    path("<int:pk>/apply/", views.apply_import, name="apply_import"),
    path("<int:pk>/cancel/", views.cancel_import, name="cancel_import"),
]
