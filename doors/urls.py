"""Addresses that belong to no room."""

from django.conf import settings
from django.urls import path

from doors import sheet, styleguide

urlpatterns = [path("look/<slug:digest>.css", sheet.stylesheet, name="stylesheet")]
if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide.styleguide, name="styleguide"))
