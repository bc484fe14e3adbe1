"""The addresses of Dewan with the styleguide, which stands only in debug mode."""

from django.urls import include, path

from doors.styleguide import styleguide

urlpatterns = [path("styleguide/", styleguide), path("", include("governance.urls"))]
