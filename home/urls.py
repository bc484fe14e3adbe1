"""The first address. PLT-7"""

from django.urls import path

from home import exporting, search, views

app_name = "home"
urlpatterns = [
    path("", views.my_work, name="my_work"),
    path("search/", search.search_everything, name="search"),
    path("responsibilities/export.csv", exporting.export_responsibilities, name="export_responsibilities"),
]
