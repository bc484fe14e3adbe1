"""Addresses of files in and out."""

from django.urls import path

from imports.views import incoming, outgoing

app_name = "imports"
urlpatterns = [
    path("", incoming.import_list, name="import_list"),
    path("upload/", incoming.upload_import, name="upload_import"),
    path("<int:pk>/", incoming.import_detail, name="import_detail"),
    path("<int:pk>/progress/", incoming.import_progress, name="import_progress"),
    path("<int:pk>/errors.csv", incoming.import_errors, name="import_errors"),
    path("<int:pk>/choose-sheet/", incoming.choose_sheet, name="choose_sheet"),
    path("<int:pk>/map/", incoming.map_import, name="map_import"),
    path("<int:pk>/apply/", incoming.apply_import, name="apply_import"),
    path("<int:pk>/cancel/", incoming.cancel_import, name="cancel_import"),
    path("under-way/", outgoing.files_under_way, name="files_under_way"),
    path("people.<str:form>", outgoing.export_people, name="export_people"),
    path("exports/", outgoing.export_list, name="export_list"),
    path("exports/request/", outgoing.request_export, name="request_export"),
    path("exports/<int:pk>/", outgoing.export_detail, name="export_detail"),
    path("exports/<int:pk>/progress/", outgoing.export_progress, name="export_progress"),
    path("exports/<int:pk>/download/", outgoing.download_export, name="download_export"),
    path("exports/<int:pk>/cancel/", outgoing.cancel_export, name="cancel_export"),
]
